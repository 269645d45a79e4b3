"""A second opinion on a table: do its rows hold the numbers that its text lines end with?

The statistical tables of a report have rows of 7 or 15 numbers, printed on one line. Lines are
found without the drawn grid, so that a lost or wrong ruling shows.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import attrgetter

from extract.normalise import compact, normalise
from extract.readers.geometry import Glyph
from extract.readers.glyphs import lines_of_glyphs
from extract.readers.ruling import RuledCell

_FEW, _MANY = 7, 15
_PARTS_OF_NUMBERS = frozenset("0123456789０１２３４５６７８９.．,，-－")
_BEHIND_ORDINALS = (".", "、")
"""Of a label: "2.其他" is no number 2."""
_PARTS_OF_LINES = _PARTS_OF_NUMBERS | {"、"}


def numbers_agree(
    cells: Sequence[RuledCell],
    texts: Mapping[RuledCell, str],
    ys: Sequence[float],
    glyphs: Sequence[Glyph],
) -> bool:
    """False when a line at the height of the table ends with other numbers than the row there."""
    if len({cell.left for cell in cells}) < _FEW:
        return True
    rows: dict[int, list[RuledCell]] = defaultdict(list)
    for cell in sorted(cells, key=attrgetter("left")):
        for row in range(cell.top, cell.bottom):
            rows[row].append(cell)
    top = ys[min(cell.top for cell in cells)]
    bottom = ys[max(cell.bottom for cell in cells)]
    digits = [
        glyph
        for glyph in glyphs
        if glyph.text in _PARTS_OF_LINES and top <= (glyph.top + glyph.bottom) / 2 <= bottom
    ]
    for line in lines_of_glyphs(digits):
        row = bisect_right(ys, (line.top + line.bottom) / 2) - 1
        words = (line.text if line.text.isascii() else normalise(line.text)).split()
        printed = [word for word in words if not word.endswith(_BEHIND_ORDINALS)]
        is_row = row in rows and len(printed) >= _FEW
        if is_row and not _same(printed, [texts[cell] for cell in rows[row]]):
            return False
    return True


def _same(printed: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the last 7 or 15 numbers of a line stand in the last cells that hold numbers."""
    count = _MANY if len(printed) >= _MANY else _FEW
    cells = (lines for text in reversed(row) if any(lines := _number_lines(text)))
    is_one_row = False
    for number in reversed(printed[-count:]):
        # A number wrapped in a narrow cell stands above and below the line of the others.
        lines = next((lines for lines in cells if number in lines or len(lines) == 1), [])
        if number not in lines:
            return False
        is_one_row |= len(lines) == 1
    # All wrapped at once are two rows taken for one.
    return is_one_row


def _number_lines(text: str) -> list[str]:
    """What each line of a cell holds of numbers."""
    if text.isascii() and text.isdecimal():
        return [text]
    return [
        "".join(part for part in compact(line) if part in _PARTS_OF_NUMBERS)
        for line in text.split("\n")
    ]
