"""Can a look at a listing show that something is not there? Only when nothing speaks against it.

A look is sound when its pages were answered and archived, it was read to its end, it found again
what is known to be there, and the site is alive. The flaws are ours or the site's, never a
statement about the report.
"""

from datetime import date, timedelta

from audit.case import Case
from audit.days import local_day
from model.capture import Capture, Look, LookEnd
from model.verdict import Reason

ALIVE_DAYS = 400
"""A site is alive when it shows a date of at most so many days before the look.

A column of annual reports gets one entry a year, a little after the last one's anniversary at the
latest; 400 days leave a month for that. Dates after the day of the look prove nothing.
"""

_BY_END: dict[LookEnd, Reason] = {
    LookEnd.UNREACHABLE: Reason.UNREACHABLE,
    LookEnd.BLOCKED: Reason.BLOCKED,
    LookEnd.ROBOTS: Reason.ROBOTS,
    LookEnd.NEEDS_SCRIPT: Reason.NEEDS_SCRIPT,
    LookEnd.UNREADABLE: Reason.LISTING_UNREADABLE,
    LookEnd.UNRECOGNISED: Reason.LISTING_UNREADABLE,
}


def flaw(case: Case, look: Look) -> Reason | None:
    """Why this look cannot show an absence, or None when it can."""
    if look.end is not LookEnd.READ_TO_END:
        return _BY_END[look.end]
    if (look.crawl, look.listing) in case.view.walls:
        return Reason.BLOCKED
    if not all(_answered(case.view.capture(page)) for page in look.pages) or not look.pages:
        return Reason.LISTING_UNREADABLE
    if _lost_what_is_known(case, look):
        return Reason.KNOWN_ITEM_LOST
    if not _alive(look, case.view.freshest(look)):
        return Reason.SITE_STALE
    return None


def shows_absence(case: Case, look: Look) -> bool:
    """Whether the owed report was provably not on this listing at the time of this look."""
    return flaw(case, look) is None and not case.lists(look)


def _answered(capture: Capture | None) -> bool:
    """304 is an answer too: the page is what it was. One that was cut off is none."""
    if capture is None or capture.http_status is None or capture.truncated is not None:
        return False
    return 200 <= capture.http_status < 300 or capture.http_status == 304


def _lost_what_is_known(case: Case, look: Look) -> bool:
    """The known item: an earlier report of the same agency must be found again on the same way.

    A second listing that never held an earlier report cannot lose one, as long as another listing
    of the agency holds them. A listing that shows later years and none before may simply begin
    after the year in question (sites move), which says nothing about that year.
    """
    known = look.known_item
    if known is not None and (known.shrunk or not known.found):
        return True
    if case.earlier(look):
        return False
    if not case.known_items:
        return bool(case.later(look))
    return look.listing in case.knowing_listings or not case.knowing_listings


def _alive(look: Look, freshest: date | None) -> bool:
    if freshest is None:
        return False
    day = local_day(look.at)
    return day - timedelta(days=ALIVE_DAYS) <= freshest <= day + timedelta(days=1)
