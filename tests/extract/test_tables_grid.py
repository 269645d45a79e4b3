"""Grids: cells by their place under the head, blanks, dashes, page breaks, units."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from extract.forms import load_forms
from extract.tables import MeasuresRead, read_measures
from model.document import Block, Document, Line, Table
from model.ids import MeasureId
from model.place import Place
from model.report import Measure, MeasureState
from tests.extract.form_sheets import (
    Sheet,
    SheetCell,
    as_cells_per_line,
    as_grids,
    as_lines,
    as_tabs,
    cells_of,
    document,
    fill,
)

FORMS = load_forms()
OLD, FORM = FORMS[-2:]
FIGURES = {cell: str(1000 + index) for index, cell in enumerate(cells_of(FORM))}
SHEETS = fill(FORM, FIGURES)


def raws(read: MeasuresRead) -> dict[MeasureId, str | None]:
    return {cell: m.raw for cell, m in read.measures.items() if m.stated}


def one(text: str, cell: str = "t3.new_received.total") -> Measure:
    """The measure of a cell that prints `text`."""
    figures = {**FIGURES, MeasureId(cell): text}
    return read_measures(as_grids(fill(FORM, figures)), FORMS).measures[MeasureId(cell)]


def test_a_blank_cell_is_blank_and_its_neighbours_keep_their_columns() -> None:
    cell = MeasureId("t3.granted.natural_person")
    read = read_measures(as_grids(fill(FORM, {**FIGURES, cell: ""})), FORMS)
    assert read.measures[cell].state is MeasureState.BLANK
    assert (read.measures[cell].value, read.measures[cell].raw) == (None, "")
    assert raws(read) == {key: text for key, text in FIGURES.items() if key != cell}


def test_a_form_that_nobody_filled_is_blank_everywhere() -> None:
    read = read_measures(as_grids(fill(FORM, dict.fromkeys(FIGURES, ""))), FORMS)
    assert {measure.state for measure in read.measures.values()} == {MeasureState.BLANK}
    assert len(read.measures) == 200


@pytest.mark.parametrize("dash", ["-", "/", "无", "—"])
def test_a_dash_is_kept_as_printed(dash: str) -> None:
    measure = one(dash)
    assert (measure.state, measure.raw, measure.value) == (MeasureState.DASH, dash, None)


def test_a_note_beside_the_number_is_kept() -> None:
    measure = one("22（其中修订16件）")
    assert (measure.value, measure.note, measure.raw) == (22, "其中修订16件", "22（其中修订16件）")
    assert measure.stated


def test_words_instead_of_a_number_are_not_read() -> None:
    measure = one("见附件", "t3.new_received.research_institution")
    assert (measure.state, measure.value, measure.raw) == (MeasureState.ABSENT, None, None)
    assert measure.doubt == "not_a_number"


def test_a_number_on_two_lines_is_in_doubt() -> None:
    measure = one("19273\n08")
    assert (measure.value, measure.doubt, measure.stated) == (1927308, "number_wrapped", False)


def test_an_amount_keeps_its_scale() -> None:
    measure = one("93.080", "t2.fees.amount_wan_yuan")
    assert measure.value == Decimal("93.080")
    assert str(measure.value) == "93.080"


def test_a_fraction_in_a_count_is_kept_for_the_audit() -> None:
    assert one("2.5").value == Decimal("2.5")


def test_another_unit_than_the_heads_is_in_doubt() -> None:
    measure = one("930800元", "t2.fees.amount_wan_yuan")
    assert (measure.value, measure.note) == (Decimal(930800), "元")
    assert (measure.doubt, measure.stated) == ("unit_differs", False)


def test_a_unit_is_noted_where_the_head_gives_none() -> None:
    cell = MeasureId("t2.procurement.amount")
    read = read_measures(as_grids(fill(OLD, {cell: "251000元"}, merged=True)), FORMS)
    measure = read.measures[cell]
    assert (measure.value, measure.raw, measure.note) == (Decimal(251000), "251000元", "元")
    assert measure.stated
    assert [warning.code for warning in read.warnings] == ["tables.unit_in_cell"]


def test_a_place_is_that_of_the_cell() -> None:
    table = as_grids(SHEETS).blocks[3]
    assert isinstance(table, Table)
    place = next(cell.place for cell in table.cells if cell.text == "1016")
    assert one("1016").place == place


@pytest.mark.parametrize("at", range(1, 28, 3))
def test_a_table_cut_by_a_page_break(at: int) -> None:
    blocks = list(as_grids(SHEETS).blocks)
    table = blocks[3]
    assert isinstance(table, Table)
    footer = Line(text="- 4 -", place=Place(page=2))
    cut: list[Block] = [_part(table, 0, at), footer, _part(table, at, table.rows)]
    read = read_measures(document([*blocks[:3], *cut, *blocks[4:]]), FORMS)
    assert raws(read) == FIGURES


def _part(table: Table, start: int, end: int) -> Table:
    cells = tuple(
        replace(cell, row=cell.row - start, row_span=min(cell.row_span, end - cell.row))
        for cell in table.cells
        if start <= cell.row < end
    )
    return Table(rows=end - start, columns=table.columns, cells=cells, place=table.place)


@pytest.mark.parametrize("row", [3, 6, 9, 14, 23])
def test_a_row_cut_in_two_by_a_page_break(row: int) -> None:
    table = as_grids(SHEETS).blocks[3]
    assert isinstance(table, Table)
    cells = []
    for cell in table.cells:
        if cell.row != row:
            moved = cell.row > row
            cells.append(replace(cell, row=cell.row + moved))
        elif cell.text in FIGURES.values():
            cells += [cell, replace(cell, row=row + 1, text="")]
        else:
            half = len(cell.text) // 2
            cells += [
                replace(cell, text=cell.text[:half]),
                replace(cell, row=row + 1, text=cell.text[half:]),
            ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    halved = replace(table, rows=table.rows + 1, cells=tuple(cells))
    blocks = as_grids(SHEETS).blocks
    assert raws(read_measures(document([*blocks[:3], halved, *blocks[4:]]), FORMS)) == FIGURES


SHAPES: list[Callable[[list[Sheet]], Document]] = [as_grids, as_tabs, as_cells_per_line, as_lines]


@pytest.mark.parametrize("shape", SHAPES)
def test_columns_in_another_order_are_read_by_their_labels(
    shape: Callable[[list[Sheet]], Document],
) -> None:
    sheet = _moved(SHEETS[0], {1: 3, 2: 1, 3: 2}, rows={1, 2, 3})
    assert raws(read_measures(shape([sheet, *SHEETS[1:]]), FORMS)) == FIGURES


@pytest.mark.parametrize("shape", [as_grids, as_tabs])
def test_a_head_of_two_levels_in_another_order_is_read_by_place(
    shape: Callable[[list[Sheet]], Document],
) -> None:
    total_first = {9: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9}
    sheet = _moved(SHEETS[1], total_first, rows=set(range(1, 40)))
    assert raws(read_measures(shape([SHEETS[0], sheet, SHEETS[2]]), FORMS)) == FIGURES


def _moved(sheet: Sheet, columns: dict[int, int], rows: set[int]) -> Sheet:
    cells = [
        replace(cell, column=columns.get(cell.column, cell.column)) if cell.row in rows else cell
        for cell in sheet.cells
    ]
    return replace(sheet, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


@pytest.mark.parametrize("shape", [as_grids, as_tabs, as_lines])
def test_a_column_that_is_not_printed_is_absent(
    shape: Callable[[list[Sheet]], Document],
) -> None:
    kept = [c for c in SHEETS[0].cells if not (c.column == 2 and c.row in {1, 2, 3})]
    read = read_measures(shape([replace(SHEETS[0], cells=tuple(kept)), *SHEETS[1:]]), FORMS)
    lost = {"t2.rules.repealed", "t2.normative_docs.repealed"}
    assert raws(read) == {cell: text for cell, text in FIGURES.items() if cell not in lost}
    assert {read.measures[MeasureId(cell)].state for cell in lost} == {MeasureState.ABSENT}


@pytest.mark.parametrize("shape", [as_grids, as_tabs])
def test_a_column_of_serial_numbers_is_no_figure(
    shape: Callable[[list[Sheet]], Document],
) -> None:
    sheets = [_numbered(SHEETS[0]), _numbered(SHEETS[1]), SHEETS[2]]
    assert raws(read_measures(shape(sheets), FORMS)) == FIGURES


def _numbered(sheet: Sheet) -> Sheet:
    cells = []
    for number, row in enumerate(sheet.grid_rows):
        cells.append(SheetCell(row=row[0].row, column=0, text=str(number) if number else "序号"))
        cells += [replace(cell, column=cell.column + 1) for cell in row]
    return replace(sheet, cells=tuple(cells), columns=sheet.columns + 1)


def test_cells_filled_up_with_empty_ones_are_no_blanks() -> None:
    """Markdown has no spans: `| 行政许可 | 5 | | |`."""
    sheets = [_padded(sheet) for sheet in SHEETS]
    read = read_measures(as_grids(sheets), FORMS)
    assert raws(read) == FIGURES


def _padded(sheet: Sheet) -> Sheet:
    cells = {(cell.row, cell.column): replace(cell, rows=1, columns=1) for cell in sheet.cells}
    for row in range(max(cell.row for cell in sheet.cells) + 1):
        for column in range(sheet.columns):
            cells.setdefault((row, column), SheetCell(row=row, column=column, text=""))
    return replace(sheet, cells=tuple(cells[key] for key in sorted(cells)))


def test_a_table_printed_twice_with_other_figures_is_in_doubt() -> None:
    cell = MeasureId("t3.granted.total")
    other = as_grids(fill(FORM, {**FIGURES, cell: "7"})).blocks
    read = read_measures(document([*as_grids(SHEETS).blocks, *other]), FORMS)
    doubted = {key: measure.doubt for key, measure in read.measures.items() if measure.doubt}
    assert doubted == {cell: "table_repeated"}
    assert [warning.code for warning in read.warnings] == ["tables.repeated"]


def test_a_table_printed_twice_alike_is_read() -> None:
    blocks = as_grids(SHEETS).blocks
    read = read_measures(document([*blocks, *blocks]), FORMS)
    assert raws(read) == FIGURES
    assert read.warnings == ()


@pytest.mark.parametrize(("kept", "cells"), [(0, 10), (1, 175), (2, 15)])
def test_a_table_alone_is_read_and_the_others_are_absent(kept: int, cells: int) -> None:
    read = read_measures(as_grids([SHEETS[kept]]), FORMS)
    assert len(raws(read)) == cells
    assert len(read.measures) == 200
    assert [w.code for w in read.warnings].count("tables.not_found") == 2


def test_the_applications_alone_do_not_tell_the_generation_when_other_results_are_one_row() -> None:
    sheets = fill(OLD, {}, merged=True)
    read = read_measures(as_grids([sheets[1]]), FORMS)
    assert read.form == "2021"
    assert "form.uncertain" in {warning.code for warning in read.warnings}
    assert read.measures[MeasureId("t3.other.total")].value == 0
    assert read.measures[MeasureId("t3.other.other.total")].state is MeasureState.ABSENT
