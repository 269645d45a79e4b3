"""A second opinion on a table: do its rows hold the numbers that its text lines end with?

The statistical tables of a report have rows of 7 or 15 numbers, printed on one line. Lines are
found without the drawn grid, so that a lost or wrong ruling shows.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import attrgetter

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
    """False when a line at the height of the table ends with other numbers than the row there."""
    if len({cell.left for cell in cells}) < _FEW:
        return True
    rows: dict[int, list[RuledCell]] = defaultdict(list)
    for cell in sorted(cells, key=attrgetter("left")):
        for row in range(cell.top, cell.bottom):
            rows[row].append(cell)
    digits = [glyph for glyph in glyphs if glyph.text in _PARTS_OF_NUMBERS]
    for line in lines_of_glyphs(digits):
        row = bisect_right(ys, (line.top + line.bottom) / 2) - 1
        printed = (line.text if line.text.isascii() else normalise(line.text)).split()
        is_row = row in rows and len(printed) >= _FEW
        if is_row and not _same(printed, [texts[cell] for cell in rows[row]]):
            return False
    return True


def _same(printed: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the last 7 or 15 numbers of a line stand in the last cells that hold numbers."""
    count = _MANY if len(printed) >= _MANY else _FEW
    with_numbers = (lines for text in reversed(row) if any(lines := _number_lines(text)))
    last = list(islice(with_numbers, count))[::-1]
    if len(last) < count:
        return False
    # A number may be wrapped in a narrow cell. All wrapped at once are two rows taken for one.
    return any(len(lines) == 1 for lines in last) and all(
        number in lines for number, lines in zip(printed[-count:], last, strict=True)
    )


def _number_lines(text: str) -> list[str]:
    """What each line of a cell holds of numbers."""
    if text.isascii() and text.isdecimal():
        return [text]
    return [
        "".join(part for part in compact(line) if part in _PARTS_OF_NUMBERS)
        for line in text.split("\n")
    ]
