"""Cells in which the engine saw nothing though something is printed: single digits, mostly."""

from collections.abc import Iterator

from extract.ocr.engine import Word, recognise_line
from extract.ocr.image import ink_within
from extract.ocr.pages import PageImage
from extract.readers.geometry import Sheet
from extract.readers.ruling import find_cells
from model.place import Box

_RULE = 2.5
"""Points from a cell's side in which the ruled line itself is seen, and not looked at."""
_LEAST_INK = 3.0
"""Points. What is less high is dirt."""
_HIGHEST_LINE = 24.0
_MARGIN = 3.0
UNREAD = "?"
"""Stands for what is printed and could not be read: blank it is not."""


def missed_words(page: PageImage, sheet: Sheet) -> list[Word]:
    """A second look at each empty cell of the grid; UNREAD where that told nothing either."""
    ruling = find_cells(sheet.horizontal, sheet.vertical)
    if ruling is None:
        return []
    cells = [
        Box(ruling.xs[c.left], ruling.ys[c.top], ruling.xs[c.right], ruling.ys[c.bottom])
        for table in ruling.tables
        for c in table
    ]
    return [word for cell in _empty(cells, sheet) for word in _look(page, cell)]


def _empty(cells: list[Box], sheet: Sheet) -> Iterator[Box]:
    middles = [((g.x0 + g.x1) / 2, (g.top + g.bottom) / 2) for g in sheet.glyphs]
    for cell in cells:
        if not any(cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom for x, y in middles):
            yield cell


def _look(page: PageImage, cell: Box) -> Iterator[Word]:
    image, scale = page.turned.image, page.scale
    inner = [
        round(edge / scale)
        for edge in (cell.x0 + _RULE, cell.top + _RULE, cell.x1 - _RULE, cell.bottom - _RULE)
    ]
    found = ink_within(image, (inner[0], inner[1], inner[2], inner[3]), round(_LEAST_INK / scale))
    if found is None:
        return
    text, confidence = UNREAD, 0.0
    x0, top, x1, bottom = found
    if (bottom - top) * scale <= _HIGHEST_LINE:
        margin = round(_MARGIN / scale)
        crop = image[
            max(top - margin, inner[1]) : bottom + margin,
            max(x0 - margin, inner[0]) : x1 + margin,
        ]
        text, confidence = recognise_line(crop) or (text, confidence)
    yield Word(text, confidence, x0, top, x1, bottom)
