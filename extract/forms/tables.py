"""The tables of a form file: nested groups of columns and rows become flat definitions."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.forms.definition import (
    BlockDefinition,
    ColumnDefinition,
    RowDefinition,
    TableDefinition,
)
from extract.forms.source import FormSource, Node
from model.form import MeasureDefinition, ValueType
from model.ids import MeasureId

_TABLE = {"id", "blocks"}
_BLOCK = {"head", "type", "unit", "columns", "rows"}
_COLUMN = {"id", "name", "labels", "type", "unit"}
_COLUMN_GROUP = {"group", "id", "name", "columns"}
_ROW = {"id", "name", "labels"}
_ROW_GROUP = {"group", "merged_as", "merged_labels", "rows"}


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
class NamedRow:
    definition: RowDefinition
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBlock:
    columns: tuple[NamedColumn, ...]
    rows: tuple[NamedRow, ...]
    definition: BlockDefinition

    def measures(self, *, merged: bool) -> Iterator[MeasureDefinition]:
        """Definitions of the cells of ordinary or of merged rows, row by row."""
        for row in self.rows:
            if bool(row.definition.merges) != merged:
                continue
            for cell, column in zip(row.definition.cells, self.columns, strict=True):
                label = " / ".join(part for part in (row.name, column.name) if part)
                yield MeasureDefinition(id=cell, label=label, type=column.type, unit=column.unit)


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
    rows = tuple(_rows(source, node, where, (), tuple(column.definition.id for column in columns)))
    if not columns or not rows:
        source.report(where, "缺少列或行", "has no columns or no rows")
    definition = BlockDefinition(
        head=source.texts(node, "head", where),
        columns=tuple(column.definition for column in columns),
        rows=tuple(row.definition for row in rows),
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
        type=_value_type(source, node, block, where),
        unit=source.optional(node, "unit", where) or source.optional(block, "unit", where),
    )


def _value_type(source: FormSource, node: Node, block: Node, where: str) -> ValueType:
    printed = source.optional(node, "type", where) or source.optional(block, "type", where)
    try:
        return ValueType(printed or ValueType.COUNT)
    except ValueError:
        known = ", ".join(ValueType)
        source.report(f"{where}.type", f"应为 {known} 之一", f"must be one of {known}")
        return ValueType.COUNT


def _rows(
    source: FormSource, node: Node, where: str, groups: tuple[str, ...], columns: tuple[str, ...]
) -> Iterator[NamedRow]:
    for index, value in enumerate(source.sequence(node, "rows", where)):
        here = f"{where}.rows[{index}]"
        row = source.mapping(value, here)
        if "group" in row:
            source.known_keys(row, _ROW_GROUP, here)
            label = source.text(row, "group", here)
            inner = tuple(_rows(source, row, here, (*groups, label), columns))
            if "merged_as" in row:
                yield _merged_row(source, row, here, groups, inner, columns)
            yield from inner
        else:
            source.known_keys(row, _ROW, here)
            row_id = source.text(row, "id", here)
            labels = source.texts(row, "labels", here)
            name = source.optional(row, "name", here) or _plain(next(iter(labels), ""))
            yield NamedRow(
                definition=RowDefinition(
                    id=row_id, labels=labels, groups=groups, cells=_cells(row_id, columns)
                ),
                name=" / ".join(
                    part for part in (_plain(groups[-1]) if groups else "", name) if part
                ),
            )


def _merged_row(
    source: FormSource,
    node: Node,
    where: str,
    groups: tuple[str, ...],
    inner: tuple[NamedRow, ...],
    columns: tuple[str, ...],
) -> NamedRow:
    row_id = source.text(node, "merged_as", where)
    label = source.text(node, "group", where)
    return NamedRow(
        definition=RowDefinition(
            id=row_id,
            labels=(label, *source.texts(node, "merged_labels", where)),
            groups=groups,
            cells=_cells(row_id, columns),
            merges=tuple(row.definition.id for row in inner),
        ),
        name=_plain(label),
    )


def _cells(row_id: str, columns: tuple[str, ...]) -> tuple[MeasureId, ...]:
    return tuple(MeasureId(f"{row_id}.{column}") for column in columns)


def _plain(label: str) -> str:
    """Without its ordinal, which means nothing outside the table: （三）, 三、, 3."""
    for opening, closing in (("（", "）"), ("", "、"), ("", ".")):
        head, found, rest = label.partition(closing)
        if found and head.startswith(opening) and len(head) <= 2 and rest:
            return rest
    return label
