"""Ground: arithmetic. 总计 of a row of table 3 is the sum of its six groups of applicants."""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report
from model.text import Text

RULE = RuleId("applications.row_sum")
GROUND = Text(
    "算术。表三每一行的“总计”等于六类申请人之和。",
    "Arithmetic. The total of a row of table 3 is the sum of its six groups of applicants.",
)
"""For readers: what the rule stands on, and when it is silent."""


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
