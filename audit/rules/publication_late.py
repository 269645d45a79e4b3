"""Ground: Article 49 of the Regulation: departments by 31 January, governments by 31 March.

Speaks when our own look after the due date did not find what was there later, or when the listing
itself dates the report after the due date. A report that we merely saw first after the due date
is not late by that.
"""

from audit.days import in_words
from audit.publication import Publication
from model.finding import Certainty, Finding, Severity
from model.ids import CaptureId, RuleId
from model.text import Text

RULE = RuleId("publication.late")
GROUND = Text(
    "《政府信息公开条例》第四十九条：部门于1月31日前、县级以上政府于3月31日前公布。"
    "期限之后我们查看时还没有、此后才有，或栏目自己所示日期在期限之后，方为逾期；"
    "只是我们看得晚，不算。",
    "Article 49 of the Regulation: departments by 31 January, governments by 31 March. "
    "Late means that our look after the due date did not find what was there later, or "
    "that the listing itself dates it after. That we merely came late does not count.",
)
"""For readers: what the rule stands on, and when it is silent."""


def finding(published: Publication) -> Finding | None:
    """None when the evidence does not say that it was late."""
    case = published.case
    if not published.late:
        return None
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED,
        message=grounds(published),
        left=str(case.obligation.due),
        right=_evidence(published),
        captures=_captures(published),
        agency=case.agency_id,
        reporting_year=case.year,
        report=published.version.id,
    )


def grounds(published: Publication) -> Text:
    """Why the evidence says after the due date."""
    due = published.case.obligation.due
    seen = in_words(published.first_seen)
    if published.last_absent is not None and published.late_by_look:
        absent = in_words(published.last_absent.at)
        return Text(
            f"期限为{due}；{absent}查看栏目时尚无此报告，{seen}首次见到",
            f"due {due}; it was not on the listing at {absent} and was first seen at {seen}",
        )
    return Text(
        f"期限为{due}；栏目上所示日期为{published.declared}",
        f"due {due}; the listing itself dates it {published.declared}",
    )


def _evidence(published: Publication) -> str:
    if published.last_absent is not None and published.late_by_look:
        return in_words(published.last_absent.at)
    return str(published.declared)


def _captures(published: Publication) -> tuple[CaptureId, ...]:
    looks = (published.last_absent, published.first_look)
    pages = [page for look in looks if look is not None for page in look.pages]
    return tuple(dict.fromkeys([*pages, published.version.capture.id]))
