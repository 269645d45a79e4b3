"""Characters to lines of text: by the height at which they stand, then from left to right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from operator import itemgetter

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
    for row in _rows(glyphs):
        text = _joined(row)
        if text:
            inked = (glyph for glyph in row if not glyph.text.isspace())
            _, x0, top, x1, bottom, _ = zip(*inked, strict=True)
            yield PrintedLine(text=text, x0=x0[0], top=min(top), x1=max(x1), bottom=max(bottom))


def text_of_glyphs(glyphs: Sequence[Glyph]) -> str:
    """The text of the same lines, with line breaks between them."""
    return "\n".join(filter(None, map(_joined, _rows(glyphs))))


# These see every character of every page, so they unpack and compare: attributes take twice the
# time, and a call of `min` as long as all the rest.


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Lines from top to bottom, each from left to right."""
    row: list[Glyph] = []
    last_middle = last_size = 0.0
    for glyph in sorted(glyphs, key=_twice_the_middle):
        _, _, top, _, bottom, _ = glyph
        middle, size = (top + bottom) / 2, bottom - top
        lower = middle - last_middle
        # Within a size of 1 nothing is told apart.
        if (
            row
            and lower > _SAME_LINE
            and (lower > _SAME_LINE * size or lower > _SAME_LINE * last_size)
        ):
            row.sort(key=_LEFT)
            yield row
            row = []
        row.append(glyph)
        last_middle, last_size = middle, size
    if row:
        row.sort(key=_LEFT)
        yield row


def _twice_the_middle(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


_LEFT = itemgetter(1)


def _joined(row: Sequence[Glyph]) -> str:
    """The characters of a line, with a blank wherever there is a gap."""
    pieces: list[str] = []
    last, last_x0, last_x1, last_size = "", 0.0, inf, 0.0
    for text, x0, top, x1, bottom, _ in row:
        size = bottom - top
        if text == last and x0 - last_x0 < _SAME_SPOT * size:
            continue
        gap = x0 - last_x1
        # A wide gap parts everything, a narrow one all but two ideographs; the smaller size counts.
        if (
            gap > 0
            and (gap > _GAP * size or gap > _GAP * last_size)
            and (
                gap > _GAP_BETWEEN_IDEOGRAPHS * size
                or gap > _GAP_BETWEEN_IDEOGRAPHS * last_size
                or not (_is_ideograph(last[-1]) and _is_ideograph(text[0]))
            )
        ):
            pieces.append(" ")
        pieces.append(text)
        last, last_x0, last_x1, last_size = text, x0, x1, size
    # Blanks are of many kinds, and some of them are printed.
    return " ".join("".join(pieces).split())


def _is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"
