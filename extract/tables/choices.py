"""Rows with too few values: which column is missing? Step seven, the only one that uses sums.

Neighbouring rows that lost the same number of values lost them in the same columns: a converter
dropped a column. Every way to place the values is tried against the form's own sums. A number that
keeps its column in every way that fits is read; a value that the sums force in all of them is
inferred; the rest stays absent. No number is ever changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from extract.tables.columns import RowReading
from extract.tables.doubts import Doubt
from extract.tables.tokens import Token
from model.form import Identity
from model.ids import MeasureId

Numbers = dict[MeasureId, int | Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    rows: tuple[RowReading, ...]
    inferred: Mapping[MeasureId, int | Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One way to place the values of a run of rows that agrees with the sums."""

    cells: tuple[tuple[Token | None, ...], ...]
    numbers: Numbers
    """Placed values, and values that the sums then force."""


def settle(rows: Sequence[RowReading], identities: Sequence[Identity]) -> Settled:
    """Place the loose values of `rows`, which are in the form's order."""
    known = _numbers((row, row.cells) for row in rows)
    settled = list(rows)
    inferred: Numbers = {}
    for start, end in _runs(rows):
        ways = list(_ways(rows[start:end], known, identities))
        for index in range(start, end):
            settled[index] = _agreed(rows[index], [way.cells[index - start] for way in ways])
        inferred |= _forced(settled[start:end], ways)
    return Settled(rows=tuple(settled), inferred=inferred)


def _numbers(
    rows: Iterator[tuple[RowReading, tuple[Token | None, ...]]],
) -> Numbers:
    return {
        cell: token.value.number
        for row, tokens in rows
        for cell, token in zip(row.row.cells, tokens, strict=True)
        if token is not None and token.value is not None and token.value.number is not None
    }


def _runs(rows: Sequence[RowReading]) -> Iterator[tuple[int, int]]:
    """Stretches of rows that lost the same number of values."""
    start = 0
    while start < len(rows):
        end = start + 1
        shape = (len(rows[start].loose), len(rows[start].cells))
        while end < len(rows) and (len(rows[end].loose), len(rows[end].cells)) == shape:
            end += 1
        if rows[start].loose:
            yield start, end
        start = end


def _ways(
    rows: Sequence[RowReading], known: Numbers, identities: Sequence[Identity]
) -> Iterator[_Way]:
    width, values = len(rows[0].cells), len(rows[0].loose)
    own = {cell for row in rows for cell in row.row.cells}
    touched = [i for i in identities if own & {*i.left, *i.right}]
    for columns in combinations(range(width), values):
        cells = tuple(_place(row.loose, columns, width) for row in rows)
        placed = _numbers(zip(rows, cells, strict=True))
        numbers = _complete(known | placed, touched)
        if numbers is not None:
            added = {cell: numbers[cell] for cell in own if cell in numbers}
            yield _Way(cells=cells, numbers=added)


def _place(values: Sequence[Token], columns: Sequence[int], width: int) -> tuple[Token | None, ...]:
    cells: list[Token | None] = [None] * width
    for column, token in zip(columns, values, strict=True):
        cells[column] = token
    return tuple(cells)


def _complete(numbers: Numbers, identities: Sequence[Identity]) -> Numbers | None:
    """With everything that the sums force, counts being at least 0; None on a contradiction."""
    complete = dict(numbers)
    changed = True
    while changed:
        changed = False
        for identity in identities:
            forced = _solve(identity, complete)
            if forced is None:
                return None
            changed = changed or bool(forced)
            complete |= forced
    return complete


def _solve(identity: Identity, numbers: Numbers) -> Numbers | None:
    """What one equality forces; None when it cannot hold."""
    open_left = [cell for cell in identity.left if cell not in numbers]
    open_right = [cell for cell in identity.right if cell not in numbers]
    if open_left and open_right:
        return {}
    rest = sum(numbers.get(cell, 0) for cell in identity.right) - sum(
        numbers.get(cell, 0) for cell in identity.left
    )
    if open_right:
        rest = -rest
    unknown = open_left or open_right
    if not unknown:
        return {} if rest == 0 else None
    if rest < 0:
        return None
    if rest == 0 or len(unknown) == 1:
        return dict.fromkeys(unknown, rest)
    return {}


def _agreed(row: RowReading, ways: Sequence[tuple[Token | None, ...]]) -> RowReading:
    """The row with the cells that hold the same value in every way."""
    if not ways:
        return replace(row, loose=())
    cells = tuple(
        choices[0] if all(token is choices[0] for token in choices) else None
        for choices in zip(*ways, strict=True)
    )
    return replace(row, cells=cells, loose=(), doubt=row.doubt or Doubt.COLUMNS_BY_SUMS)


def _forced(rows: Sequence[RowReading], ways: Sequence[_Way]) -> Numbers:
    forced: Numbers = {}
    for row in rows:
        for cell, token in zip(row.row.cells, row.cells, strict=True):
            found = {way.numbers.get(cell) for way in ways}
            if token is None and len(found) == 1:
                number = found.pop()
                if number is not None:
                    forced[cell] = number
    return forced
