"""Ground: 国办公开办函〔2021〕30号 treats late reports as a matter of accountability, so the date
shown must be the date of publication. A report that bears a date of a day before a look that did
not find it cannot have been on that listing on the day it shows.

Only our own looks prove that: a date that disagrees with a path or another page is silent here,
and so is a date of the very day of the look.
"""

from audit.days import in_words
from audit.publication import Publication
from model.finding import Certainty, Finding, Severity
from model.ids import RuleId
from model.text import Text

RULE = RuleId("publication.back_dated")
GROUND = Text(
    "报告所示日期应是公布的日期（国办公开办函〔2021〕30号）。"
    "我们在更晚的一天查看同一栏目时报告还不在，则所示日期早于它的出现。"
    "只凭我们自己的两次存档；同日的不算。",
    "The date shown is to be the date of publication (国办公开办函〔2021〕30号). Where our own "
    "look at the listing on a later day did not find the report, the date is earlier than its "
    "appearance. Only captures of ours prove that; a date of the very day of the look does "
    "not count.",
)
"""For readers: what the rule stands on, and when it is silent."""


def finding(published: Publication) -> Finding | None:
    """None unless a look contradicts the date shown. Names the captures of both looks."""
    absent = published.last_absent
    if absent is None or not published.back_dated:
        return None
    before, when = in_words(absent.at), in_words(published.first_seen)
    shown = published.first_look.pages if published.first_look else ()
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED,
        message=Text(
            f"所示日期为{published.declared}，但{before}的栏目快照中并无此报告，{when}首次见到",
            f"it bears the date {published.declared}, but the listing as captured at {before} "
            f"did not have it; first seen at {when}",
        ),
        left=str(published.declared),
        right=before,
        captures=(*absent.pages, *shown, published.version.capture.id),
        agency=published.case.agency_id,
        reporting_year=published.case.year,
        report=published.version.id,
    )
