"""The plan of looks and re-captures from what the database holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.backing_off import MEMORY, back_offs
from crawler.plan import Again
from model.agency import Agency
from model.capture import LinkKind, ListedLink
from model.ids import AgencyId, CrawlId
from nianbao.clock import local_day
from nianbao.schedule.planned import Kind, Planned, Rest
from nianbao.schedule.planning import plan_days
from nianbao.schedule.state import Watched, watched
from storage.database import Database
from storage.database.bulk import chunks

_REMEMBERED = timedelta(days=400)
"""Older looks change nothing: the longest rhythm is a month, a deadline is one year back."""
_AGENCIES_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What will be done, and what is left alone."""

    planned: tuple[Planned, ...]
    """By day, in the registry's order of agencies."""
    rests: tuple[Rest, ...]
    had: Mapping[AgencyId, frozenset[str]]
    """URLs of reports that we have, of the agencies that are planned for."""


def make_schedule(
    database: Database,
    agencies: Sequence[Agency],
    now: datetime,
    *,
    days: int = 1,
    without: CrawlId | None = None,
) -> Schedule:
    """From the day of `now`; `without` leaves out what one crawl has done."""
    day = local_day(now)
    rests = rests_of(database, now)
    planned: list[Planned] = []
    had: dict[AgencyId, frozenset[str]] = {}
    for known in _watched(database, agencies, now, without):
        mine = list(plan_days(known, day, days, rests))
        planned += mine
        if mine:
            had[known.agency.id] = frozenset(page.url for page in known.pages if page.first)
    planned.sort(key=lambda item: item.day)
    return Schedule(planned=tuple(planned), rests=tuple(rests.values()), had=had)


def rests_of(database: Database, now: datetime) -> dict[str, Rest]:
    """Hosts and pages that turned us away, by `host:port` or URL."""
    found = back_offs(database.visits_near_walls(since=now - MEMORY), now)
    return {
        each.url or each.place: Rest(
            place=each.url or each.place, until=each.next_day, reason=each.reason
        )
        for each in found
    }


def _watched(
    database: Database, agencies: Iterable[Agency], now: datetime, without: CrawlId | None
) -> Iterator[Watched]:
    for chunk in chunks(agencies, _AGENCIES_AT_A_TIME):
        found = database.watch(
            [agency.id for agency in chunk], since=now - _REMEMBERED, without=without
        )
        for agency in chunk:
            yield watched(agency, found[agency.id])


def visits_again(agencies: Iterable[Agency], planned: Iterable[Planned]) -> Iterator[Again]:
    """The visits to pages that we had, out of a plan."""
    by_id = {agency.id: agency for agency in agencies}
    for item in planned:
        if item.kind is Kind.AGAIN:
            link = ListedLink(
                url=item.url,
                title=item.title or "",
                kind=LinkKind.REPORT,
                reporting_year=item.reporting_year,
                declared=item.declared,
            )
            yield Again(agency=by_id[item.agency], listing=item.listing or item.url, link=link)
