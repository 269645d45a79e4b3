"""Ground: arithmetic. 总计 of each block of table 4 is the sum of its four outcomes.

The report of 洪泽区 on 2023 gives 10 and 1 under a total of 0, and 5 under another 0.
"""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report

RULE = RuleId("remedies.outcome_sum")


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
