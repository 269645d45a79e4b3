"""Ground: arithmetic. 总计 of each block of table 4 is the sum of its four outcomes.

The report of 洪泽区 on 2023 gives 10 and 1 under a total of 0, and 5 under another 0.
"""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report
from model.text import Text

RULE = RuleId("remedies.outcome_sum")
GROUND = Text(
    "算术。表四每一组的“总计”等于其四种结果之和。",
    "Arithmetic. The total of each block of table 4 is the sum of its four outcomes.",
)
"""For readers: what the rule stands on, and when it is silent."""


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
