"""Ground: arithmetic. （七）总计 of table 3 is the sum of the results above it, column by column.

Reports that print one row for （六）其他处理 instead of three are summed with that row.
"""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report
from model.text import Text

RULE = RuleId("applications.result_sum")
GROUND = Text(
    "算术。表三“（七）总计”等于其上各办理结果之和，逐列核对；"
    "把“（六）其他处理”并为一行的报告，按那一行计。",
    "Arithmetic. Row (7) of table 3 is the sum of the results above it, column by column. "
    "Reports that print one row for (6) are summed with that row.",
)
"""For readers: what the rule stands on, and when it is silent."""


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
