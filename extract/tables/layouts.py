"""The ways in which reports lay out one table: as the order has it, or turned on its side.

Only table 4 is seen turned: a single row of numbers under a head of two levels does not fit a
narrow page. Its heads then stand at the left, with the outcomes above (three rows of five numbers)
or at the left as well (fifteen rows of one).
"""

from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from extract.forms import BlockDefinition, ColumnDefinition, RowDefinition, TableDefinition

_NUMBER = ColumnDefinition(id="number", labels=("数量", "数量（件）", "件数", "统计数", "合计"))


@lru_cache(maxsize=64)
def layouts(table: TableDefinition) -> tuple[TableDefinition, ...]:
    """The order's own first. All have the same cells."""
    if len(table.blocks) != 1 or len(table.blocks[0].rows) != 1 or table.blocks[0].rows[0].labels:
        return (table,)
    (block,) = table.blocks
    turned = [_groups_as_rows(block), _columns_as_rows(block)]
    return table, *(replace(table, blocks=(other,)) for other in turned if other is not None)


def _groups_as_rows(block: BlockDefinition) -> BlockDefinition | None:
    cells = block.rows[0].cells
    columns = list(zip(block.columns, cells, strict=True))
    groups = [list(members) for _, members in groupby(columns, key=lambda one: one[0].groups)]
    outcomes = [tuple(column.labels for column, _ in members) for members in groups]
    if len(set(outcomes)) > 1 or not groups[0][0][0].groups:
        return None
    rows = tuple(
        RowDefinition(
            id=members[0][1].rpartition(".")[0],
            labels=(members[0][0].groups[-1],),
            groups=members[0][0].groups[:-1],
            cells=tuple(cell for _, cell in members),
        )
        for members in groups
    )
    heads = tuple(
        ColumnDefinition(id=column.id.rpartition(".")[2], labels=column.labels)
        for column, _ in groups[0]
    )
    return BlockDefinition(head=block.head, columns=heads, rows=rows)


def _columns_as_rows(block: BlockDefinition) -> BlockDefinition:
    return BlockDefinition(
        head=block.head,
        columns=(_NUMBER,),
        rows=tuple(
            RowDefinition(id=cell, labels=column.labels, groups=column.groups, cells=(cell,))
            for column, cell in zip(block.columns, block.rows[0].cells, strict=True)
        ),
    )
