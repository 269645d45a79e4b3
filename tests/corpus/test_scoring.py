"""The measuring stick itself: what it calls right, absent, marked and wrong."""

import pytest

from model.document import ReadingWarning
from model.ids import FormId, MeasureId
from model.report import Measure, MeasureState, Report
from model.text import Text
from tests.corpus.scoring import NOT_PRINTED, Outcome, Printed, score

CELL = MeasureId("t2.rules.made")
SEVEN = Printed(state=MeasureState.READ, value=7)
BLANK = Printed(state=MeasureState.BLANK)


def report(measure: Measure | None, *warnings: str) -> Report:
    return Report(
        title=None,
        agency_printed=None,
        agency_name=None,
        reporting_year=None,
        year_candidates=(),
        form=FormId("2021"),
        sections=(),
        measures={} if measure is None else {measure.id: measure},
        warnings=tuple(ReadingWarning(code=code, text=Text("", "")) for code in warnings),
    )


def cell(value: int | None, state: MeasureState, doubt: str | None = None) -> Measure:
    return Measure(id=CELL, value=value, raw=None, state=state, doubt=doubt)


READ, ABSENT, INFERRED = MeasureState.READ, MeasureState.ABSENT, MeasureState.INFERRED


@pytest.mark.parametrize(
    ("measure", "truth", "outcome"),
    [
        (cell(7, READ), SEVEN, Outcome.RIGHT),
        (cell(None, MeasureState.BLANK), BLANK, Outcome.RIGHT),
        (cell(None, ABSENT), NOT_PRINTED, Outcome.RIGHT),
        (cell(7, INFERRED), SEVEN, Outcome.ABSENT),
        (cell(None, ABSENT), SEVEN, Outcome.ABSENT),
        (None, SEVEN, Outcome.ABSENT),
        (cell(8, READ), SEVEN, Outcome.WRONG),
        (cell(0, READ), BLANK, Outcome.WRONG),
        (cell(None, MeasureState.BLANK), SEVEN, Outcome.WRONG),
        (cell(0, READ), NOT_PRINTED, Outcome.WRONG),
        (cell(8, READ, doubt="row_unclear"), SEVEN, Outcome.MARKED),
    ],
)
def test_outcomes(measure: Measure | None, truth: Printed, outcome: Outcome) -> None:
    assert score(report(measure), {CELL: truth}) == {CELL: outcome}


def test_only_a_warning_about_cells_marks_a_wrong_one() -> None:
    wrong = cell(8, READ)

    assert score(report(wrong, "tables.columns_uncertain"), {CELL: SEVEN}) == {CELL: Outcome.MARKED}
    assert score(report(wrong, "sections.not_found"), {CELL: SEVEN}) == {CELL: Outcome.WRONG}


def test_a_number_for_a_cell_that_is_not_there_is_wrong() -> None:
    assert score(report(cell(7, READ)), {}) == {CELL: Outcome.WRONG}
