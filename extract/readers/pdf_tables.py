"""The tables of a page: ruled cells with their text, and the text that stands in no table."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extract.readers.geometry import Glyph, Sheet
from extract.readers.glyphs import text_of_glyphs
from extract.readers.grid import reads_as_narrative
from extract.readers.pdf_opinion import numbers_agree
from extract.readers.ruling import RuledCell, Ruling, find_cells
from model.document import ReadingWarning
from model.place import Place
from model.text import Text

NUMBERS_DIFFER = "pdf.numbers_differ"


class PieceCell(NamedTuple):
    """A cell with its text; left and right are positions on the page as read, in points."""

    left: float
    right: float
    row: int
    row_span: int
    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one page holds of a table."""

    top: float
    bottom: float
    left: float
    right: float
    rows: int
    cells: tuple[PieceCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesOfPage:
    pieces: tuple[Piece, ...]
    outside: tuple[Glyph, ...]
    warnings: tuple[ReadingWarning, ...] = ()


def read_tables(sheet: Sheet) -> TablesOfPage:
    """Finds the page's tables. Narrative framed like a table stays outside."""
    ruling = None if sheet.too_dense else find_cells(sheet.horizontal, sheet.vertical)
    if ruling is None:
        return TablesOfPage(pieces=(), outside=sheet.glyphs, warnings=(_too_dense(sheet.number),))
    inside, outside = _sorted_into_cells(ruling, sheet.glyphs)
    pieces: list[Piece] = []
    warnings: list[ReadingWarning] = []
    for table in ruling.tables:
        texts = {cell: text_of_glyphs(inside[cell]) for cell in table}
        parts = list(_data_parts(table, texts))
        if not all(numbers_agree(part, texts, ruling.ys, sheet.glyphs) for part in parts):
            warnings.append(_numbers_differ(sheet.number))
        pieces.extend(_piece(part, texts, ruling, sheet) for part in parts)
        kept = {cell for part in parts for cell in part}
        outside.extend(glyph for cell in table if cell not in kept for glyph in inside[cell])
    return TablesOfPage(pieces=tuple(pieces), outside=tuple(outside), warnings=tuple(warnings))


def _sorted_into_cells(
    ruling: Ruling, glyphs: tuple[Glyph, ...]
) -> tuple[dict[RuledCell, list[Glyph]], list[Glyph]]:
    if not ruling.tables:
        return {}, list(glyphs)
    inside: dict[RuledCell, list[Glyph]] = {}
    owner: dict[tuple[int, int], list[Glyph]] = {}
    for cell in _smallest_last(ruling):
        inside[cell] = []
        for y in range(cell.top, cell.bottom):
            for x in range(cell.left, cell.right):
                owner[y, x] = inside[cell]
    outside: list[Glyph] = []
    xs, ys = ruling.xs, ruling.ys
    highest, lowest = ys[0], ys[-1]
    for glyph in glyphs:
        _, x0, top, x1, bottom, _ = glyph
        middle = (top + bottom) / 2
        if highest <= middle < lowest:
            place = bisect_right(ys, middle) - 1, bisect_right(xs, (x0 + x1) / 2) - 1
            owner.get(place, outside).append(glyph)
        else:
            outside.append(glyph)
    return inside, outside


def _smallest_last(ruling: Ruling) -> list[RuledCell]:
    """A table may stand inside a cell of another; its text belongs to the inner cells."""
    cells = [cell for table in ruling.tables for cell in table]
    return sorted(cells, key=lambda cell: (cell.left - cell.right) * (cell.bottom - cell.top))


def _data_parts(
    table: tuple[RuledCell, ...], texts: dict[RuledCell, str]
) -> Iterator[tuple[RuledCell, ...]]:
    """The table without rows of running text; a frame around paragraphs gives nothing."""
    left = min(cell.left for cell in table)
    right = max(cell.right for cell in table)
    top, bottom = min(cell.top for cell in table), max(cell.bottom for cell in table)
    narrative = [
        cell
        for cell in table
        if (cell.left, cell.right) == (left, right)
        and (
            reads_as_narrative(texts[cell])
            # The empty rest of a row that moved to the next page.
            or (not texts[cell] and (cell.top == top or cell.bottom == bottom))
        )
    ]
    cuts = sorted(cell.top for cell in narrative)
    parts: dict[int, list[RuledCell]] = defaultdict(list)
    for cell in table:
        if cell not in narrative:
            parts[bisect_right(cuts, cell.top)].append(cell)
    for part in parts.values():
        if len({(cell.left, cell.right) for cell in part}) > 1:
            yield tuple(part)


def _piece(
    cells: tuple[RuledCell, ...], texts: dict[RuledCell, str], ruling: Ruling, sheet: Sheet
) -> Piece:
    tops = sorted({cell.top for cell in cells} | {cell.bottom for cell in cells})
    number = {line: row for row, line in enumerate(tops)}
    return Piece(
        top=ruling.ys[tops[0]],
        bottom=ruling.ys[tops[-1]],
        left=min(ruling.xs[cell.left] for cell in cells),
        right=max(ruling.xs[cell.right] for cell in cells),
        rows=len(tops) - 1,
        cells=tuple(
            PieceCell(
                left=ruling.xs[cell.left],
                right=ruling.xs[cell.right],
                row=number[cell.top],
                row_span=number[cell.bottom] - number[cell.top],
                text=texts[cell],
                place=_place(cell, ruling, sheet),
            )
            for cell in cells
        ),
    )


def _place(cell: RuledCell, ruling: Ruling, sheet: Sheet) -> Place:
    box = sheet.turn.displayed(
        ruling.xs[cell.left],
        ruling.ys[cell.top],
        ruling.xs[cell.right],
        ruling.ys[cell.bottom],
    )
    return Place(page=sheet.number, box=box)


def _too_dense(page: int) -> ReadingWarning:
    return ReadingWarning(
        code="pdf.drawing_too_dense",
        text=Text(
            f"第 {page} 页的线条过多，未按表格读取",
            f"page {page} has too many drawn lines to be read as tables",
        ),
        place=Place(page=page),
    )


def _numbers_differ(page: int) -> ReadingWarning:
    return ReadingWarning(
        code=NUMBERS_DIFFER,
        text=Text(
            f"第 {page} 页有表格的数字与所在文字行的数字不一致，请对照原文",
            f"on page {page} a table's numbers are not those of its text lines: compare with the"
            " original",
        ),
        place=Place(page=page),
    )
