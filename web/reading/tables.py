"""The three statistical tables laid out as the order prints them: merged heads, merged labels."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from extract.forms import BlockDefinition, ColumnDefinition, RowDefinition, TableDefinition
from model.ids import MeasureId
from model.report import Measure, MeasureState

Flags = Mapping[MeasureId, tuple[int, ...]]
"""Cell → numbers of the findings that point to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A cell with a label."""

    text: str
    rows: int = 1
    columns: int = 1
    of_rows: bool = False
    """It names the rows at its right, not the columns below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A cell with a number."""

    measure: MeasureId
    text: str
    """As shown: the value, or what stands for none."""
    state: MeasureState
    uncertain: bool
    note: str | None
    findings: tuple[int, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    headings: tuple[str, ...]
    """Lines of their own above it."""
    heads: tuple[Head, ...]
    unit: str | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Rows under one head."""

    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    id: str
    width: int
    bodies: tuple[Body, ...]
    read: bool
    """Whether any cell of it was read."""


def table_view(
    table: TableDefinition, measures: Mapping[MeasureId, Measure], flags: Flags
) -> TableView:
    labels = max(_label_columns(block.rows) for block in table.blocks)
    units = any(row.unit for block in table.blocks for row in block.rows)
    figures = max(len(block.columns) for block in table.blocks)
    bodies = tuple(
        Body(
            heads=_heads_of(block, labels, figures, units=units),
            rows=tuple(_rows(block, labels, figures, measures, flags)),
        )
        for block in table.blocks
    )
    shown = [cell for body in bodies for row in body.rows for cell in row.figures]
    return TableView(
        id=table.id,
        width=labels + units + figures,
        bodies=bodies,
        read=any(cell.state is not MeasureState.ABSENT for cell in shown),
    )


def _label_columns(rows: Sequence[RowDefinition]) -> int:
    """0 where rows have no label of their own."""
    return max(len(row.groups) + 1 if row.labels else 0 for row in rows)


@lru_cache(maxsize=64)
def _heads_of(
    block: BlockDefinition, labels: int, figures: int, *, units: bool
) -> tuple[tuple[Head, ...], ...]:
    """The same for every report of a form."""
    return tuple(_heads(block, labels, figures, units=units))


def _heads(
    block: BlockDefinition, labels: int, figures: int, *, units: bool
) -> Iterator[tuple[Head, ...]]:
    """Of table 2 the clause over all and the word for the labels; of table 3 the sum that the form
    demands beside the applicants; of the statistics the words for labels and units.
    """
    levels = _column_heads(block.columns, figures)
    if not block.head:
        yield from levels
    elif units:
        label, unit = block.head[:2]
        (columns,) = levels
        yield (Head(text=label, columns=labels), Head(text=unit), *columns)
    elif len(levels) == 1:
        over, label = block.head
        yield (Head(text=over, columns=labels + figures),)
        yield (Head(text=label, columns=labels), *levels[0])
    else:
        label, over = block.head
        beside = Head(text=label, rows=len(levels) + 1, columns=labels)
        yield (beside, Head(text=over, columns=figures))
        yield from levels


def _column_heads(columns: Sequence[ColumnDefinition], width: int) -> list[tuple[Head, ...]]:
    """Level by level. The innermost group, or a column without any, reaches down to the others."""
    depth = max(len(column.groups) for column in columns) + 1
    levels: list[list[Head]] = [[] for _ in range(depth)]
    missing = width - len(columns)
    for place, column in enumerate(columns):
        last = place == len(columns) - 1
        wide = 1 + missing if last else 1
        if not column.groups:
            levels[0].append(Head(text=column.labels[0], rows=depth, columns=wide))
        else:
            levels[-1].append(Head(text=column.labels[0], columns=wide))
    for level in range(depth - 1):
        for path, members in groupby(columns, key=lambda column: column.groups[: level + 1]):
            if len(path) == level + 1:
                down = depth - 1 - level if _is_innermost(path, columns) else 1
                across = len(list(members))
                levels[level].append(Head(text=path[-1], rows=down, columns=across))
    return [tuple(_in_order(level, columns)) for level in levels]


