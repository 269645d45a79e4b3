"""Ground: arithmetic. （七）总计 of table 3 is the sum of the results above it, column by column.

Reports that print one row for （六）其他处理 instead of three are summed with that row.
"""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report

RULE = RuleId("applications.result_sum")


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
