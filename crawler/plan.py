"""What a harvest is told, and what it tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from model.agency import Agency
from model.capture import ListedLink, LookEnd, Outcome
from model.ids import AgencyId, CrawlId

CHINA = timezone(timedelta(hours=8))
"""Days are the sites' days; China has had no other time since 1991."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsException:
    """What one host is allowed in TLS that no other is, because somebody said so."""

    host: str
    """`host`, or `host:port` for that port only."""
    reason: str
    unverified: bool = False
    """Its certificate is not checked at all."""
    old: bool = False
    """TLS 1.0 and 1.1, weak ciphers and insecure renegotiation are taken."""

    @property
    def words(self) -> str:
        """For the archive: `unverified, old TLS: <reason>`."""
        named = (("unverified", self.unverified), ("old TLS", self.old))
        return f"{', '.join(word for word, allowed in named if allowed)}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOff:
    """A host, or one page of it, that is not to be asked before a day has come."""

    place: str
    """`host` or `host:port`."""
    url: str | None
    """The only page that is left alone; None for the whole host."""
    since: datetime
    """The last time we asked and were turned away."""
    until: datetime
    """The earliest moment at which it may be asked again."""
    outcome: Outcome
    reason: str
    """`HTTP 412`, `challenge page`, …"""

    @property
    def next_day(self) -> date:
        """In China."""
        return self.until.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A report to be visited again, with what is attached to it."""

    agency: Agency
    listing: str
    """The listing that linked it."""
    link: ListedLink


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
    retry_pause: float = 5.0
    """Seconds before a request that failed in passing is repeated; doubled for the next time."""
    hosts_at_a_time: int = 128
    """Each of them is asked by one connection, as slowly as `delay` says."""
    despite_back_off: bool = False
    """Ask also the sites that turned us away lately: a person said so."""
    tls: tuple[TlsException, ...] = ()
    browser: bool = False
    """Read in a browser whichever listing turns out to need one."""
    browser_for: frozenset[AgencyId] = frozenset()
    """Agencies whose listings are read in a browser in any case."""

    again: tuple[Again, ...] = ()
    """Visited besides what the looks lead to, also for agencies that are not looked at."""
    had: Mapping[AgencyId, frozenset[str]] = field(default_factory=dict)
    """URLs of reports that a look need not fetch again: we have them."""

    @property
    def needs_browser(self) -> bool:
        return self.browser or any(agency.id in self.browser_for for agency in self.agencies)


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
    left_alone: tuple[BackOff, ...]
    """Hosts and pages of the plan's agencies that turned us away; not asked before their day."""
    interrupted: bool
    """Stopped before everything was visited. The same crawl can be resumed."""
