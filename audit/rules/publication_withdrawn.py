"""Ground: Article 49 of the Regulation: the report is published to everybody, and nothing lets it
be taken back. A report that was there and is gone was withdrawn, or lost in a move of the site.

Speaks only when every address where we had it answers that it is gone, and sound looks at all
listings of the agency on two different days since show no report of that year: a page that moved,
a listing that could not be read, or a server in trouble is silent here.
"""

from audit.absence import LOOKS_NEEDED
from audit.case import Case, Sighting
from audit.days import in_words, local_day
from audit.soundness import shows_absence
from model.capture import Look, Outcome, Purpose
from model.finding import Certainty, Finding, Severity
from model.ids import RuleId
from model.text import Text

RULE = RuleId("publication.withdrawn")
GROUND = Text(
    "报告应持续公开。曾经取得的报告，如今原网址都答复已不存在，"
    "且此后两个不同日期完整查看该机关全部栏目都没有见到。网站故障、栏目读不到底时不作此说。",
    "A report stays published. One that we had is gone from every address where we had it, "
    "and sound looks at all listings on two later days do not show it. Silent when a "
    "server is in trouble or a listing could not be read.",
)
"""For readers: what the rule stands on, and when it is silent."""

_GONE = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_404})


def finding(case: Case) -> Finding | None:
    """None unless the report was had, and is provably gone from where it was."""
    had = _had(case)
    if not had:
        return None
    last = max(had, key=lambda one: one.at)
    looks = _looks_without(case, last)
    if looks is None or not _gone(case, {one.url for one in had}):
        return None
    since = in_words(looks[-1].at)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        certainty=Certainty.CONFIRMED,
        message=Text(
            f"{in_words(last.at)}曾取得此报告（{last.url}）；截至{since}，原网址已无此页，"
            "各栏目亦未见此报告",
            f"it was had at {in_words(last.at)} from {last.url}; as of {since} that address says "
            "that it is gone, and none of the listings shows the report",
        ),
        left=in_words(last.at),
        right=since,
        captures=tuple(
            dict.fromkeys([last.capture, *(page for look in looks for page in look.pages)])
        ),
        agency=case.agency_id,
        reporting_year=case.year,
        report=case.reports[-1].id,
    )


def _had(case: Case) -> list[Sighting]:
    """Every time that an address gave the report."""
    digests = {version.capture.payload_digest for version in case.reports}
    return [
        one
        for sightings in case.view.sightings.values()
        for one in sightings
        if one.digest in digests
    ]


def _gone(case: Case, urls: set[str]) -> bool:
    """Whether the last answer of every page that gave the report was that it is not there.

    An attached file may outlive its page unseen: it counts where it was asked for again since.
    """
    last = [
        max(visits, key=lambda visit: visit.at)
        for url in urls
        if (visits := [visit for visit in case.view.visits if visit.url == url])
    ]
    gone = [visit.at for visit in last if visit.outcome in _GONE]
    return bool(gone) and all(
        visit.outcome in _GONE or (visit.purpose is Purpose.ATTACHMENT and visit.at < min(gone))
        for visit in last
    )


def _looks_without(case: Case, last: Sighting) -> list[Look] | None:
    """Sound looks since then that do not show it, on enough days at every listing; else None."""
    found: list[Look] = []
    for listing in case.view.agency.listings:
        since = [look for look in case.view.looks if look.listing == listing and look.at > last.at]
        without = [look for look in since if shows_absence(case, look)]
        # The last look decides: what stands there again was not withdrawn.
        if not without or since[-1] is not without[-1]:
            return None
        if len({local_day(look.at) for look in without}) < LOOKS_NEEDED:
            return None
        found.extend((without[0], without[-1]))
    return sorted(found, key=lambda look: look.at) or None
