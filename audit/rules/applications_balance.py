"""Ground: the head of table 3 prints it (勾稽关系): 第一项加第二项之和，等于第三项加第四项之和.

New applications and those carried in equal those answered and those carried out, column by column.
"""

from audit.rules.sums import broken_sums
from model.finding import Finding
from model.form import Form
from model.ids import RuleId
from model.report import Report

RULE = RuleId("applications.balance")


def check(report: Report, form: Form) -> tuple[Finding, ...]:
    return broken_sums(RULE, report, form)
