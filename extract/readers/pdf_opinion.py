"""A second opinion on a table: do its rows hold the numbers that its text lines end with?

The statistical tables of a report have rows of 7 or 15 numbers, printed on one line. Lines are
found without the drawn grid, so that a lost or wrong ruling shows.
"""

from collections.abc import Mapping, Sequence

from extract.normalise import compact, normalise
from extract.readers.geometry import Glyph
from extract.readers.glyphs import lines_of_glyphs
from extract.readers.ruling import RuledCell

_FEW, _MANY = 7, 15
_PARTS_OF_NUMBERS = frozenset("0123456789０１２３４５６７８９.．,，-－")


def numbers_agree(
    cells: Sequence[RuledCell],
    texts: Mapping[RuledCell, str],
    ys: Sequence[float],
    glyphs: Sequence[Glyph],
) -> bool:
    """False when a line of the table's height ends with other numbers than the row there."""
    top, bottom = ys[min(cell.top for cell in cells)], ys[max(cell.bottom for cell in cells)]
    digits = [
        glyph
        for glyph in glyphs
        if glyph[0] in _PARTS_OF_NUMBERS and top <= (glyph[2] + glyph[4]) / 2 < bottom
    ]
    for line in lines_of_glyphs(digits):
        printed = normalise(line.text).split()
        if len(printed) >= _FEW:
            middle = (line.top + line.bottom) / 2
            row = sorted(
                (cell.left, texts[cell])
                for cell in cells
                if ys[cell.top] <= middle < ys[cell.bottom]
            )
            if row and not _same(printed, [text for _, text in row]):
                return False
    return True


def _same(printed: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the last 7 or 15 numbers of a line stand in the last cells that hold numbers."""
    count = _MANY if len(printed) >= _MANY else _FEW
    values = [lines for text in row if any(lines := _number_lines(text))]
    if len(values) < count:
        return False
    last = values[-count:]
    # A number may be wrapped in a narrow cell. All wrapped at once are two rows taken for one.
    return any(len(lines) == 1 for lines in last) and all(
        number in lines for number, lines in zip(printed[-count:], last, strict=True)
    )


def _number_lines(text: str) -> list[str]:
    """What each line of a cell holds of numbers."""
    return [
        "".join(part for part in compact(line) if part in _PARTS_OF_NUMBERS)
        for line in text.split("\n")
    ]
