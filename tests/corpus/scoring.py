"""What a reading made of the cells whose printed figures are known.

A cell is right, absent (nothing was stated; allowed), or wrong. A wrong one is *marked* when the
reading itself says that it is not certain: the cell carries a doubt, or the report a warning
about its tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from model.ids import MeasureId
from model.report import Measure, MeasureState, Report

_ABOUT_CELLS = ("tables.", "form.", "pdf.", "ocr.")


class Outcome(StrEnum):
    RIGHT = "right"
    ABSENT = "absent"
    MARKED = "marked"
    """Wrong, and the reading says that it may be."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a person reads in a cell. A cell that is not printed at all has `state` ABSENT."""

    state: MeasureState
    value: int | Decimal | None = None


NOT_PRINTED = Printed(state=MeasureState.ABSENT)
_NOT_STATED = frozenset({MeasureState.ABSENT, MeasureState.INFERRED})


def score(report: Report, truth: Mapping[MeasureId, Printed]) -> dict[MeasureId, Outcome]:
    """One outcome for each cell of `truth`, and WRONG for every number read that it lacks."""
    warned = any(warning.code.startswith(_ABOUT_CELLS) for warning in report.warnings)
    outcomes = {
        cell: _outcome(report.measures.get(cell), printed, warned=warned)
        for cell, printed in truth.items()
    }
    invented = {
        cell: _wrong(measure, warned=warned)
        for cell, measure in report.measures.items()
        if cell not in truth and measure.state is MeasureState.READ
    }
    return outcomes | invented


def _outcome(measure: Measure | None, printed: Printed, *, warned: bool) -> Outcome:
    if measure is None or measure.state in _NOT_STATED:
        return Outcome.RIGHT if printed.state is MeasureState.ABSENT else Outcome.ABSENT
    if measure.state is printed.state and measure.value == printed.value:
        return Outcome.RIGHT
    return _wrong(measure, warned=warned)


def _wrong(measure: Measure, *, warned: bool) -> Outcome:
    return Outcome.MARKED if warned or measure.doubt else Outcome.WRONG
