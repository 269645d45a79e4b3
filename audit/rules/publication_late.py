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
