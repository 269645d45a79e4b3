"""Rows that lost a value: the form's sums choose between readings and change nothing."""

from dataclasses import replace

import pytest

from extract.forms import load_forms
from extract.tables import MeasuresRead, read_measures
from model.ids import MeasureId
from model.report import MeasureState
from tests.extract.form_sheets import Sheet, as_lines, as_tabs, cells_of, fill, rows_of

FORMS = load_forms()
FORM = FORMS[-1]
RESULTS = [row.id for row in rows_of(FORM.tables[1])][2:-2]
COLUMNS = [column.id for column in FORM.tables[1].blocks[0].columns]


def figures(**natural_persons: int) -> dict[MeasureId, str]:
    """A table 3 that adds up: all applications by natural persons, results by row name."""
    given = {f"t3.{name.replace('__', '.')}": count for name, count in natural_persons.items()}
    total = sum(given.values())
    rows = {
        **dict.fromkeys(RESULTS, 0),
        **given,
        "t3.result_total": total,
        "t3.new_received": total,
    }
    filled = dict.fromkeys(cells_of(FORM), "0")
    for row, count in rows.items():
        for column in ("natural_person", "total"):
            filled[MeasureId(f"{row}.{column}")] = str(count)
    return filled


def without_column(sheet: Sheet, column: int, rows: range) -> Sheet:
    """As when a converter loses a column of figures in some rows and the rest closes up."""
    kept = [cell for cell in sheet.cells if not (cell.row in rows and cell.column == column)]
    return replace(sheet, cells=tuple(kept))


def read_without(column: int, rows: range, filled: dict[MeasureId, str]) -> MeasuresRead:
    sheets = fill(FORM, filled)
    return read_measures(
        as_lines([sheets[0], without_column(sheets[1], column, rows), sheets[2]]), FORMS
    )


RESULT_ROWS = range(5, 26)
"""Rows of the sheet that hold the 21 results."""


def test_a_column_lost_in_all_results_leaves_what_is_certain() -> None:
    filled = figures(granted=1, unable__not_held=27, not_processed__confirm_or_reissue=1)
    read = read_without(6, RESULT_ROWS, filled)
    for row in RESULTS:
        cells = [read.measures[MeasureId(f"{row}.{column}")] for column in COLUMNS]
        first, *middle, last = cells
        assert [first.raw, last.raw] == [filled[first.id], filled[last.id]]
        assert {first.state, last.state} == {MeasureState.READ}
        assert {first.doubt, last.doubt} == {"columns_by_sums"}
        assert {(cell.state, cell.value) for cell in middle} == {(MeasureState.INFERRED, 0)}
    assert [warning.code for warning in read.warnings] == ["tables.columns_uncertain"]


def test_a_column_that_the_sums_tell_is_read() -> None:
    filled = figures(granted=5)
    for row, column, count in (
        ("t3.partially_granted", "commercial_enterprise", 4),
        ("t3.denied.state_secret", "research_institution", 3),
        ("t3.unable.not_held", "social_welfare_org", 2),
        ("t3.unable.no_existing_information", "legal_service_org", 6),
    ):
        for part in (column, "total"):
            filled[MeasureId(f"{row}.{part}")] = str(count)
        for total in ("t3.result_total", "t3.new_received"):
            filled[MeasureId(f"{total}.{column}")] = str(count)
    for total in ("t3.result_total", "t3.new_received"):
        filled[MeasureId(f"{total}.total")] = "20"
    read = read_without(8, RESULT_ROWS, filled)  # 其他, all zero
    for row in RESULTS:
        for column in COLUMNS:
            cell = MeasureId(f"{row}.{column}")
            measure = read.measures[cell]
            assert str(measure.value) == filled[cell]
            is_lost = column == "other_org"
            assert measure.state is (MeasureState.INFERRED if is_lost else MeasureState.READ)


def test_nothing_is_chosen_when_the_sums_fit_no_reading() -> None:
    filled = figures(granted=1, unable__not_held=27)
    filled[MeasureId("t3.result_total.total")] = "99"
    filled[MeasureId("t3.result_total.natural_person")] = "98"
    read = read_without(6, RESULT_ROWS, filled)
    for row in RESULTS:
        states = {read.measures[MeasureId(f"{row}.{column}")].state for column in COLUMNS}
        assert states == {MeasureState.ABSENT}


def test_complete_rows_need_no_sums() -> None:
    filled = figures(granted=1)
    filled[MeasureId("t3.granted.total")] = "77"
    filled[MeasureId("t4.reconsideration.upheld")] = "10"
    filled[MeasureId("t4.reconsideration.corrected")] = "1"
    read = read_measures(as_lines(fill(FORM, filled)), FORMS)
    assert {
        cell: measure.raw for cell, measure in read.measures.items() if measure.stated
    } == filled


@pytest.mark.parametrize("lost", [1, 2])
def test_a_row_of_zeros_that_lost_some_is_inferred_and_never_read(lost: int) -> None:
    sheets = fill(FORM, figures(granted=1))
    row = range(8, 9)
    sheet = sheets[1]
    for column in range(4, 4 + lost):
        sheet = without_column(sheet, column, row)
    read = read_measures(as_lines([sheets[0], sheet, sheets[2]]), FORMS)
    states = {read.measures[MeasureId(f"{RESULTS[3]}.{column}")].state for column in COLUMNS}
    assert MeasureState.READ not in states


def test_a_remedies_row_of_fourteen_is_not_guessed() -> None:
    filled = {cell: str(index % 3 + 1) for index, cell in enumerate(cells_of(FORM))}
    sheets = fill(FORM, filled)
    kept = [cell for cell in sheets[2].cells if not (cell.row == 3 and cell.column == 7)]
    read = read_measures(as_tabs([*sheets[:2], replace(sheets[2], cells=tuple(kept))]), FORMS)
    stated = [cell for cell, m in read.measures.items() if cell.startswith("t4.") and m.stated]
    assert stated == []