def _is_innermost(path: tuple[str, ...], columns: Sequence[ColumnDefinition]) -> bool:
    return any(column.groups == path for column in columns)


def _in_order(heads: Sequence[Head], columns: Sequence[ColumnDefinition]) -> list[Head]:
    """Left to right: groups were laid out after the columns that have none."""
    first: dict[str, int] = {}
    for place, column in enumerate(columns):
        for label in (*column.groups, column.labels[0]):
            first.setdefault(label, place)
    alone = {column.labels[0] for column in columns if not column.groups}
    grouped = {label for column in columns for label in column.groups}
    if any(head.text in alone or head.text in grouped for head in heads):
        return sorted(heads, key=lambda head: first[head.text])
    return list(heads)


def shown_rows(
    rows: Sequence[RowDefinition], measures: Mapping[MeasureId, Measure]
) -> list[RowDefinition]:
    """Those the report prints: of a row that may stand for several, it or they."""
    hidden: set[str] = set()
    by_id = {row.id: row for row in rows}
    for row in rows:
        if not row.merges:
            continue
        parts = [by_id[part] for part in row.merges]
        if _is_read(row, measures) and not any(_is_read(part, measures) for part in parts):
            hidden.update(row.merges)
        elif row.optional or any(_is_read(part, measures) for part in parts):
            hidden.add(row.id)
        else:
            hidden.update(row.merges)
    return [row for row in rows if row.id not in hidden]


def _is_read(row: RowDefinition, measures: Mapping[MeasureId, Measure]) -> bool:
    found = (measures.get(cell) for cell in row.cells)
    return any(one is not None and one.state is not MeasureState.ABSENT for one in found)


def _rows(
    block: BlockDefinition,
    labels: int,
    width: int,
    measures: Mapping[MeasureId, Measure],
    flags: Flags,
) -> Iterator[Row]:
    rows = shown_rows(block.rows, measures)
    for place, row in enumerate(rows):
        yield Row(
            headings=row.headings,
            heads=tuple(_row_heads(rows, place, labels)),
            unit=row.unit,
            figures=tuple(_figures(row, width, measures, flags)),
        )


def _row_heads(rows: Sequence[RowDefinition], place: int, labels: int) -> Iterator[Head]:
    row = rows[place]
    for level, label in enumerate(row.groups):
        path = row.groups[: level + 1]
        if place and rows[place - 1].groups[: level + 1] == path:
            continue
        below = [one.groups[: level + 1] == path for one in rows[place:]]
        down = below.index(False) if False in below else len(below)
        yield Head(text=label, rows=down, of_rows=True)
    if row.labels:
        yield Head(text=row.labels[0], columns=labels - len(row.groups), of_rows=True)


def _figures(
    row: RowDefinition, width: int, measures: Mapping[MeasureId, Measure], flags: Flags
) -> Iterator[Figure]:
    for place, cell in enumerate(row.cells):
        last = place == len(row.cells) - 1
        columns = 1 + width - len(row.cells) if last else 1
        yield figure(cell, measures.get(cell), flags.get(cell, ()), columns=columns)


def figure(
    cell: MeasureId, measure: Measure | None, findings: Collection[int] = (), *, columns: int = 1
) -> Figure:
    state = measure.state if measure else MeasureState.ABSENT
    return Figure(
        measure=cell,
        text=figure_text(measure),
        state=state,
        uncertain=bool(measure and measure.doubt),
        note=measure.note if measure else None,
        findings=tuple(findings),
        columns=columns,
    )


def figure_text(measure: Measure | None) -> str:
    """What stands in the table: `?` for what we could not read, `␣` for an empty cell."""
    if measure is None or measure.state is MeasureState.ABSENT:
        return "?"
    if measure.state is MeasureState.BLANK:
        return "␣"
    if measure.state is MeasureState.DASH:
        return measure.raw or "-"
    if measure.state is MeasureState.INFERRED:
        return f"[{measure.value}]"
    return str(measure.value)
