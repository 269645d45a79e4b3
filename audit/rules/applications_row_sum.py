"""Ground: arithmetic. 总计 of a row of table 3 is the sum of its six groups of applicants."""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report

RULE = RuleId("applications.row_sum")


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
