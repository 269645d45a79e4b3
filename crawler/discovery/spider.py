"""The registry's spider on its way to columns that nobody knows yet."""

import asyncio
from collections import Counter
from typing import Any

from crawler.discovery.finding import Finder
from crawler.discovery.proposals import Discovery
from crawler.spider import RegistrySpider
from crawler.visitor import Visitor
from model.agency import Agency, Registry
from model.ids import AgencyId


class DiscoverySpider(RegistrySpider):
    """Searches for each agency of its plan; agencies side by side, hosts at their own pace."""

    name = "discovery"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[AgencyId, Discovery] = {}

    async def _harvest(self) -> None:
        visitor = Visitor(
            self.plan,
            download=self._download,
            recorder=self.recorder,
            database=self.database,
            past=self.past,
        )
        crowded = crowded_hosts(self.database.registry())
        turns = asyncio.Semaphore(self.plan.hosts_at_a_time)

        async def find(agency: Agency) -> None:
            shared = any(host in crowded for host in agency.hosts)
            async with turns:
                finder = Finder(agency, visitor=visitor, shared_host=shared)
                self.found[agency.id] = await finder.find()

        async with asyncio.TaskGroup() as group:
            for agency in self.plan.agencies:
                group.create_task(find(agency))


def crowded_hosts(registry: Registry) -> frozenset[str]:
    """Hosts that more than one agency of the registry uses."""
    counted = Counter(host for agency in registry.agencies for host in agency.hosts)
    return frozenset(host for host, count in counted.items() if count > 1)
