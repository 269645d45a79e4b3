"""Markdown: as plain text, but headings lose their marks and pipe tables become tables.

Tab-separated lines stay lines: converters write tables so, with cells missing, and only a reader
that knows the form can put them back.
"""

import re
from collections.abc import Iterator

from lxml import etree

from extract.readers.encoding import decode
from extract.readers.grid import split_narrative
from extract.readers.html_blocks import TooDeep, read_fragment
from extract.readers.reader import Reader, demand_few, empty, limited
from extract.readers.text import physical_lines
from model.document import Block, Cell, Document, Line, Table
from model.place import Place

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_BOLD_LINE = re.compile(r"^\s*(\*\*|__)(?P<text>[^*_]+)\1\s*$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_DELIMITER = re.compile(r"^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE_START = re.compile(r"^\s*(?:<html>\s*<body>\s*)?<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_EVIDENCE = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S|^\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?\s*$", re.MULTILINE
)


def _read(data: bytes, source: str) -> Document:
    text, warnings = decode(data, source)
    if not text.strip():
        raise empty(source)
    lines = physical_lines(text)
    # Cells are counted before any is made: a line of bars alone can hold millions.
    bars = sum(line.count("|") for line in lines if _ROW.match(line))
    demand_few(max(len(lines), bars // 2), source)
    return Document(
        media_type="text/markdown",
        reader="markdown",
        blocks=limited(_blocks(lines), source),
        warnings=warnings,
    )


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if _TABLE_START.match(lines[at]):
            end = _end_of_html(lines, at)
            yield from _html_table(lines[at:end], at + 1)
        elif _ROW.match(lines[at]):
            end = at
            while end < len(lines) and _ROW.match(lines[end]):
                end += 1
            yield from _pipe_table(lines[at:end], at + 1)
        else:
            end = at + 1
            yield _line(lines[at], at + 1)
        at = end


def _html_table(lines: list[str], first: int) -> Iterator[Block]:
    try:
        yield from read_fragment("\n".join(lines), first_line=first)
    except (etree.ParserError, TooDeep):
        yield from (_line(text, number) for number, text in enumerate(lines, start=first))


def _end_of_html(lines: list[str], start: int) -> int:
    for index in range(start, len(lines)):
        if _TABLE_END.search(lines[index]):
            return index + 1
    return len(lines)


def _line(text: str, number: int) -> Line:
    found = _HEADING.match(text) or _BOLD_LINE.match(text)
    if found is None:
        return Line(text=text, place=Place(line=number))
    return Line(text=found["text"], place=Place(line=number), heading=True)


def _pipe_table(lines: list[str], first: int) -> Iterator[Block]:
    rows = [
        (number, _cells(line))
        for number, line in enumerate(lines, start=first)
        if not _DELIMITER.match(line)
    ]
    table = Table(
        rows=len(rows),
        columns=max((len(cells) for _, cells in rows), default=0),
        cells=tuple(
            Cell(row=row, column=column, text=text, place=Place(line=number))
            for row, (number, cells) in enumerate(rows)
            for column, text in enumerate(cells)
        ),
        place=Place(line=first),
    )
    yield from split_narrative(table)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [
        _BREAK.sub("\n", cell).replace("\\|", "|").strip() for cell in _CELL_BORDER.split(inner)
    ]


def _recognises(data: bytes, name: str) -> bool:
    if name.lower().endswith((".md", ".markdown")):
        return True
    text, _ = decode(data, name)
    return _EVIDENCE.search(text) is not None


READER = Reader(name="markdown", recognises=_recognises, read=_read, most_bytes=20_000_000)
