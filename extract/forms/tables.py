"""The tables of a form file: nested groups of columns and rows become flat definitions."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.forms.definition import BlockDefinition, ColumnDefinition, TableDefinition
from extract.forms.rows import NamedRow, headings_of, read_rows
from extract.forms.source import FormSource, Node
from model.form import MeasureDefinition, ValueType

_TABLE = {"id", "blocks"}
_BLOCK = {"head", "type", "unit", "columns", "rows"}
_COLUMN = {"id", "name", "labels", "type", "unit"}
_COLUMN_GROUP = {"group", "id", "name", "columns"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedColumn:
    definition: ColumnDefinition
    name: str
    """For people: 自然人, 行政复议 / 结果维持."""
    group_id: str | None
    """Id of the innermost group that has one: `litigation_direct`."""
    type: ValueType
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBlock:
    columns: tuple[NamedColumn, ...]
    rows: tuple[NamedRow, ...]
    definition: BlockDefinition

    def measures(self, *, optional: bool) -> Iterator[MeasureDefinition]:
        """Definitions of the cells of statutory or of optional rows, row by row."""
        for row in self.rows:
            if row.definition.optional != optional:
                continue
            for cell, column in zip(row.definition.cells, self.columns, strict=True):
                yield MeasureDefinition(
                    id=cell,
                    label=" / ".join(part for part in (row.name, column.name) if part),
                    type=row.type or column.type,
                    unit=row.definition.unit or column.unit,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTable:
    definition: TableDefinition
    blocks: tuple[ParsedBlock, ...]


def parse_table(source: FormSource, value: object, where: str) -> ParsedTable:
    node = source.mapping(value, where)
    source.known_keys(node, _TABLE, where)
    table_id = source.text(node, "id", where)
    blocks = tuple(
        _parse_block(source, block, f"{where}.blocks[{index}]")
        for index, block in enumerate(source.sequence(node, "blocks", where))
    )
    if not blocks:
        source.report(f"{where}.blocks", "表中没有任何内容", "the table has no blocks")
    definition = TableDefinition(id=table_id, blocks=tuple(block.definition for block in blocks))
    return ParsedTable(definition=definition, blocks=blocks)


def _parse_block(source: FormSource, value: object, where: str) -> ParsedBlock:
    node = source.mapping(value, where)
    source.known_keys(node, _BLOCK, where)
    columns = tuple(_columns(source, node, node, where, ()))
    rows = tuple(read_rows(source, node, where, tuple(column.definition.id for column in columns)))
    if not columns or not rows:
        source.report(where, "缺少列或行", "has no columns or no rows")
    definition = BlockDefinition(
        head=source.texts(node, "head", where),
        columns=tuple(column.definition for column in columns),
        rows=tuple(row.definition for row in rows),
        headings=headings_of(node),
    )
    return ParsedBlock(columns=columns, rows=rows, definition=definition)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    label: str
    id: str | None
    name: str


def _columns(
    source: FormSource, block: Node, node: Node, where: str, groups: tuple[_Group, ...]
) -> Iterator[NamedColumn]:
    for index, value in enumerate(source.sequence(node, "columns", where)):
        here = f"{where}.columns[{index}]"
        column = source.mapping(value, here)
        if "group" in column:
            source.known_keys(column, _COLUMN_GROUP, here)
            label = source.text(column, "group", here)
            group = _Group(
                label=label,
                id=source.optional(column, "id", here),
                name=source.text(column, "name", here, default=label),
            )
            yield from _columns(source, block, column, here, (*groups, group))
        else:
            source.known_keys(column, _COLUMN, here)
            yield _column(source, block, column, here, groups)


def _column(
    source: FormSource, block: Node, node: Node, where: str, groups: tuple[_Group, ...]
) -> NamedColumn:
    labels = source.texts(node, "labels", where)
    if not labels:
        source.report(f"{where}.labels", "列必须有标签", "a column needs a label")
    named = [group for group in groups if group.id]
    parts = [group.id for group in named if group.id] + [source.text(node, "id", where)]
    names = [group.name for group in named]
    names.append(source.text(node, "name", where, default=next(iter(labels), "?")))
    return NamedColumn(
        definition=ColumnDefinition(
            id=".".join(parts), labels=labels, groups=tuple(group.label for group in groups)
        ),
        name=" / ".join(names),
        group_id=named[-1].id if named else None,
        type=source.value_type(node, where) or source.value_type(block, where) or ValueType.COUNT,
        unit=source.optional(node, "unit", where) or source.optional(block, "unit", where),
    )
