"""What a harvest is told, and what it tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from model.agency import Agency
from model.capture import LookEnd, Outcome
from model.ids import AgencyId, CrawlId


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestPlan:
    """Whom to look at in one crawl, and how gently."""

    crawl: CrawlId
    """From `Database.begin_crawl`, or `open_crawl` to go on with one that was interrupted."""
    agencies: tuple[Agency, ...]
    user_agent: str
    """Honest, with a contact: `nianbao/0.1 (+mailto:…)`."""
    clock: Callable[[], datetime]
    """The moment now, UTC, time zone aware."""
    years: tuple[int, ...] | None = None
    """Reporting years whose reports are fetched; None for all. Listings are read in any case."""
    delay: float = 2.0
    """Seconds between two requests to one host, at least."""
    timeout: float = 60.0
    """Seconds until a response must have come in whole."""
    max_bytes: int = 64 << 20
    """Of a response as sent, and of its entity once decoded."""
    max_pages: int = 100
    """Pages of one listing; with more it counts as not read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestSummary:
    """What the crawl brought so far, earlier interrupted runs of it included."""

    looks: Mapping[LookEnd, int]
    visits: Mapping[Outcome, int]
    """Those to robots.txt left out."""
    new_captures: int
    """Visits whose payload we did not have before."""
    unchanged: int
    not_looked: tuple[tuple[AgencyId, LookEnd], ...]
    """Agencies with a listing that could not be read to its end, and why; in the plan's order."""
    no_listing: tuple[AgencyId, ...]
    """Agencies for which the registry names no listing: nobody can look at them."""
    interrupted: bool
    """Stopped before everything was visited. The same crawl can be resumed."""
