"""What is due is looked at: `nianbao harvest --due`, and each run of `nianbao schedule run`."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from crawler import HarvestSummary
from model.agency import Agency
from model.ids import AgencyId, CrawlId
from nianbao.clock import Clock, local_day
from nianbao.home import Home
from nianbao.lock import only_one
from nianbao.schedule.planned import Kind, Planned
from nianbao.stages.harvest import HarvestScope, carry_out, harvest_plan
from nianbao.stages.planning import make_schedule, visits_again
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile

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
            again=tuple(visits_again(agencies, schedule.planned)),
            had=schedule.had,
            despite_back_off=scope.despite_back_off,
            browser=scope.browser,
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
