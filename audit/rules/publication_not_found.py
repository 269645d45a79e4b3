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
