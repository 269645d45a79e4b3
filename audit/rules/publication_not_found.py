"""Ground: Articles 49 and 50 of the Regulation: the report is owed by a day, to everybody.

Says that we did not find it, when we looked, and where; never that it was not published. It can
be made from a proof of absence only. Without a known item it is a warning, not an error.
"""

from audit.absence import AbsenceProof
from audit.days import in_words
from model.finding import Certainty, Finding, Severity
from model.ids import RuleId
from model.text import Text

RULE = RuleId("publication.not_found")
GROUND = Text(
    "《条例》第四十九、五十条：报告须按期向社会公布。这里说的是我们何时、在何处没有见到，"
    "不是说没有公布；只能由完整的查看证据得出，没有往年报告可资比对时，结论较弱。",
    "Articles 49 and 50 of the Regulation: the report is owed by a day, to everybody. This "
    "says when and where we did not find it, never that it was not published. It can be "
    "made from complete looks only; without an earlier report to compare with it is a "
    "weaker statement.",
)
"""For readers: what the rule stands on, and when it is silent."""


def finding(proof: AbsenceProof) -> Finding:
    case = proof.case
    until = in_words(proof.last_absent)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING if proof.graded else Severity.ERROR,
        certainty=Certainty.CONFIRMED,
        message=Text(
            f"截至{until}，在已知栏目中未见{case.year}年度报告（期限{case.obligation.due}）",
            f"the report on {case.year}, due {case.obligation.due}, was not found by us "
            f"on the known listings as of {until}",
        ),
        left=str(case.obligation.due),
        right=until,
        captures=tuple(dict.fromkeys(page for look in proof.looks for page in look.pages)),
        agency=case.agency_id,
        reporting_year=case.year,
    )
