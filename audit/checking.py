"""The checks on one report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audit.identities import Holds, weigh_all
from audit.rules import (
    applications_balance,
    applications_result_sum,
    applications_row_sum,
    measures_not_a_count,
    remedies_outcome_sum,
)
from model.finding import Finding
from model.form import Form
from model.ids import FormId
from model.report import Report

_CHECKS: tuple[Callable[[Report, Form], tuple[Finding, ...]], ...] = (
    applications_balance.check,
    applications_result_sum.check,
    applications_row_sum.check,
    remedies_outcome_sum.check,
    measures_not_a_count.check,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCounts:
    """How the equalities of the form fared in one report."""

    passed: int
    failed: int
    unknown: int


def check_report(report: Report, form: Form) -> tuple[Finding, ...]:
    """What the rules say about the figures of one report. `form` is the one it was read with."""
    return tuple(finding for check in _CHECKS for finding in check(report, form))


def check_by_form(report: Report, forms: Mapping[FormId, Form]) -> tuple[Finding, ...]:
    """Nothing when the form of the report is not known: then its figures were not read."""
    form = forms.get(report.form) if report.form else None
    return () if form is None else check_report(report, form)


def count_identities(report: Report, form: Form) -> IdentityCounts:
    results = [weighing.holds for weighing in weigh_all(form, report.measures)]
    return IdentityCounts(
        passed=results.count(Holds.PASSED),
        failed=results.count(Holds.FAILED),
        unknown=results.count(Holds.UNKNOWN),
    )
