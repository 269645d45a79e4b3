"""One harvest, from a plan to its summary."""

from collections import Counter

from crawler.past import Past
from crawler.plan import HarvestPlan, HarvestSummary
from model.capture import LookEnd, Outcome, Purpose
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile


def harvest(plan: HarvestPlan, archive: Archive, database: Database) -> HarvestSummary:
    """Looks at every listing of the plan's agencies and captures what is new. Blocks.

    At most once in a process: Twisted's reactor cannot be started again. A SIGINT drops the visits
    under way and ends it, resumable with the same crawl id; a second one may come out as
    KeyboardInterrupt and loses no more than the first.

    Raises: NoSpace, ArchiveError, StorageError.
    """
    # Scrapy and Twisted take half a second to import, which every other command would pay for.
    from crawler.running import run  # noqa: PLC0415

    # A killed run may have archived what the database has not heard of.
    archive.heal()
    reconcile(archive, database)
    spider = run(plan, archive, database)
    return _sum_up(plan, spider.past, interrupted=not spider.finished)


def _sum_up(plan: HarvestPlan, past: Past, *, interrupted: bool) -> HarvestSummary:
    # A site without robots.txt is no site where something was not found.
    outcomes = Counter(
        visit.outcome for visit in past.visits if visit.purpose is not Purpose.ROBOTS
    )
    ends = {(look.agency, look.listing): look.end for look in past.looks}
    failed = {
        (agency.id, end): None
        for agency in plan.agencies
        for listing in agency.listings
        if (end := ends.get((agency.id, listing), LookEnd.READ_TO_END)) is not LookEnd.READ_TO_END
    }
    return HarvestSummary(
        looks=Counter(ends.values()),
        visits=outcomes,
        new_captures=outcomes[Outcome.CAPTURED],
        unchanged=outcomes[Outcome.UNCHANGED],
        not_looked=tuple(failed),
        no_listing=tuple(agency.id for agency in plan.agencies if not agency.listings),
        interrupted=interrupted,
    )
