"""The rows of a block of a form file: merged groups, headings and indented rows become one list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.forms.definition import RowDefinition
from extract.forms.source import FormSource, Node
from model.form import ValueType
from model.ids import MeasureId

_ROW = {"id", "name", "labels", "type", "unit", "rows"}
_GROUP = {"group", "merged_as", "merged_labels", "merged_is", "rows"}
_HEADING = {"heading", "rows"}
_MERGED_IS = ("optional", "statutory")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    definition: RowDefinition
    name: str
    """For people: 不予公开 / 属于国家秘密."""
    type: ValueType | None
    """Of its cells, where it is not that of the columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Above:
    """What stands above some rows."""

    columns: tuple[str, ...]
    groups: tuple[str, ...] = ()
    """Labels of the merged cells at their left, outermost first."""
    name: str = ""
    """Of the innermost group, heading or row, for people."""


def read_rows(
    source: FormSource, node: Node, where: str, columns: tuple[str, ...]
) -> Iterator[NamedRow]:
    """Every row in the form's order; `columns` are the ids of the block's columns."""
    return _rows(source, node, where, _Above(columns=columns))


def headings_of(node: Node) -> tuple[str, ...]:
    """Labels of rows without a number, at any depth. What is no row was told by `read_rows`."""
    found: list[str] = []
    children = node.get("rows")
    for child in children if isinstance(children, list) else ():
        if isinstance(child, dict):
            heading = child.get("heading")
            found += [heading] if isinstance(heading, str) else []
            found += headings_of(child)
    return tuple(found)


def _rows(source: FormSource, node: Node, where: str, above: _Above) -> Iterator[NamedRow]:
    for index, value in enumerate(source.sequence(node, "rows", where)):
        here = f"{where}.rows[{index}]"
        row = source.mapping(value, here)
        if "group" in row:
            yield from _group(source, row, here, above)
        elif "heading" in row:
            source.known_keys(row, _HEADING, here)
            label = source.text(row, "heading", here)
            below = _rows(source, row, here, replace(above, name=_plain(label)))
            for place, one in enumerate(below):
                yield one if place else _headed(one, label)
        else:
            own = _row(source, row, here, above)
            yield own
            if "rows" in row:
                name = own.name.rpartition(" / ")[2]
                yield from _rows(source, row, here, replace(above, name=name))


def _headed(row: NamedRow, label: str) -> NamedRow:
    headings = (label, *row.definition.headings)
    return replace(row, definition=replace(row.definition, headings=headings))


def _row(source: FormSource, node: Node, where: str, above: _Above) -> NamedRow:
    source.known_keys(node, _ROW, where)
    row_id = source.text(node, "id", where)
    labels = source.texts(node, "labels", where)
    name = source.optional(node, "name", where) or _plain(next(iter(labels), ""))
    return NamedRow(
        definition=RowDefinition(
            id=row_id,
            labels=labels,
            groups=above.groups,
            cells=_cells(row_id, above.columns),
            unit=source.optional(node, "unit", where),
        ),
        name=" / ".join(part for part in (above.name, name) if part),
        type=source.value_type(node, where),
    )


def _group(source: FormSource, node: Node, where: str, above: _Above) -> Iterator[NamedRow]:
    """Rows beside a merged cell, before them the row that may stand for all of them."""
    source.known_keys(node, _GROUP, where)
    label = source.text(node, "group", where)
    below = _Above(columns=above.columns, groups=(*above.groups, label), name=_plain(label))
    inner = tuple(_rows(source, node, where, below))
    if "merged_as" not in node:
        yield from inner
        return
    merged_is = source.text(node, "merged_is", where, default="optional")
    if merged_is not in _MERGED_IS:
        known = ", ".join(_MERGED_IS)
        source.report(f"{where}.merged_is", f"应为 {known} 之一", f"must be one of {known}")
    row_id = source.text(node, "merged_as", where)
    yield NamedRow(
        definition=RowDefinition(
            id=row_id,
            labels=(label, *source.texts(node, "merged_labels", where)),
            groups=above.groups,
            cells=_cells(row_id, above.columns),
            merges=tuple(row.definition.id for row in inner),
            optional=merged_is == "optional",
        ),
        name=_plain(label),
        type=None,
    )
    for row in inner:
        yield replace(row, definition=replace(row.definition, optional=merged_is == "statutory"))


def _cells(row_id: str, columns: tuple[str, ...]) -> tuple[MeasureId, ...]:
    return tuple(MeasureId(f"{row_id}.{column}") for column in columns)


def _plain(label: str) -> str:
    """Without its ordinal, which means nothing outside the table: （三）, 三、, 3."""
    for opening, closing in (("（", "）"), ("", "、"), ("", ".")):
        head, found, rest = label.partition(closing)
        if found and head.startswith(opening) and len(head) <= 2 and rest:
            return rest
    return label
