"""Printed lines to paragraphs: lines that only the paper's width broke are joined again."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from model.document import Document, Line

# A line this close to the usual width was broken by the width, not by its writer.
_FULL = 0.88
# Wider "lines" are whole paragraphs: the source does not break at a width. In half-width columns.
_WIDEST_WRAP = 130
_FEWEST_FULL_LINES = 5
# Share of the long lines that are indented when a writer indents paragraphs, and share of the
# measure that the lines of such a text may fall short.
_INDENTING = 0.1
_RAGGED = 0.25
_OPENER = re.compile(
    r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、是]|\d{1,2}[、.．](?!\d)"
    r"|第[一二三四五六七八九十]{1,3}[,，、部是])"
)
_SENTENCE_END = re.compile(r"[。！？!?；;：:”）)]$")
_PAGE_NUMBER = re.compile(r"^[-—–]\s*\d{1,3}\s*[-—–]$")
_INDENT = re.compile(r"^(?:[\u3000]{1,}|[ \xa0]{2,}|\t)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapping:
    """At which width a document breaks its lines; None where it does not."""

    width: float | None
    """In half-width columns; or in points, the right margin's position, when `left` is given."""
    left: float | None = None
    """Where lines that are not indented begin, in points; None where positions mean nothing."""
    ragged: float = 0.0
    """How far from the right margin a line may end that the width broke, in points; 0 where
    paragraphs are not indented."""


def wrapping_of(document: Document) -> Wrapping:
    lines = [block for block in document.blocks if isinstance(block, Line) and block.text.strip()]
    if document.reader == "pdf":
        return _margins(lines)
    if document.reader == "text":
        return Wrapping(width=_wrap_width(lines))
    return Wrapping(width=None)


def paragraphs(lines: Sequence[Line], wrapping: Wrapping) -> list[str]:
    """The running text of the lines; empty lines separate where the width explains no break."""
    found: list[list[str]] = []
    last: Line | None = None
    gap = False
    for line in lines:
        text = line.text.strip()
        if not text or _PAGE_NUMBER.match(text):
            gap = True
            continue
        if last is not None and _goes_on(last, line, wrapping, gap=gap):
            found[-1] += [_between(found[-1][-1], text), text]
        else:
            found.append([text])
        last, gap = line, False
    return ["".join(pieces) for pieces in found]


def joined(first: str, second: str) -> str:
    """Two halves of a wrapped line."""
    return first + _between(first, second) + second


def _between(first: str, second: str) -> str:
    """A blank between Latin words; nothing between ideographs or the digits of a number."""
    latin = first[-1:].isascii() and first[-1:].isalpha()
    return " " if latin and second[:1].isascii() and second[:1].isalpha() else ""


def _goes_on(last: Line, line: Line, wrapping: Wrapping, *, gap: bool) -> bool:
    if wrapping.width is None or last.heading or line.heading:
        return False
    if not _is_full(last, wrapping) or _is_indented(line, wrapping):
        return False
    if wrapping.ragged:
        return True
    ended = _SENTENCE_END.search(last.text.rstrip()) is not None
    if _OPENER.match(line.text.strip()):
        return not ended and not gap
    return not (ended and gap)


def _is_full(line: Line, wrapping: Wrapping) -> bool:
    width = wrapping.width or 0.0
    box = line.place.box
    if wrapping.left is not None and box is not None:
        return box.x1 > width - max(wrapping.ragged, 2.5 * (box.bottom - box.top))
    return display_width(line.text.rstrip()) >= _FULL * width


def _is_indented(line: Line, wrapping: Wrapping) -> bool:
    box = line.place.box
    if wrapping.left is not None and box is not None:
        return box.x0 > wrapping.left + 1.2 * (box.bottom - box.top)
    return _INDENT.match(line.text) is not None


def _margins(lines: Sequence[Line]) -> Wrapping:
    """Of a PDF. Text that runs up or down the page as displayed is measured in columns instead."""
    boxes = [line.place.box for line in lines if line.place.box is not None]
    if sum(box.x1 - box.x0 < box.bottom - box.top for box in boxes) * 2 >= len(boxes):
        return Wrapping(width=_wrap_width(lines))
    right = sorted(box.x1 for box in boxes)[int(len(boxes) * 0.9)]
    left = sorted(box.x0 for box in boxes)[int(len(boxes) * 0.1)]
    short = _RAGGED * (right - left)
    long = [box for box in boxes if box.x1 > right - short]
    sizes = [(box.x0 - left, box.bottom - box.top) for box in long]
    indented = sum(1.2 * size < indent < 4 * size for indent, size in sizes)
    # Where paragraphs are indented, an unindented line goes on, however ragged the margin is.
    return Wrapping(
        width=right, left=left, ragged=short if indented >= _INDENTING * len(long) else 0.0
    )


def _wrap_width(lines: Sequence[Line]) -> float | None:
    widths = sorted(display_width(line.text.rstrip()) for line in lines)
    if not widths:
        return None
    widest = widths[int(len(widths) * 0.98)]
    full = sum(width >= _FULL * widest for width in widths)
    long = sum(width >= 0.5 * widest for width in widths)
    if widest > _WIDEST_WRAP or full < _FEWEST_FULL_LINES or full < 0.4 * long:
        return None
    return float(widest)


def display_width(text: str) -> int:
    """In half-width columns: ideographs and full-width signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
