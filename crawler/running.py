"""Scrapy started and run to the end or to an interruption. Only here is its reactor touched."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from scrapy.crawler import AsyncCrawlerProcess

from crawler.plan import HarvestPlan
from crawler.settings import scrapy_settings
from crawler.spider import RegistrySpider
from storage.archive import Archive
from storage.database import Database

Kind = TypeVar("Kind", bound=RegistrySpider)
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(
    plan: HarvestPlan,
    archive: Archive,
    database: Database,
    kind: type[Kind],
) -> Kind:
    """The spider after its work. Raises what stopped it."""
    _quieten()
    process = AsyncCrawlerProcess(scrapy_settings(plan))
    crawler = process.create_crawler(kind)
    process.crawl(crawler, plan=plan, archive=archive, database=database)
    # Visits wait for the disk together; see Recorder.
    with _signals_given_back(), archive.in_batches():
        process.start()
    spider = crawler.spider
    if not isinstance(spider, kind):
        raise TypeError("Scrapy could not start the spider")
    if spider.trouble is not None:
        raise spider.trouble
    return spider


@contextmanager
def _signals_given_back() -> Iterator[None]:
    """Scrapy's handlers outlive its reactor: a later Ctrl-C would be lost."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _quieten() -> None:
    """What Scrapy logs as warnings (a body too large) we store as outcomes."""
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
