"""One harvest, from a plan to its summary."""

from collections import Counter

from crawler.browser import chromium
from crawler.plan import BackOff, HarvestPlan, HarvestSummary
from model.capture import LookEnd, Outcome
from registry import admits
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile


def harvest(plan: HarvestPlan, archive: Archive, database: Database) -> HarvestSummary:
    """Looks at every listing of the plan's agencies and captures what is new. Blocks.

    At most once in a process: Twisted's reactor cannot be started again. A SIGINT drops the visits
    under way and ends it, resumable with the same crawl id; a second one may come out as
    KeyboardInterrupt and loses no more than the first.

    Raises: NoSpace, ArchiveError, StorageError; UsageError where the plan wants a browser and none
    is installed.
    """
    if plan.needs_browser:
        chromium()
    # Scrapy and Twisted take half a second to import, which every other command would pay for.
    from crawler.running import run  # noqa: PLC0415
    from crawler.spider import RegistrySpider  # noqa: PLC0415

    # A killed run may have archived what the database has not heard of.
    archive.heal()
    reconcile(archive, database)
    spider = run(plan, archive, database, RegistrySpider)
    return _sum_up(plan, database, interrupted=not spider.finished)


def _sum_up(plan: HarvestPlan, database: Database, *, interrupted: bool) -> HarvestSummary:
    tally = database.crawl_tally(plan.crawl)
    failed = {
        (agency.id, end): None
        for agency in plan.agencies
        for listing in agency.listings
        if (end := tally.ends.get((agency.id, listing), LookEnd.READ_TO_END))
        is not LookEnd.READ_TO_END
    }
    return HarvestSummary(
        looks=Counter(tally.ends.values()),
        visits=tally.visits,
        new_captures=tally.visits.get(Outcome.CAPTURED, 0),
        unchanged=tally.visits.get(Outcome.UNCHANGED, 0),
        not_looked=tuple(failed),
        no_listing=tuple(agency.id for agency in plan.agencies if not agency.listings),
        left_alone=_left_alone(plan, database),
        interrupted=interrupted,
    )


def _left_alone(plan: HarvestPlan, database: Database) -> tuple[BackOff, ...]:
    from crawler.backing_off import MEMORY, back_offs  # noqa: PLC0415 - as above

    now = plan.clock()
    found = back_offs(database.visits_near_walls(since=now - MEMORY), now)
    hosts = {host for agency in plan.agencies for host in agency.hosts}
    schemes = ("http", "https")
    return tuple(
        each
        for each in found
        if any(admits(hosts, f"{scheme}://{each.place}/") for scheme in schemes)
    )
