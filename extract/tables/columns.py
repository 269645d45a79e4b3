"""Which value of a row belongs to which column: step six.

Two views of a grid: the count of its cells, and their places under the head. Text has the count
and, where a head is readable, its order. What neither view settles is left for the form's sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.forms import RowDefinition
from extract.tables.candidates import Candidate
from extract.tables.doubts import Doubt
from extract.tables.heads import BlockHeads, GridHead
from extract.tables.tokens import Role, Token

# Beyond two lost values there are too many ways to place the rest.
_MOST_MISSING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    row: RowDefinition
    cells: tuple[Token | None, ...]
    """One for each column of the form; None where no value is known to stand."""
    loose: tuple[Token, ...] = ()
    """Values, in order, whose columns are not known. Then all of `cells` are None."""
    doubt: Doubt | None = None
    unit: str | None = None
    """As printed in the table's column of units or behind the label."""
    scattered: bool = False
    """Its values stand on several lines of text: with a stray one, a lost one does not show."""


def read_row(
    candidate: Candidate,
    row_tokens: Sequence[Token],
    *,
    heads: BlockHeads,
    doubt: Doubt | None,
    unit: str | None = None,
) -> RowReading:
    """`row_tokens`: all tokens of the lines that hold the row's values, blanks included."""
    read = _read_row(candidate, row_tokens, heads=heads, doubt=doubt)
    scattered = len(candidate.value_lines) > 1 and candidate.values[0].grid is None
    return replace(read, unit=unit, scattered=scattered)


def _read_row(
    candidate: Candidate,
    row_tokens: Sequence[Token],
    *,
    heads: BlockHeads,
    doubt: Doubt | None,
) -> RowReading:
    row, width = candidate.target.row, candidate.target.width
    zone = _value_zone(row_tokens)
    grid_head = heads.grids.get(candidate.value_lines[0])
    by_count = _by_count(candidate, zone, None if grid_head else heads.line)
    by_head = _by_head(zone, grid_head, width) if grid_head else _by_tabs(candidate, heads.tabs)
    is_whole = by_head is not None and None not in by_head
    if by_head and by_count and by_head != by_count and not is_whole:
        return RowReading(
            row=row,
            cells=tuple(
                left if left == right else None
                for left, right in zip(by_count, by_head, strict=True)
            ),
            doubt=doubt or Doubt.VIEWS_DISAGREE,
        )
    cells = by_head or by_count
    if cells is not None:
        return RowReading(row=row, cells=cells, doubt=doubt)
    loose = candidate.values if 0 < width - len(candidate.values) <= _MOST_MISSING else ()
    if any(token.role is not Role.VALUE for token in loose):
        loose = ()
    return RowReading(row=row, cells=(None,) * width, loose=loose, doubt=doubt)


def _by_tabs(candidate: Candidate, head: GridHead | None) -> tuple[Token | None, ...] | None:
    """Only for rows that stand under the head cell for cell: tabs are often lost."""
    if head is None or any(token.role is Role.BLANK for token in candidate.values):
        return None
    columns = [head.column_at(token.part, token.part + 1) for token in candidate.values]
    if len(columns) != candidate.target.width or set(columns) != set(range(len(columns))):
        return None
    placed = dict(zip(columns, candidate.values, strict=True))
    return tuple(placed[column] for column in range(len(columns)))


def _value_zone(row_tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The cells of a grid row at the right of its label; empty when the row takes two lines."""
    if not row_tokens or any(token.grid is None for token in row_tokens):
        return ()
    if len({token.line for token in row_tokens}) > 1:
        return ()
    labels = [index for index, token in enumerate(row_tokens) if token.role is Role.LABEL]
    return tuple(row_tokens[labels[-1] + 1 if labels else 0 :])


def _by_count(
    candidate: Candidate, zone: tuple[Token, ...], order: tuple[int, ...] | None
) -> tuple[Token | None, ...] | None:
    width, values = candidate.target.width, candidate.values
    if zone and (len(zone) == width or all(token.role is Role.BLANK for token in zone)):
        return zone[:width] if len(zone) >= width else None
    if any(token.role is Role.BLANK for token in values):
        return None
    if order is None:
        return tuple(values) if len(values) == width else None
    if len(values) != len(order):
        return None
    cells: list[Token | None] = [None] * width
    for column, token in zip(order, values, strict=True):
        cells[column] = token
    return tuple(cells)


def _by_head(
    zone: tuple[Token, ...], head: GridHead, width: int
) -> tuple[Token | None, ...] | None:
    cells: list[Token | None] = [None] * width
    for token in zone:
        column = head.column_at(token.grid.column, token.grid.end) if token.grid else None
        if column is None or cells[column] is not None:
            if token.role is Role.BLANK:
                continue
            return None
        cells[column] = token
    return tuple(cells) if any(cells) else None
