"""Drawn lines to cells: shared positions, closed borders, then pdfplumber's table algorithm."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from extract.readers.geometry import Stroke
from extract.readers.table_finder import Cell, TooManyCorners, find_tables

# Lines closer than this are one: borders are drawn twice, and in pieces.
_SNAP = 3.0
# More fields than any page of a report has; beyond it the drawing is no form.
_MOST_FIELDS = 250_000
# Closing borders compares the ends of all pieces; a dashed pattern has thousands.
_MOST_PIECES = 3000

_Placed = TypeVar("_Placed", bound=tuple[float, ...])
Segments = dict[float, list[tuple[float, float]]]


class RuledCell(NamedTuple):
    """A cell's place in the grid lines of its page; ends are exclusive."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """All cells of a page: grid line positions; tables from top to bottom."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    tables: tuple[tuple[RuledCell, ...], ...]


def find_cells(horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> Ruling | None:
    """The cells that the lines of a page enclose. None if the drawing has too many lines."""
    rows, columns = _merged(horizontal), _merged(vertical)
    if len(rows) * len(columns) > _MOST_FIELDS or _pieces(rows) + _pieces(columns) > _MOST_PIECES:
        return None
    sides = _merged(_missing_ends(rows, columns))
    cut = _cut_sides(sides, columns)
    columns = _merged([*_strokes(columns), *_strokes(sides), *cut])
    rows = _merged([*_strokes(rows), *_missing_ends(columns, rows)])
    try:
        tables = find_tables(list(_strokes(rows)), list(_strokes(columns)))
    except TooManyCorners:
        return None
    return _ruling(tables)


def _ruling(tables: Sequence[Sequence[Cell]]) -> Ruling:
    """The same cells by the numbers of their grid lines."""
    cells = [cell for table in tables for cell in table]
    xs = tuple(sorted({x for x0, _, x1, _ in cells for x in (x0, x1)}))
    ys = tuple(sorted({y for _, top, _, bottom in cells for y in (top, bottom)}))
    column = {x: number for number, x in enumerate(xs)}
    row = {y: number for number, y in enumerate(ys)}
    numbered = (
        [RuledCell(column[x0], row[top], column[x1], row[bottom]) for x0, top, x1, bottom in table]
        for table in tables
    )
    by_row = (sorted(table, key=lambda cell: (cell.top, cell.left)) for table in numbered)
    return Ruling(xs=xs, ys=ys, tables=tuple(map(tuple, by_row)))


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
    heights, places = sorted(lines), sorted(crossing)
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
                between = _within(lines, heights, first, second)
                rulings = _within(crossing, places, inner[0] - _SNAP, inner[1] + _SNAP)
                if not _passes(between, position) and _is_crossed(rulings, first, second):
                    yield Stroke(position, first, second)


def _within(
    segments: Segments, positions: Sequence[float], low: float, high: float
) -> Iterator[tuple[float, float]]:
    """The pieces of the lines that stand between two positions, given all positions in order."""
    inside = positions[bisect_right(positions, low) : bisect_left(positions, high)]
    return chain.from_iterable(segments[at] for at in inside)


def _passes(between: Iterable[tuple[float, float]], position: float) -> bool:
    """Whether a line between two others runs through the position: then it is no outer border."""
    return any(start < position - _SNAP and end > position + _SNAP for start, end in between)


def _is_crossed(rulings: Iterable[tuple[float, float]], first: float, second: float) -> bool:
    """Whether a ruling runs from the first line to the second."""
    return any(start <= first + _SNAP and end >= second - _SNAP for start, end in rulings)


def _cut_sides(sides: Segments, drawn: Segments) -> Iterator[Stroke]:
    """What open sides lack where a page's end cuts a row. No line is drawn there that could end at
    them, but the rulings within the table go on, at least two of them equally far.
    """
    rulings = [(at, start, end) for at, pieces in drawn.items() for start, end in pieces]
    for side, pieces in sides.items():
        for edge, is_end in ((edge, edge != piece[0]) for piece in pieces for edge in piece):
            beside = [one for one in rulings if one[1] - _SNAP <= edge <= one[2] + _SNAP]
            nearest = min(beside, key=lambda one: abs(one[0] - side), default=None)
            if nearest is None:
                continue
            reach = nearest[2] if is_end else nearest[1]
            equal = sum(abs((one[2] if is_end else one[1]) - reach) <= _SNAP for one in beside)
            if abs(reach - edge) > 2 * _SNAP and equal > 1:
                yield Stroke(side, min(edge, reach), max(edge, reach))
