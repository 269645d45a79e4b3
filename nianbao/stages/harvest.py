"""Which agencies to look at, and whether an interrupted harvest goes on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler import HarvestPlan, HarvestSummary, TlsException, harvest
from crawler.plan import Again
from model.agency import Agency, Level, Registry
from model.ids import AgencyId, CrawlId
from nianbao import __version__
from nianbao.clock import Clock
from nianbao.home import Home
from nianbao.lock import only_one
from nianbao.settings import HarvestSettings
from nianbao.stages.audit import in_region
from nianbao.stages.planning import make_schedule, visits_again
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile

RESUME_WITHIN = timedelta(hours=24)
"""An older interrupted harvest is begun anew: half of its looks would be of another day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestScope:
    """What the user asked for; None leaves that side open."""

    agency: AgencyId | None = None
    region: str | None = None
    level: Level | None = None
    years: tuple[int, int] | None = None
    limit: int | None = None
    despite_back_off: bool = False
    """Ask also the sites that turned us away lately."""
    browser: bool = False
    """Read in a browser whichever listing turns out to need one."""

    def canonical(self) -> str:
        """The same words for the same scope: by it an interrupted harvest is found again."""
        value: dict[str, object] = {
            "agency": self.agency,
            "region": self.region,
            "level": self.level.value if self.level else None,
            "years": list(self.years) if self.years else None,
            "limit": self.limit,
        }
        # A crawl of its own: in one that went without, what was not read counts as visited.
        if self.despite_back_off:
            value["despite_back_off"] = True
        if self.browser:
            value["browser"] = True
        return json.dumps(value, sort_keys=True, ensure_ascii=False)

    def agencies(self, registry: Registry) -> tuple[Agency, ...]:
        chosen = [
            agency
            for agency in registry.agencies
            if (self.agency is None or agency.id == self.agency)
            and (self.level is None or agency.level is self.level)
            and (self.region is None or in_region(agency, self.region))
        ]
        return tuple(chosen[: self.limit])


def run_harvest(
    home: Home,
    database: Database,
    archive: Archive,
    scope: HarvestScope,
    *,
    clock: Clock,
    simulated: bool,
    resume: bool,
) -> HarvestSummary:
    """Looks at every listing of the scope once, and at reports that are due for another visit.

    An interrupted run goes on where it was.

    Raises Busy when another process harvests in this home.
    """
    with only_one(home.harvest_lock, "nianbao harvest"):
        # What a killed run archived has been done, though the database has not heard of it.
        archive.heal()
        reconcile(archive, database)
        crawl = _crawl(database, scope.canonical(), clock(), simulated=simulated, resume=resume)
        years = tuple(range(scope.years[0], scope.years[1] + 1)) if scope.years else None
        plan = harvest_plan(home.settings.harvest, crawl=crawl, clock=clock)
        agencies = scope.agencies(database.registry())
        plan = replace(
            plan,
            agencies=agencies,
            years=years,
            again=_again(database, agencies, clock(), scope, without=crawl),
            despite_back_off=scope.despite_back_off,
            browser=scope.browser,
        )
        return carry_out(plan, archive, database)


def _again(
    database: Database,
    agencies: Sequence[Agency],
    now: datetime,
    scope: HarvestScope,
    *,
    without: CrawlId,
) -> tuple[Again, ...]:
    """A report that no listing shows any more is asked for by nobody else."""
    schedule = make_schedule(database, agencies, now, without=without)
    first, last = scope.years or (0, 9999)
    return tuple(
        again
        for again in visits_again(agencies, schedule.planned)
        if again.link.reporting_year is None or first <= again.link.reporting_year <= last
    )


def harvest_plan(settings: HarvestSettings, *, crawl: CrawlId, clock: Clock) -> HarvestPlan:
    """A plan for nobody yet, with the manners of the settings."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    return HarvestPlan(
        crawl=crawl,
        agencies=(),
        delay=settings.delay,
        timeout=settings.timeout,
        retry_pause=settings.retry_pause,
        max_bytes=settings.max_bytes,
        max_pages=settings.max_pages,
        hosts_at_a_time=settings.hosts_at_a_time,
        browser_for=frozenset(map(AgencyId, settings.browser)),
        tls=tuple(
            TlsException(
                host=each.host, reason=each.reason, unverified=each.unverified, old=each.old
            )
            for each in settings.tls
        ),
        user_agent=f"nianbao/{__version__}{contact}",
        clock=clock,
    )


def carry_out(plan: HarvestPlan, archive: Archive, database: Database) -> HarvestSummary:
    """The harvest and what comes after it; the caller holds the lock."""
    summary = harvest(plan, archive, database)
    if not summary.interrupted:
        database.finish_crawl(plan.crawl, plan.clock())
    archive.write_cdxj()
    return summary


def _crawl(
    database: Database, plan: str, now: datetime, *, simulated: bool, resume: bool
) -> CrawlId:
    unfinished = database.open_crawl(plan)
    if unfinished is not None:
        begun = next(crawl.at for crawl in database.crawls() if crawl.id == unfinished)
        # A simulated clock starts anew with every run, so it may stand before the beginning.
        if resume or abs(now - begun) < RESUME_WITHIN:
            return unfinished
        database.finish_crawl(unfinished, now)
    return database.begin_crawl(at=now, plan=plan, simulated=simulated)
