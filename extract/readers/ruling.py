"""Drawn lines to cells: strokes → grid lines → closed borders → areas → rectangles → tables.

The plane is cut along all grid lines into fields; fields with no ruling between them are one area;
an area that is a rectangle ruled on all sides is a cell. Time grows with the number of fields.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from extract.readers.geometry import Stroke

# Lines closer than this are one: borders are drawn twice, and in pieces.
_SNAP = 3.0
# More fields than any page of a report has; beyond it the drawing is no form.
_MOST_FIELDS = 250_000
# Closing borders compares the ends of all pieces; a dashed pattern has thousands.
_MOST_PIECES = 3000

_Placed = TypeVar("_Placed", bound=tuple[float, ...])
Segments = dict[float, list[tuple[float, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledCell:
    """A cell's place in the grid lines of its page; ends are exclusive."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """All cells of a page: grid line positions, and tables as groups of touching cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    tables: tuple[tuple[RuledCell, ...], ...]


def find_cells(horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> Ruling | None:
    """The cells that the lines of a page enclose. None if the drawing has too many lines."""
    rows, columns = _merged(horizontal), _merged(vertical)
    if len(rows) * len(columns) > _MOST_FIELDS or _pieces(rows) + _pieces(columns) > _MOST_PIECES:
        return None
    columns = _merged([*_strokes(columns), *_missing_ends(rows, columns)])
    rows = _merged([*_strokes(rows), *_missing_ends(columns, rows)])
    xs, ys = tuple(sorted(columns)), tuple(sorted(rows))
    if len(xs) < 2 or len(ys) < 2:
        return Ruling(xs=xs, ys=ys, tables=())
    walls = {at: _covered(segments, ys) for at, segments in columns.items()}
    floors = {at: _covered(segments, xs) for at, segments in rows.items()}
    vertical_walls = [walls[x] for x in xs]
    horizontal_floors = [floors[y] for y in ys]
    cells = list(_rectangles(vertical_walls, horizontal_floors))
    return Ruling(xs=xs, ys=ys, tables=tuple(_groups(cells)))


def _pieces(segments: Segments) -> int:
    return sum(len(pieces) for pieces in segments.values())


def _merged(strokes: Iterable[Stroke]) -> Segments:
    """Strokes snapped to shared positions, and pieces on one line joined."""
    merged: Segments = {}
    for group in _clusters(sorted(strokes)):
        at = sum(stroke.at for stroke in group) / len(group)
        pieces: list[tuple[float, float]] = []
        for _, start, end in sorted(group, key=lambda stroke: stroke.start):
            if pieces and start <= pieces[-1][1] + _SNAP:
                pieces[-1] = (pieces[-1][0], max(pieces[-1][1], end))
            else:
                pieces.append((start, end))
        merged[at] = pieces
    return merged


def _clusters(ordered: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    """Groups of what stands at nearly one position, the first value of each."""
    group: list[_Placed] = []
    for item in ordered:
        if group and item[0] - group[-1][0] > _SNAP:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _strokes(segments: Segments) -> Iterator[Stroke]:
    for at, pieces in segments.items():
        for start, end in pieces:
            yield Stroke(at, start, end)


def _missing_ends(lines: Segments, crossing: Segments) -> Iterator[Stroke]:
    """Borders that were not drawn: where neighbouring lines of a table end at one position.

    Tables are printed with open sides, and a row cut by a page's end has no line there. Lines that
    no ruling crosses (underlines) enclose nothing.
    """
    for is_end in (False, True):
        ends = sorted(
            (end if is_end else start, at, start, end)
            for at, pieces in lines.items()
            for start, end in pieces
        )
        for group in _clusters(ends):
            position = sum(end[0] for end in group) / len(group)
            by_height = sorted((at, start, end) for _, at, start, end in group)
            for (first, start, end), (second, other_start, other_end) in pairwise(by_height):
                inner = (
                    (max(start, other_start), position - 2 * _SNAP)
                    if is_end
                    else (position + 2 * _SNAP, min(end, other_end))
                )
                if not _passes(lines, position, (first, second)) and _is_crossed(
                    crossing, inner, (first, second)
                ):
                    yield Stroke(position, first, second)


def _passes(lines: Segments, position: float, between: tuple[float, float]) -> bool:
    """Whether a line between the two runs through the position: then it is no outer border."""
    return any(
        between[0] < at < between[1]
        and any(start < position - _SNAP and end > position + _SNAP for start, end in pieces)
        for at, pieces in lines.items()
    )


def _is_crossed(crossing: Segments, inner: tuple[float, float], lines: tuple[float, float]) -> bool:
    """Whether a ruling within the given range runs from the first line to the second."""
    first, second = lines
    return any(
        inner[0] - _SNAP < at < inner[1] + _SNAP
        and any(start <= first + _SNAP and end >= second - _SNAP for start, end in pieces)
        for at, pieces in crossing.items()
    )


def _covered(pieces: list[tuple[float, float]], positions: tuple[float, ...]) -> list[bool]:
    """For each step between neighbouring positions: is the line drawn there?"""
    return [
        any(start <= low + _SNAP and end >= high - _SNAP for start, end in pieces)
        for low, high in pairwise(positions)
    ]


def _rectangles(walls: list[list[bool]], floors: list[list[bool]]) -> Iterator[RuledCell]:
    columns, rows = len(walls) - 1, len(floors) - 1
    seen = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if not seen[row][column]:
                cell = _area(row, column, walls, floors, seen)
                if cell is not None:
                    yield cell


def _area(
    row: int, column: int, walls: list[list[bool]], floors: list[list[bool]], seen: list[list[bool]]
) -> RuledCell | None:
    """Floods the area of a field; the cell it is, if it is a closed rectangle."""
    columns, rows = len(walls) - 1, len(floors) - 1
    todo, size, leaks = [(row, column)], 0, False
    seen[row][column] = True
    left, right, top, bottom = column, column, row, row
    while todo:
        y, x = todo.pop()
        size += 1
        left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
        for dy, dx, ruled in (
            (0, -1, walls[x][y]),
            (0, 1, walls[x + 1][y]),
            (-1, 0, floors[y][x]),
            (1, 0, floors[y + 1][x]),
        ):
            if ruled:
                continue
            near_y, near_x = y + dy, x + dx
            if not (0 <= near_y < rows and 0 <= near_x < columns):
                leaks = True
            elif not seen[near_y][near_x]:
                seen[near_y][near_x] = True
                todo.append((near_y, near_x))
    if leaks or size != (right - left + 1) * (bottom - top + 1):
        return None
    return RuledCell(left=left, top=top, right=right + 1, bottom=bottom + 1)


def _groups(cells: list[RuledCell]) -> Iterator[tuple[RuledCell, ...]]:
    """Cells that share a side belong to one table."""
    owner: dict[tuple[int, int], int] = {}
    for index, cell in enumerate(cells):
        for y in range(cell.top, cell.bottom):
            for x in range(cell.left, cell.right):
                owner[y, x] = index
    parents = list(range(len(cells)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for (y, x), index in owner.items():
        for neighbour in ((y, x + 1), (y + 1, x)):
            if neighbour in owner:
                parents[root(owner[neighbour])] = root(index)
    groups: dict[int, list[RuledCell]] = defaultdict(list)
    for index, cell in enumerate(cells):
        groups[root(index)].append(cell)
    for group in groups.values():
        yield tuple(sorted(group, key=lambda cell: (cell.top, cell.left)))
