"""pdfplumber's way from drawn lines to tables, with its arithmetic, indexed.

The steps and tolerances are those of pdfplumber 0.11's `TableFinder` with its default settings, and
the result equals it (a test compares the two). The original compares all pairs of lines and of
points, which takes minutes on a page with a dense grid; here points know their row and column.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.readers.geometry import Stroke

_TOLERANCE = 3
"""To snap, to join and to intersect, in points."""
_SHORTEST = 1
_SHORTEST_JOINED = 3
_MOST_CORNERS = 2_000_000
"""Corners tried on one page; a drawing made to cost time has no end of them."""

Cell = tuple[float, float, float, float]
"""x0, top, x1, bottom."""
_Point = tuple[float, float]


class TooManyCorners(Exception):
    """The drawing is no form; finding its cells would take too long."""


@dataclass(slots=True)
class _Crossing:
    """The lines that meet in a point, as bits: numbers within its column and its row."""

    vertical: int = 0
    horizontal: int = 0


def find_tables(horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> list[list[Cell]]:
    """The cells of each table, tables from top to bottom. Raises TooManyCorners."""
    crossings = _crossings(_merged(horizontal), _merged(vertical))
    return _tables(_cells(crossings))


def _merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Snapped to the mean of their neighbours, and joined along one line."""
    snapped = _snapped([stroke for stroke in strokes if stroke.end - stroke.start >= _SHORTEST])
    snapped.sort(key=lambda stroke: stroke.at)
    joined = (
        part
        for _, group in groupby(snapped, key=lambda stroke: stroke.at)
        for part in _joined(group)
    )
    return [stroke for stroke in joined if stroke.end - stroke.start >= _SHORTEST_JOINED]


def _snapped(strokes: Sequence[Stroke]) -> list[Stroke]:
    number: dict[float, int] = {}
    last: float | None = None
    for at in sorted({stroke.at for stroke in strokes}):
        starts = last is None or at > last + _TOLERANCE
        number[at] = (number[last] if last is not None else -1) + starts
        last = at
    clusters: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        clusters[number[stroke.at]].append(stroke)
    snapped: list[Stroke] = []
    for _, cluster in sorted(clusters.items()):
        mean = sum(stroke.at for stroke in cluster) / len(cluster)
        # Not simply the mean: the original moves by the difference, which rounds differently.
        snapped.extend(stroke._replace(at=stroke.at + (mean - stroke.at)) for stroke in cluster)
    return snapped


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    joined: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.start):
        if not joined or stroke.start > joined[-1].end + _TOLERANCE:
            joined.append(stroke)
        elif stroke.end > joined[-1].end:
            joined[-1] = joined[-1]._replace(end=stroke.end)
    return joined


def _crossings(horizontal: list[Stroke], vertical: list[Stroke]) -> dict[_Point, _Crossing]:
    """Every point where lines meet, nearly."""
    horizontal.sort()
    vertical.sort()
    heights = [stroke.at for stroke in horizontal]
    bits_across, bits_down = _bits(horizontal), _bits(vertical)
    crossings: dict[_Point, _Crossing] = {}
    for number, (x, top, bottom) in enumerate(vertical):
        # One tolerance more than needed, so that rounding decides in the comparison below only.
        first = bisect_left(heights, top - 2 * _TOLERANCE)
        beyond = bisect_right(heights, bottom + 2 * _TOLERANCE)
        for index in range(first, beyond):
            y, left, right = horizontal[index]
            if (
                top <= y + _TOLERANCE
                and bottom >= y - _TOLERANCE
                and x >= left - _TOLERANCE
                and x <= right + _TOLERANCE
            ):
                crossing = crossings.get((x, y))
                if crossing is None:
                    crossing = crossings[x, y] = _Crossing()
                crossing.vertical |= bits_down[number]
                crossing.horizontal |= bits_across[index]
    return crossings


def _bits(ordered: Sequence[Stroke]) -> list[int]:
    """For each line a bit of its own among those at the same position."""
    bits: list[int] = []
    for _, group in groupby(ordered, key=lambda stroke: stroke.at):
        bits.extend(1 << index for index, _ in enumerate(group))
    return bits


def _cells(crossings: Mapping[_Point, _Crossing]) -> Iterator[Cell]:
    """For each point the smallest rectangle of lines of which it is the top left corner."""
    points = sorted(crossings)
    in_column: dict[float, list[float]] = defaultdict(list)
    in_row: dict[float, list[float]] = defaultdict(list)
    for x, y in points:
        in_column[x].append(y)
        in_row[y].append(x)
    tried = 0
    for x, y in points:
        column, row = in_column[x], in_row[y]
        below = column[bisect_right(column, y) :]
        right = row[bisect_right(row, x) :]
        bottom, end, count = _opposite(crossings, (x, y), below, right)
        tried += count
        if tried > _MOST_CORNERS:
            raise TooManyCorners
        if bottom is not None and end is not None:
            yield x, y, end, bottom


def _opposite(
    crossings: Mapping[_Point, _Crossing],
    corner: _Point,
    below: Sequence[float],
    right: Sequence[float],
) -> tuple[float | None, float | None, int]:
    """Bottom and right side of the first rectangle that closes, and how many corners were tried."""
    x, y = corner
    here = crossings[corner]
    tried = 0
    for bottom in below:
        tried += 1
        beneath = crossings[x, bottom]
        if not beneath.vertical & here.vertical:
            continue
        for end in right:
            tried += 1
            beside = crossings[end, y]
            if not beside.horizontal & here.horizontal:
                continue
            last = crossings.get((end, bottom))
            if (
                last is not None
                and last.vertical & beside.vertical
                and last.horizontal & beneath.horizontal
            ):
                return bottom, end, tried
    return None, None, tried


def _tables(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Cells that share a corner belong together; one cell alone is no table."""
    tables: dict[int, list[Cell]] = {}
    table_at: dict[_Point, int] = {}
    for number, cell in enumerate(cells):
        corners = _corners(cell)
        touched = {table_at[corner] for corner in corners if corner in table_at}
        keeper = max(touched, key=lambda table: len(tables[table]), default=number)
        tables.setdefault(keeper, []).append(cell)
        for corner in corners:
            table_at[corner] = keeper
        for other in touched - {keeper}:
            moved = tables.pop(other)
            tables[keeper].extend(moved)
            table_at.update((corner, keeper) for cell in moved for corner in _corners(cell))
    groups = [group for group in tables.values() if len(group) > 1]
    return sorted(groups, key=lambda group: min((top, x0) for x0, top, _, _ in group))


def _corners(cell: Cell) -> tuple[_Point, _Point, _Point, _Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)
