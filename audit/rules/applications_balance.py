"""Ground: the head of table 3 prints it (勾稽关系): 第一项加第二项之和，等于第三项加第四项之和.

New applications and those carried in equal those answered and those carried out, column by column.
"""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report
from model.text import Text

RULE = RuleId("applications.balance")
GROUND = Text(
    "表三表头注明的勾稽关系：第一项加第二项之和，等于第三项加第四项之和。逐列核对新收、结转、"
    "办结与结转下年。",
    "Table 3 prints it in its head: items one and two together equal items three and four. "
    "Checked column by column: received and carried in against answered and carried out.",
)
"""For readers: what the rule stands on, and when it is silent."""


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
