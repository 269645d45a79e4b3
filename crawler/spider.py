"""The one spider: it goes along the registry, not along links."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.looking import Looker
from crawler.past import Past
from crawler.plan import HarvestPlan
from crawler.recorder import Recorder
from crawler.visitor import Visitor
from model.agency import Agency
from storage.archive import Archive
from storage.database import Database

_HOSTS_AT_A_TIME = 16


class RegistrySpider(Spider):
    """Looks at every listing of every agency of its plan: hosts side by side, each in order."""

    name = "registry"

    def __init__(self, plan: HarvestPlan, archive: Archive, database: Database) -> None:
        super().__init__()
        self.plan = plan
        self.past = Past(database, plan.crawl)
        self.recorder = Recorder(archive, database, self.past, max_bytes=plan.max_bytes)
        self.database = database
        self.finished = False
        self.trouble: BaseException | None = None
        """What stopped the harvest. Scrapy would log it and go on."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        recorder = spider.recorder
        crawler.signals.connect(recorder.bytes_received, signal=signals.bytes_received)
        crawler.signals.connect(recorder.response_downloaded, signal=signals.response_downloaded)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        try:
            await self._harvest()
        except BaseExceptionGroup as group:
            self.trouble = _first(group)
        else:
            self.finished = True
        # Nothing is left for Scrapy's scheduler: every visit has been awaited.
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _harvest(self) -> None:
        visitor = Visitor(
            self.plan,
            download=self._download,
            recorder=self.recorder,
            database=self.database,
            past=self.past,
        )
        looker = Looker(self.plan, visitor=visitor, recorder=self.recorder, past=self.past)
        turns = asyncio.Semaphore(_HOSTS_AT_A_TIME)

        async def go_along(listings: Iterable[tuple[Agency, str]]) -> None:
            async with turns:
                for agency, listing in listings:
                    await looker.look_at(agency, listing)

        async with asyncio.TaskGroup() as group:
            for listings in _by_host(self.plan.agencies):
                group.create_task(go_along(listings))

    async def _download(self, request: Request) -> Response:
        if self.crawler.engine is None:
            raise RuntimeError("the spider runs without an engine")
        return await self.crawler.engine.download_async(request)


def _by_host(agencies: Iterable[Agency]) -> Iterable[list[tuple[Agency, str]]]:
    """Agencies with their listings, one list for each host, in the registry's order."""
    hosts: dict[str, list[tuple[Agency, str]]] = defaultdict(list)
    for agency in agencies:
        for listing in agency.listings:
            hosts[urlsplit(listing).hostname or ""].append((agency, listing))
    return hosts.values()


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
