"""Tables that a page break cut become one again: columns matched by position, halves put together.

What breaks do: the header is printed again, or not; a merged cell at the left comes back empty; a
row is cut in two, with its label or its numbers in either half.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extract.normalise import compact
from extract.readers.pdf_tables import Piece, PieceCell
from model.document import Cell, Table

# Pages of one table differ in margins by less than this, in points.
_SAME_EDGE = 6.0
_SAME_COLUMN = 4.0
_VALUE = re.compile(r"^-?[\d.,]+$|^[-/无]$")
_ORDINAL = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]{1,2}[).、]|第[一二三四五六七八九十])")


def continues(upper: Piece, lower: Piece) -> bool:
    """Whether two pieces that follow each other over a page break are one table."""
    return abs(upper.left - lower.left) < _SAME_EDGE and abs(upper.right - lower.right) < _SAME_EDGE


def join(upper: Piece, lower: Piece) -> Piece:
    """One piece with the rows of both; the place of each cell stays its own."""
    lower = _without_repeated_header(upper, lower)
    cells = list(upper.cells)
    rows = upper.rows
    first = _row(lower.cells, 0)
    if first and _is_second_half(_row(upper.cells, rows - 1), first):
        rows -= 1
    for cell in sorted(lower.cells, key=lambda cell: (cell.row, cell.left)):
        moved = cell._replace(row=cell.row + rows)
        above = _cell_above(cells, cell, upper.rows) if cell.row == 0 else None
        if above is None:
            cells.append(moved)
        elif rows < upper.rows or _goes_on(cells[above], cell):
            cells[above] = _merged(cells[above], moved)
        else:
            cells.append(moved)
    return replace(upper, rows=rows + lower.rows, cells=tuple(cells))


def table_of(piece: Piece) -> Table:
    """The grid: every position where a cell begins or ends, on any page, is a column line."""
    lines = _column_lines(piece.cells)
    cells = sorted(piece.cells, key=lambda cell: (cell.row, cell.left))
    return Table(
        rows=piece.rows,
        columns=len(lines) - 1,
        cells=tuple(
            Cell(
                row=cell.row,
                column=_nearest(lines, cell.left),
                row_span=cell.row_span,
                column_span=max(_nearest(lines, cell.right) - _nearest(lines, cell.left), 1),
                text=cell.text,
                place=cell.place,
            )
            for cell in cells
        ),
        place=cells[0].place,
    )


def _column_lines(cells: Sequence[PieceCell]) -> list[float]:
    lines: list[float] = []
    for position in sorted({side for cell in cells for side in (cell.left, cell.right)}):
        if not lines or position - lines[-1] > _SAME_COLUMN:
            lines.append(position)
    return lines


def _nearest(lines: Sequence[float], position: float) -> int:
    right = bisect_left(lines, position)
    if right == 0:
        return 0
    left = right - 1
    return (
        left if right == len(lines) or position - lines[left] <= lines[right] - position else right
    )


def _row(cells: Sequence[PieceCell], row: int) -> list[PieceCell]:
    """The cells that touch a row, from left to right."""
    touching = [cell for cell in cells if cell.row <= row < cell.row + cell.row_span]
    return sorted(touching, key=lambda cell: cell.left)


def _without_repeated_header(upper: Piece, lower: Piece) -> Piece:
    repeated = 0
    while repeated < min(upper.rows, lower.rows - 1) and _is_same_header(upper, lower, repeated):
        repeated += 1
    if not repeated:
        return lower
    cells = tuple(
        cell._replace(row=cell.row - repeated) for cell in lower.cells if cell.row >= repeated
    )
    return replace(lower, rows=lower.rows - repeated, cells=cells)


def _is_same_header(upper: Piece, lower: Piece, row: int) -> bool:
    ours = [compact(cell.text) for cell in upper.cells if cell.row == row]
    theirs = [compact(cell.text) for cell in lower.cells if cell.row == row]
    return ours == theirs and any(ours) and not any(_VALUE.match(text) for text in ours)


def _is_second_half(last: Sequence[PieceCell], first: Sequence[PieceCell]) -> bool:
    """Whether a row was cut: the halves have the same columns and never both a value."""
    if not _same_columns(last, first) or len(first) < 2:
        return False
    texts = [compact(cell.text) for cell in first]
    if any(_ORDINAL.match(text) for text in texts):
        return False
    ours = [_VALUE.match(compact(cell.text)) is not None for cell in last]
    theirs = [_VALUE.match(text) is not None for text in texts]
    if any(ours):
        return not any(theirs)
    # Words above a value are its head, which the break has parted from its first row.
    headed = any(is_value and cell.text for cell, is_value in zip(last, theirs, strict=True))
    return any(theirs) and any(cell.text for cell in last) and not headed


def _same_columns(last: Sequence[PieceCell], first: Sequence[PieceCell]) -> bool:
    return len(last) == len(first) and all(
        abs(a.left - b.left) < _SAME_COLUMN and abs(a.right - b.right) < _SAME_COLUMN
        for a, b in zip(last, first, strict=True)
    )


def _cell_above(cells: Sequence[PieceCell], cell: PieceCell, bottom: int) -> int | None:
    """The cell that ends at the break right above this one, with the same sides."""
    for index, other in enumerate(cells):
        if (
            other.row + other.row_span == bottom
            and abs(other.left - cell.left) < _SAME_COLUMN
            and abs(other.right - cell.right) < _SAME_COLUMN
        ):
            return index
    return None


def _goes_on(above: PieceCell, below: PieceCell) -> bool:
    """Whether a merged cell at the break is one cell: at most one half has an own beginning."""
    if above.row_span == 1 and below.row_span == 1:
        return False
    if not below.text or not above.text:
        return True
    return _ORDINAL.match(compact(below.text)) is None and not _VALUE.match(compact(below.text))


def _merged(above: PieceCell, below: PieceCell) -> PieceCell:
    text = "\n".join(text for text in (above.text, below.text) if text)
    end = below.row + below.row_span
    # The half with the value is where a reader must look.
    place = above.place if above.text or not below.text else below.place
    return above._replace(row_span=max(end - above.row, above.row_span), text=text, place=place)
