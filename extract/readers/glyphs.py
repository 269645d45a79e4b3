"""Characters to lines of text: by the height at which they stand, then from left to right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.readers.geometry import Glyph

# Shares of a character's size.
_SAME_LINE = 0.4
"""Fonts of one line differ in ascent by up to 0.2; lines are at least 1 apart."""
_SAME_SPOT = 0.2
"""Bold faked by printing a character twice."""
_GAP = 0.25
_GAP_BETWEEN_IDEOGRAPHS = 0.7
"""Justified lines spread ideographs; columns stand further apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def lines_of_glyphs(glyphs: Iterable[Glyph]) -> Iterator[PrintedLine]:
    """Lines from top to bottom; those without visible characters are left out."""
    for row in _rows(sorted(glyphs, key=lambda glyph: glyph.middle)):
        row.sort(key=lambda glyph: glyph.x0)
        text = _joined(row).strip()
        if text:
            inked = [glyph for glyph in row if not glyph.text.isspace()]
            yield PrintedLine(
                text=text,
                x0=min(glyph.x0 for glyph in inked),
                top=min(glyph.top for glyph in inked),
                x1=max(glyph.x1 for glyph in inked),
                bottom=max(glyph.bottom for glyph in inked),
            )


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in glyphs:
        if row:
            last = row[-1]
            if glyph.middle - last.middle > _SAME_LINE * max(min(glyph.size, last.size), 1):
                yield row
                row = []
        row.append(glyph)
    if row:
        yield row


def _joined(row: Sequence[Glyph]) -> str:
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None:
            if glyph.text == last.text and glyph.x0 - last.x0 < _SAME_SPOT * glyph.size:
                continue
            if _apart(last, glyph) and pieces[-1] != " ":
                pieces.append(" ")
        text = " " if glyph.text.isspace() else glyph.text
        if text != " " or (pieces and pieces[-1] != " "):
            pieces.append(text)
        last = glyph
    return "".join(pieces)


def _apart(left: Glyph, right: Glyph) -> bool:
    both = _is_ideograph(left.text[-1]) and _is_ideograph(right.text[0])
    limit = _GAP_BETWEEN_IDEOGRAPHS if both else _GAP
    return right.x0 - left.x1 > limit * min(left.size, right.size)


def _is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"
