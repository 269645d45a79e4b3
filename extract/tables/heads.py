"""What the heads of a table say about its columns: in a grid by place, in text by order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.forms import BlockDefinition, ColumnDefinition
from extract.tables.candidates import Candidate
from extract.tables.labels import best_similarity, fold
from extract.tables.source import Source
from extract.tables.tokens import Role, Token
from model.document import Table

_ALIKE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class GridHead:
    """The columns of a grid, or of tab-separated lines, that each column of the form covers."""

    ranges: tuple[tuple[int, int], ...]
    """First column and the one after the last, in the form's order of columns."""

    def column_at(self, start: int, end: int) -> int | None:
        """The form's column for a cell; None when the cell stands under none or under two."""
        for index, (first, last) in enumerate(self.ranges):
            if first <= start and end <= last:
                return index
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockHeads:
    """All that the heads of one block say."""

    grids: Mapping[int, GridHead]
    """By the line of a row's values."""
    tabs: GridHead | None
    line: tuple[int, ...] | None
    """The form's columns in the order in which text prints them."""


def find_heads(
    source: Source,
    block: BlockDefinition,
    rows: Sequence[Candidate],
    earlier: Sequence[Candidate],
    above: Sequence[Token],
) -> BlockHeads:
    """`earlier`: rows of the blocks before; `above`: the tokens between them and this block."""
    return BlockHeads(
        grids=_grid_heads(source, block, rows, earlier),
        tabs=read_tab_head(block, above),
        line=read_line_head(block, above),
    )


def _grid_heads(
    source: Source,
    block: BlockDefinition,
    rows: Sequence[Candidate],
    earlier: Sequence[Candidate],
) -> dict[int, GridHead]:
    """The head that holds for each line of values of a block, where a grid has one.

    A table that goes on after a page break rarely repeats its head: while the number of grid
    columns is the same, the head of the part before holds.
    """
    heads: dict[int, GridHead] = {}
    head: GridHead | None = None
    grid = -1
    floor = max((line for row in earlier for line in row.value_lines), default=-1)
    for row in rows:
        position = row.values[0].grid
        if position is None:
            continue
        line = row.value_lines[0]
        if position.block != grid:
            own = read_grid_head(block, _above(source, position.block, line, floor))
            head = own or (head if _same_columns(source, grid, position.block) else None)
            grid = position.block
        if head is not None:
            heads[line] = head
    return heads


def _above(source: Source, grid: int, line: int, floor: int) -> list[Token]:
    """The tokens of the grid's rows between the row at `floor` and the one at `line`."""
    above: list[Token] = []
    for number in range(line - 1, floor, -1):
        tokens = source.lines.get(number, ())
        if not tokens or tokens[0].block != grid:
            break
        above += tokens
    return above


def _same_columns(source: Source, before: int, after: int) -> bool:
    if before < 0:
        return False
    left, right = source.blocks[before], source.blocks[after]
    return isinstance(left, Table) and isinstance(right, Table) and left.columns == right.columns


def read_grid_head(block: BlockDefinition, above: Sequence[Token]) -> GridHead | None:
    """From the cells above a block's first row; None unless every column has a place of its own."""
    labels = [token for token in above if token.role is Role.LABEL and token.grid is not None]
    return _head(block, labels)


def read_tab_head(block: BlockDefinition, above: Sequence[Token]) -> GridHead | None:
    """The same for tab-separated lines; whether a row keeps to these columns is for it to show."""
    return _head(block, [t for t in above if t.role is Role.LABEL and t.grid is None])


def _head(block: BlockDefinition, labels: Sequence[Token]) -> GridHead | None:
    found = [_head_cell(column, labels) for column in block.columns]
    ranges = [
        (token.grid.column, token.grid.end) if token.grid else (token.part, token.part + 1)
        for token in found
        if token is not None
    ]
    if len(ranges) < len(block.columns) or _overlap(ranges):
        return None
    return GridHead(ranges=tuple(ranges))


def _head_cell(column: ColumnDefinition, labels: Sequence[Token]) -> Token | None:
    """The head cell that fits best: first by the groups above it, then by its own label."""
    best: Token | None = None
    best_fit = (-1, 0.0)
    for token in labels:
        alike = best_similarity(token.folded, column.labels)
        if alike < _ALIKE:
            continue
        groups = sum(_stands_under(token, group, labels) for group in column.groups)
        if (groups, alike) > best_fit:
            best, best_fit = token, (groups, alike)
    return best


def _stands_under(token: Token, group: str, labels: Sequence[Token]) -> bool:
    here = token.grid
    return here is not None and any(
        other.grid is not None
        and other.grid.row < here.row
        and other.grid.column <= here.column < other.grid.end
        and best_similarity(other.folded, (group,)) >= _ALIKE
        for other in labels
    )


def _overlap(ranges: Sequence[tuple[int, int]]) -> bool:
    ordered = sorted(ranges)
    return any(left[1] > right[0] for left, right in pairwise(ordered))


def read_line_head(block: BlockDefinition, above: Sequence[Token]) -> tuple[int, ...] | None:
    """The order of columns that the text above a block prints; None when it cannot be told.

    A head of two levels does not print its columns in their order, unless one line has them all.
    Fewer columns than the form's are believed only when nothing else stands in the head.
    """
    labels = [token for token in above if token.role is Role.LABEL]
    if any(column.groups for column in block.columns):
        lines = dict.fromkeys(token.line for token in labels)
        rows = [[token for token in labels if token.line == line] for line in lines]
        orders = [_order(block, row) for row in rows]
        complete = [order for order in orders if order and len(order) == len(block.columns)]
        return complete[-1] if complete else None
    order = _order(block, labels)
    if order and (len(order) == len(block.columns) or not _strangers(block, labels)):
        return order
    return None


def _order(block: BlockDefinition, labels: Sequence[Token]) -> tuple[int, ...] | None:
    columns = [column for token in labels if (column := _column_of(block, token)) is not None]
    return tuple(columns) if len(set(columns)) == len(columns) else None


def _column_of(block: BlockDefinition, token: Token) -> int | None:
    scores = [best_similarity(token.folded, column.labels) for column in block.columns]
    best = max(scores)
    return scores.index(best) if best >= _ALIKE and scores.count(best) == 1 else None


def _strangers(block: BlockDefinition, labels: Sequence[Token]) -> bool:
    """Whether something unknown stands among the labels of columns, perhaps a damaged one."""
    heads = "\n".join(fold(label) for label in block.head)
    named = [index for index, token in enumerate(labels) if _column_of(block, token) is not None]
    lines = {labels[index].line for index in range(named[0], named[-1] + 1)}
    return any(
        _column_of(block, token) is None and token.folded not in heads
        for index, token in enumerate(labels)
        if token.line in lines or named[0] < index
    )
