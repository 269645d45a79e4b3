"""A document as one sequence of tokens in reading order: step one of reading the tables.

Lines fall apart at tabs and white space, grids into cells, so that a table is the same kind of
sequence whatever shape it came in. Grid cells keep their position for the second opinion.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.tables.labels import fold
from extract.tables.values import Kind, Value, read_value
from model.document import Block, Cell, Line, Table
from model.place import Place

# No label of the form has more characters; what is longer is running text.
_LONGEST_LABEL = 90
_GLUED_NUMBER = re.compile(r"(?P<label>.*[\u4e00-\u9fff）)”\"])(?P<number>\d[\d,]*(?:\.\d+)?)")
_DETACHED_NOTE = re.compile(r"(?<=[\d件])[ \u3000]+(?=[(（]其中)")
# A number with a note in brackets that the end of the line leaves open; and what ends it.
_OPEN_NOTE = re.compile(r"(?<![^\s])\d[\d,.]*[件项个宗]?[(（][^()（）\d\s][^()（）]*$")
_NOTE_END = re.compile(r"[^()（）]{1,30}[)）]")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－·]\s*\d{1,3}\s*[-—–－·]|第\s*\d{1,3}\s*页.*)\s*")


class Role(StrEnum):
    LABEL = "label"
    VALUE = "value"
    """A number or a dash."""
    BLANK = "blank"
    """An empty cell of a grid. Empty cells of tab-separated lines are padding and say nothing."""
    REMARK = "remark"
    """Words among the values of a row: 见附件. The cell is taken but cannot be read."""


_ROLES = {Kind.NUMBER: Role.VALUE, Kind.DASH: Role.VALUE, Kind.BLANK: Role.BLANK}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPosition:
    block: int
    """Index of the Table in the document's blocks."""
    row: int
    bottom: int
    """First grid row below the cell."""
    column: int
    end: int
    """First grid column to the right of the cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    role: Role
    text: str
    """As printed, stripped."""
    folded: str
    value: Value | None = None
    place: Place
    block: int
    line: int
    """Number of the text line or grid row, unique in the document."""
    part: int
    """Number of the tab-separated cell or grid cell in its line."""
    grid: GridPosition | None = None


def tokenise(blocks: Sequence[Block]) -> Iterator[Token]:
    line = 0
    for index, block in _with_whole_notes(blocks):
        if isinstance(block, Line):
            yield from _settle_roles(_line_tokens(block, index, line))
            line += 1
        else:
            for row in _rows(block):
                yield from _settle_roles(_row_tokens(row, index, line))
                line += 1


def _with_whole_notes(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """The blocks with their places; a line that breaks inside a number's note with the next one."""
    open_at: tuple[int, Line] | None = None
    for index, block in enumerate(blocks):
        if open_at is not None:
            first = open_at[1]
            if isinstance(block, Line) and _is_rest_of_note(first.text, block.text):
                text = first.text.rstrip() + block.text.lstrip()
                open_at = (open_at[0], replace(first, text=text))
                if _OPEN_NOTE.search(text) is None:
                    yield open_at
                    open_at = None
                continue
            yield open_at
            open_at = None
        if isinstance(block, Line) and _OPEN_NOTE.search(block.text):
            open_at = (index, block)
        else:
            yield index, block
    if open_at is not None:
        yield open_at


def _is_rest_of_note(first: str, second: str) -> bool:
    begun, rest = _OPEN_NOTE.search(first), _NOTE_END.match(second)
    if begun is None or rest is None or len(first) > _LONGEST_LABEL:
        return False
    value = read_value(begun[0] + rest[0].strip())
    return value is not None and value.note is not None


def _rows(table: Table) -> Iterator[list[Cell]]:
    row: list[Cell] = []
    for cell in table.cells:
        if row and row[0].row != cell.row:
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _row_tokens(cells: list[Cell], block: int, line: int) -> list[Token]:
    return [
        _token(
            cell.text,
            place=cell.place,
            at=(block, line, part),
            grid=GridPosition(
                block=block,
                row=cell.row,
                bottom=cell.row + cell.row_span,
                column=cell.column,
                end=cell.column + cell.column_span,
            ),
        )
        for part, cell in enumerate(cells)
    ]


def _line_tokens(line: Line, block: int, number: int) -> list[Token]:
    if _PAGE_NUMBER.fullmatch(line.text):
        return []
    tokens = []
    for part, text in enumerate(line.text.split("\t")):
        if len(text) > _LONGEST_LABEL:
            pieces = [text]
        else:
            pieces = [piece for chunk in _chunks(text) for piece in _unglue(chunk)]
        tokens += [_token(piece, place=line.place, at=(block, number, part)) for piece in pieces]
    return [token for token in tokens if token.role is not Role.BLANK]


def _chunks(text: str) -> list[str]:
    """The pieces of a tab-separated cell or of a whole line: what white space separates."""
    if read_value(text) is not None:
        return [text]
    return _DETACHED_NOTE.sub("", text).split()


def _unglue(chunk: str) -> list[str]:
    """`总计0` → `总计`, `0`: a label and its number that lost the gap between them."""
    found = _GLUED_NUMBER.fullmatch(chunk)
    if found is None or read_value(chunk) is not None:
        return [chunk]
    return [found["label"], found["number"]]


def _token(
    text: str, *, place: Place, at: tuple[int, int, int], grid: GridPosition | None = None
) -> Token:
    value = read_value(text)
    role = Role.LABEL if value is None else _ROLES[value.kind]
    block, line, part = at
    return Token(
        role=role,
        text=text.strip(),
        folded=fold(text[:_LONGEST_LABEL]) if role is Role.LABEL else "",
        value=value,
        place=place,
        block=block,
        line=line,
        part=part,
        grid=grid,
    )


def _settle_roles(tokens: list[Token]) -> list[Token]:
    """Within one row: a number before the label is its ordinal, words after a number a remark.

    A number before the label counts as its ordinal only when numbers follow the label, too: in
    broken text the values of a row may well stand before their label.
    """
    labels = [index for index, token in enumerate(tokens) if token.role is Role.LABEL]
    values = [index for index, token in enumerate(tokens) if token.role is Role.VALUE]
    if not labels or not values:
        return tokens
    settled = list(tokens)
    ordinal = values[0]
    if ordinal < labels[0] and len(values) > 1 and values[1] > labels[0]:
        text = tokens[ordinal].text
        settled[ordinal] = replace(tokens[ordinal], role=Role.LABEL, folded=fold(text), value=None)
        values = values[1:]
    if labels[0] < values[0]:
        for index in labels:
            if values[0] < index < values[-1] and tokens[index].part != tokens[values[0]].part:
                settled[index] = replace(tokens[index], role=Role.REMARK)
    return settled
