"""The one spider: it goes along the registry, not along links."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from crawler.browser import Browser
from crawler.looking import Looker
from crawler.past import Past
from crawler.plan import HarvestPlan
from crawler.recapturing import Errands, errands_by_host
from crawler.recorder import Recorder
from crawler.visitor import Visitor
from storage.archive import Archive
from storage.database import Database


class RegistrySpider(Spider):
    """Looks at every listing of every agency of its plan: hosts side by side, each in order."""

    name = "registry"

    def __init__(self, plan: HarvestPlan, archive: Archive, database: Database) -> None:
        super().__init__()
        self.plan = plan
        self.past = Past(database, plan.crawl)
        self.recorder = Recorder(archive, database, max_bytes=plan.max_bytes)
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
        if not self.plan.needs_browser:
            await self._go_along_all(browser=None)
            return
        async with Browser(self.plan.user_agent) as browser:
            await self._go_along_all(browser)

    async def _go_along_all(self, browser: Browser | None) -> None:
        visitor = Visitor(
            self.plan,
            download=self._download,
            recorder=self.recorder,
            database=self.database,
            past=self.past,
            browser=browser,
        )
        looker = Looker(self.plan, visitor=visitor, recorder=self.recorder, past=self.past)
        turns = asyncio.Semaphore(self.plan.hosts_at_a_time)

        async def go_along(errands: Errands) -> None:
            async with turns:
                for agency, listing in errands.listings:
                    await looker.look_at(agency, listing)
                for again in errands.again:
                    await looker.visit_report(again.agency, again.listing, again.link)

        async with asyncio.TaskGroup() as group:
            for errands in errands_by_host(self.plan):
                group.create_task(go_along(errands))

    async def _download(self, request: Request) -> Response:
        if self.crawler.engine is None:
            raise RuntimeError("the spider runs without an engine")
        return await self.crawler.engine.download_async(request)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
