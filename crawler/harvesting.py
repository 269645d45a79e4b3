"""One harvest: Scrapy started, run to the end or to an interruption, and summed up."""

import logging
from collections import Counter

from scrapy.crawler import AsyncCrawlerProcess

from crawler.past import Past
from crawler.plan import HarvestPlan, HarvestSummary
from crawler.settings import scrapy_settings
from crawler.spider import RegistrySpider
from model.capture import LookEnd, Outcome, Purpose
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile


def harvest(plan: HarvestPlan, archive: Archive, database: Database) -> HarvestSummary:
    """Looks at every listing of the plan's agencies and captures what is new. Blocks.

    At most once in a process: Twisted's reactor cannot be started again. The first SIGINT ends it
    between two visits, resumable with the same crawl id; the second at once, which loses no more
    than the visits under way.

    Raises: NoSpace, ArchiveError, StorageError.
    """
    # A killed run may have archived what the database has not heard of.
    archive.heal()
    reconcile(archive, database)
    _quieten()
    process = AsyncCrawlerProcess(scrapy_settings(plan))
    crawler = process.create_crawler(RegistrySpider)
    process.crawl(crawler, plan=plan, archive=archive, database=database)
    process.start()
    spider = crawler.spider
    if not isinstance(spider, RegistrySpider):
        raise TypeError("Scrapy could not start the spider")
    if spider.trouble is not None:
        raise spider.trouble
    return _sum_up(plan, spider.past, interrupted=not spider.finished)


def _quieten() -> None:
    """What Scrapy logs as warnings (a body too large) we store as outcomes."""
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


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
