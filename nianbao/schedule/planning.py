"""The plan: what to look at on a day, and why. A pure function of what was seen and the day.

There is no queue that could disagree with the archive. What is due follows from the looks and
visits that are stored: a run that was missed, killed or repeated leaves nothing to repair, and a
database rebuilt from the WARC files plans the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from audit.absence import LOOKS_NEEDED
from model.capture import LookEnd
from model.text import Text
from nianbao.schedule.planned import Kind, Planned, Rest, Why
from nianbao.schedule.rhythm import deadline_passed, rhythm
from nianbao.schedule.state import LookDay, Page, Watched, after

RECAPTURES = (7, 30, 90, 365)
"""Days after a report was first had on which it is visited again."""

TRIES = 3
"""Days in a row on which a failed look or visit is tried again; then the usual rhythm has it."""

_PASSING = frozenset({LookEnd.UNREACHABLE, LookEnd.UNREADABLE})
"""What may be otherwise tomorrow. A wall has its own back-off, and robots.txt is an answer."""

_PAUSE = 7
"""Days until a visit is tried again that failed on so many days."""


def plan_day(
    known: Watched, day: date, rests: Mapping[str, Rest] | None = None
) -> tuple[Planned, ...]:
    """What is due at one agency on `day` and has not been done that day."""
    due = [*_looks(known, day), *_recaptures(known, day)]
    return tuple(item for item in due if resting(item.url, day, rests or {}) is None)


def plan_days(
    known: Watched, first: date, days: int, rests: Mapping[str, Rest] | None = None
) -> Iterator[Planned]:
    """The coming days, supposing that every look goes well and finds nothing new."""
    for offset in range(days):
        day = first + timedelta(days=offset)
        planned = plan_day(known, day, rests)
        yield from planned
        known = after(known, planned, day)


def resting(url: str, day: date, rests: Mapping[str, Rest]) -> Rest | None:
    """Why a URL is left alone on a day; `rests` by place."""
    rest = rests.get(url) or rests.get(urlsplit(url).netloc)
    return rest if rest is not None and day < rest.until else None


def _looks(known: Watched, day: date) -> Iterator[Planned]:
    for listing in dict.fromkeys(known.agency.listings):
        looks = known.looks.get(listing, ())
        if looks and looks[-1].day >= day:
            continue
        found = _reason_to_look(known, listing, looks, day)
        if found is not None:
            why, reason = found
            yield Planned(
                day=day,
                agency=known.agency.id,
                kind=Kind.LOOK,
                url=listing,
                listing=listing,
                why=why,
                reason=reason,
            )


def _reason_to_look(
    known: Watched, listing: str, looks: tuple[LookDay, ...], day: date
) -> tuple[Why, Text] | None:
    usual = rhythm(known.agency, known.found, day)
    if usual is None:
        return None
    if not looks:
        return Why.FIRST, Text("这个栏目还没有看过", "this listing has not been looked at yet")
    if (day - looks[-1].day).days >= usual.every:
        return usual.why, usual.reason
    return _for_a_verdict(known, looks, day) or _again(looks) or _missing(known.pages, listing, day)


def _for_a_verdict(
    known: Watched, looks: tuple[LookDay, ...], day: date
) -> tuple[Why, Text] | None:
    """Absence is told only after whole looks on different days after the deadline."""
    owed = deadline_passed(known.agency, day)
    if owed is None or owed.due is None or owed.reporting_year in known.found:
        return None
    whole = {look.day for look in looks if look.day > owed.due and look.end is LookEnd.READ_TO_END}
    if len(whole) >= LOOKS_NEEDED or looks[-1].end is not LookEnd.READ_TO_END:
        return None
    return Why.VERDICT, Text(
        f"{owed.due}期限已过，判定“未见”须在期限后{LOOKS_NEEDED}个不同日子读完栏目，"
        f"现有{len(whole)}天",
        f"due {owed.due}: to say “not found” takes whole looks on {LOOKS_NEEDED} days after it, "
        f"so far {len(whole)}",
    )


def _again(looks: tuple[LookDay, ...]) -> tuple[Why, Text] | None:
    failed = 0
    for look in reversed(looks):
        if look.end not in _PASSING:
            break
        failed += 1
    if not 0 < failed < TRIES:
        return None
    last = looks[-1]
    return Why.RETRY, Text(
        f"{last.day}未能读完（{last.end.value}），再试，至多连试{TRIES}天",
        f"not read to its end on {last.day} ({last.end.value}): tried again, "
        f"on {TRIES} days at most",
    )


def _missing(pages: Iterable[Page], listing: str, day: date) -> tuple[Why, Text] | None:
    """A report that the listing shows and that we do not have."""
    for page in pages:
        untried = page.tried is None or page.tried < day
        never_had = page.answered is None and page.failures < TRIES
        if page.listing == listing and never_had and untried:
            return Why.MISSING, Text(
                f"栏目上的报告尚未取得：{page.title or page.url}",
                f"listed, but not had yet: {page.title or page.url}",
            )
    return None


def _recaptures(known: Watched, day: date) -> Iterator[Planned]:
    for page in known.pages:
        if page.first is None or (page.tried is not None and page.tried >= day):
            continue
        if page.failures >= TRIES and page.tried and (day - page.tried).days < _PAUSE:
            continue
        found = _reason_to_return(page, page.first, day)
        if found is not None:
            why, reason = found
            yield Planned(
                day=day,
                agency=known.agency.id,
                kind=Kind.AGAIN,
                url=page.url,
                listing=page.listing,
                why=why,
                reason=reason,
                title=page.title,
                declared=page.declared,
                reporting_year=page.reporting_year,
            )


def _reason_to_return(page: Page, first: date, day: date) -> tuple[Why, Text] | None:
    if page.incomplete and len(page.gaps) < TRIES:
        return Why.MISSING, Text(
            "上次未能取得它的附件", "a file attached to it could not be had last time"
        )
    reached = [days for days in RECAPTURES if first + timedelta(days=days) <= day]
    if not reached or (page.answered or first) >= first + timedelta(days=reached[-1]):
        return None
    return Why.RECAPTURE, Text(
        f"{first}首次取得，满{reached[-1]}天复查是否有改动",
        f"first had on {first}: after {reached[-1]} days, to see whether it was changed",
    )
