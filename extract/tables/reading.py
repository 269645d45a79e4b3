"""All tables of a document on one form: from labels to measures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extract.forms import FormDefinition, RowDefinition, TableDefinition
from extract.tables import messages
from extract.tables.choices import settle
from extract.tables.columns import RowReading
from extract.tables.detection import tell_form
from extract.tables.doubts import Doubt
from extract.tables.expected import expected_rows, printed_otherwise
from extract.tables.measures import absent, from_token, inferred
from extract.tables.source import Source, prepare
from extract.tables.table import TableReading, read_tables
from extract.tables.tokens import Token
from model.document import Document, Line, ReadingWarning
from model.form import Form, Identity, ValueType
from model.ids import FormId, MeasureId
from model.report import Measure

# A line inside a table that is longer than any label of the form is running text.
_LONGEST_LINE = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresRead:
    """What the statutory tables of one document say."""

    form: FormId | None = None
    """The generation of the form, told from its labels; None when no table was recognised."""
    measures: Mapping[MeasureId, Measure] = field(default_factory=dict)
    """Every cell of the form; cells of merged rows only where the source prints one."""
    consumed: frozenset[int] = frozenset()
    """Indexes into `document.blocks` of the blocks that are table content."""
    warnings: tuple[ReadingWarning, ...] = ()


def read_measures(document: Document, forms: tuple[FormDefinition, ...]) -> MeasuresRead:
    """Read every cell of the form that the document was written on."""
    source = prepare(document)
    cut = () if source.is_whole else (messages.cut_short(),)
    told = tell_form(source, forms)
    if told is None:
        return MeasuresRead(warnings=(*cut, messages.no_form()))
    places = {table.id: read_tables(source, table) for table in told.definition.tables}
    found = [readings[0] for readings in places.values() if readings]
    if not found:
        return MeasuresRead(warnings=(*cut, messages.no_form()))
    is_damaged = any(_lost_rows(table, places[table.id]) for table in told.definition.tables)
    rows = tuple(
        replace(row, doubt=row.doubt or Doubt.ROW_UNCLEAR) if row.scattered and is_damaged else row
        for reading in found
        for row in reading.rows
    )
    form = told.definition.form
    settled = settle(rows, _identities(form, rows))
    contested = _contested(places)
    measures = dict(_measures(form, settled.rows, settled.inferred, contested))
    return MeasuresRead(
        form=form.id,
        measures=measures,
        consumed=_consumed(source, [r for readings in places.values() for r in readings]),
        warnings=(
            *cut,
            *([messages.form_uncertain(form.id)] if told.uncertain else []),
            *_table_warnings(told.definition, places, contested),
            *_unit_warnings(form, measures),
        ),
    )


def _identities(form: Form, rows: Sequence[RowReading]) -> tuple[Identity, ...]:
    """The form's sums, with the cells of a merged row in the place of those it stands for."""
    printed = {cell for row in rows for cell in row.row.cells}
    merged = {cell: parts for cell, parts in form.merged.items() if cell in printed}
    whole = {part: cell for cell, parts in merged.items() for part in parts if part not in printed}

    def replaced(cells: tuple[MeasureId, ...]) -> tuple[MeasureId, ...]:
        return tuple(dict.fromkeys(whole.get(cell, cell) for cell in cells))

    return tuple(
        Identity(rule=i.rule, instance=i.instance, left=replaced(i.left), right=replaced(i.right))
        for i in form.identities
    )


def _contested(places: Mapping[str, Sequence[TableReading]]) -> frozenset[MeasureId]:
    """Cells that a second printing of their table gives another number."""
    contested: set[MeasureId] = set()
    for readings in places.values():
        first: dict[MeasureId, Token] = {}
        for reading in readings:
            for cell, token in _filled(reading.rows):
                other = first.setdefault(cell, token)
                if other.value != token.value:
                    contested.add(cell)
    return frozenset(contested)


def _filled(rows: Sequence[RowReading]) -> Iterator[tuple[MeasureId, Token]]:
    for row in rows:
        for cell, token in zip(row.row.cells, row.cells, strict=True):
            if token is not None:
                yield cell, token


def _measures(
    form: Form,
    rows: Sequence[RowReading],
    forced: Mapping[MeasureId, int | Decimal],
    contested: frozenset[MeasureId],
) -> Iterator[tuple[MeasureId, Measure]]:
    tokens = dict(_filled(rows))
    by_cell = {cell: row for row in rows for cell in row.row.cells}
    for cell, definition in form.measures.items():
        row = by_cell.get(cell)
        if row is not None and cell in tokens:
            doubt = Doubt.TABLE_REPEATED if cell in contested else row.doubt
            yield cell, from_token(definition, tokens[cell], doubt, row.unit)
        elif cell in forced:
            yield cell, inferred(definition, forced[cell])
        elif row is not None or cell not in form.optional:
            yield cell, absent(definition, row.doubt if row is not None else None)


def _consumed(source: Source, readings: Sequence[TableReading]) -> frozenset[int]:
    """Every block from a table's head to its last row, except running text in between."""
    consumed: set[int] = set()
    for reading in readings:
        start, end = reading.items
        first = source.items[start].tokens[0].block
        last = source.items[end - 1].tokens[-1].block
        for index in range(first, last + 1):
            block = source.blocks[index]
            if (
                not isinstance(block, Line)
                or len(block.text) <= _LONGEST_LINE
                or "\t" in block.text
            ):
                consumed.add(index)
    return frozenset(consumed)


def _lost_rows(table: TableDefinition, readings: Sequence[TableReading]) -> list[RowDefinition]:
    """Rows that the table should have and were not read; of a table not found all of them."""
    read = {row.row.id for reading in readings[:1] for row in reading.rows}
    printed = readings[0].table if readings else table
    return [row for row in expected_rows(printed, read) if row.id not in read]


def _table_warnings(
    definition: FormDefinition,
    places: Mapping[str, Sequence[TableReading]],
    contested: frozenset[MeasureId],
) -> Iterator[ReadingWarning]:
    for table in definition.tables:
        readings = places[table.id]
        if not readings:
            yield messages.table_not_found(table.id)
            continue
        rows = readings[0].rows
        read = {row.row.id for row in rows}
        lost = _lost_rows(table, readings)
        if lost:
            yield messages.rows_not_found(table.id, lost)
        if readings[0].unknown:
            yield messages.rows_unknown(table.id, readings[0].unknown)
        otherwise = printed_otherwise(table, read)
        if otherwise:
            yield messages.form_mixed(table.id, otherwise)
        unsure = [row for row in rows if all(token is None for token in row.cells)]
        if unsure:
            place = next((t.place for row in unsure for t in row.loose), None)
            yield messages.columns_uncertain(table.id, [row.row for row in unsure], place)
        if any(cell in contested for row in rows for cell in row.row.cells):
            second = next(token.place for _, token in _filled(readings[1].rows))
            yield messages.table_repeated(table.id, second)


def _unit_warnings(form: Form, measures: Mapping[MeasureId, Measure]) -> Iterator[ReadingWarning]:
    for cell, measure in measures.items():
        definition = form.measures[cell]
        from_source = definition.type is ValueType.DECIMAL and definition.unit is None
        if measure.raw and (measure.doubt == Doubt.UNIT_DIFFERS or (from_source and measure.note)):
            yield messages.unit_in_cell(measure.raw, measure.place)
