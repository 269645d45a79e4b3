"""What is due is looked at: `nianbao harvest --due`, and each run of `nianbao schedule run`."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crawler import HarvestSummary
from crawler.backing_off import MEMORY, back_offs
from crawler.plan import Again
from model.agency import Agency
from model.capture import LinkKind, ListedLink
from model.ids import AgencyId, CrawlId
from nianbao.clock import Clock, local_day
from nianbao.home import Home
from nianbao.lock import only_one
from nianbao.schedule.planned import Kind, Planned, Rest
from nianbao.schedule.planning import plan_days
from nianbao.schedule.state import Watched, watched
from nianbao.stages.harvest import HarvestScope, carry_out, harvest_plan
from storage.archive import Archive
from storage.database import Database
from storage.database.bulk import chunks
from storage.rebuild import reconcile

_REMEMBERED = timedelta(days=400)
"""Older looks change nothing: the longest rhythm is a month, a deadline is one year back."""
_AGENCIES_AT_A_TIME = 500


NOTHING_DUE = HarvestSummary(
    looks={},
    visits={},
    new_captures=0,
    unchanged=0,
    not_looked=(),
    no_listing=(),
    left_alone=(),
    interrupted=False,
)


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


def run_due(
    home: Home,
    database: Database,
    archive: Archive,
    scope: HarvestScope,
    *,
    clock: Clock,
    simulated: bool,
) -> HarvestSummary:
    """Does what is due today; NOTHING_DUE when nothing is. A run interrupted today goes on.

    Raises Busy when another process harvests in this home.
    """
    with only_one(home.harvest_lock, "nianbao harvest --due"):
        # What a killed run archived has been done, though the database has not heard of it.
        archive.heal()
        reconcile(archive, database)
        now = clock()
        name = _name(scope, local_day(now))
        crawl = database.open_crawl(name)
        _close_others(database, scope, crawl, now)
        agencies = scope.agencies(database.registry())
        # The crawl under way is left out: what it began must stay on its plan until it is done.
        schedule = make_schedule(database, agencies, now, without=crawl)
        if not schedule.planned:
            return NOTHING_DUE
        crawl = crawl or database.begin_crawl(at=now, plan=name, simulated=simulated)
        plan = harvest_plan(home.settings.harvest, crawl=crawl, clock=clock)
        plan = replace(
            plan,
            agencies=_to_look_at(agencies, schedule.planned),
            again=tuple(_again(agencies, schedule.planned)),
            had=schedule.had,
            despite_back_off=scope.despite_back_off,
        )
        return carry_out(plan, archive, database)


def _name(scope: HarvestScope, day: date | None) -> str:
    """A crawl of what was due on a day; the next day's plan is another one."""
    due = day.isoformat() if day else None
    return json.dumps({**json.loads(scope.canonical()), "due": due}, sort_keys=True)


def _close_others(
    database: Database, scope: HarvestScope, crawl: CrawlId | None, now: datetime
) -> None:
    """An interrupted run of another day is not gone on with: its looks would be of two days.

    What it left undone is due today by itself.
    """
    mine = _name(scope, None)
    for other in database.crawls():
        if other.finished is None and other.id != crawl and other.plan is not None:
            plan = json.loads(other.plan)
            if "due" in plan and json.dumps({**plan, "due": None}, sort_keys=True) == mine:
                database.finish_crawl(other.id, now)


def _to_look_at(agencies: Iterable[Agency], planned: Iterable[Planned]) -> tuple[Agency, ...]:
    """The agencies with those of their listings that are due."""
    due: dict[AgencyId, list[str]] = defaultdict(list)
    for item in planned:
        if item.kind is Kind.LOOK:
            due[item.agency].append(item.url)
    return tuple(
        replace(agency, listings=tuple(due[agency.id])) for agency in agencies if agency.id in due
    )


def _again(agencies: Iterable[Agency], planned: Iterable[Planned]) -> Iterator[Again]:
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
