"""Reports that are visited again although no look asks for it: were they changed, are they gone?

Under the same manners as every visit: robots.txt, pace, hosts of the agency's row, and a condition
(If-None-Match, If-Modified-Since) where the site gave us validators. A page that is gone stays as a
visit with that outcome and its capture: whether a report was withdrawn is for the audit to say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.plan import Again, HarvestPlan
from model.agency import Agency


@dataclass(slots=True)
class Errands:
    """What is to be done at one host, in this order."""

    listings: list[tuple[Agency, str]] = field(default_factory=list)
    again: list[Again] = field(default_factory=list)


def errands_by_host(plan: HarvestPlan) -> Iterable[Errands]:
    """In the plan's order; a report that a look fetches anyhow is visited once in a crawl."""
    hosts: Mapping[str, Errands] = defaultdict(Errands)
    for agency in plan.agencies:
        for listing in agency.listings:
            hosts[_host(listing)].listings.append((agency, listing))
    for again in plan.again:
        hosts[_host(again.link.url)].again.append(again)
    return hosts.values()


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
