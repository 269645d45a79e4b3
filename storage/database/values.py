"""What the database hands out besides the vocabulary of `model`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from model.capture import Capture, ListedLink, Look, LookEnd, Outcome, Visit
from model.finding import Decision, Finding
from model.ids import AgencyId, CrawlId, Digest
from model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncCounts:
    """What bringing in a registry changed, in agencies."""

    added: int
    changed: int
    unchanged: int
    removed: int
    """No longer in the registry. What we archived about them stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    id: CrawlId
    at: datetime
    plan: str | None
    """Canonical JSON of the harvest's filters; None when rebuilt from the archive."""
    simulated: bool
    finished: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlTally:
    """What a crawl came to so far, without the visits and looks themselves."""

    visits: Mapping[Outcome, int]
    """Those to robots.txt left out."""
    ends: Mapping[tuple[AgencyId, str], LookEnd]
    """How the last look at each listing ended; by agency and listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """For a conditional request, and the capture that a 304 then stands for."""

    etag: str | None
    last_modified: str | None
    holder: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One payload that has not been read by the current code."""

    digest: Digest
    capture: Capture
    """The first capture that holds the payload."""
    visits: tuple[Visit, ...]
    """All visits that led to this payload, oldest first: title, URL, declared day, agency, year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What the rules say of the figures of one document, whosoever's it is."""

    made_by: str
    """A digest of the rules: by others it counts for nothing."""
    findings: tuple[Finding, ...]
    """Without agency, year and report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document that was read as a report, and whose it is: to be stored."""

    digest: Digest
    agency: AgencyId | None
    agency_name: str
    reporting_year: int | None
    """The year under which it is filed, after everything that is known was weighed."""
    report: Report
    checks: Checks | None = None
    """None: the next audit will check it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When a document was met, by captures of its payload."""

    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A look at a listing without what it saw."""

    listing: str
    at: datetime
    end: LookEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A report link as the latest whole look at a listing saw it."""

    listing: str
    link: ListedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What planning has to know of one agency."""

    glances: tuple[Glance, ...] = ()
    """Oldest first."""
    listed: tuple[Listed, ...] = ()
    visits: tuple[Visit, ...] = ()
    """To reports and what is attached to them, oldest first."""
    years: frozenset[int] = frozenset()
    """Reporting years of which a report is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvested:
    """Things that were archived, to be registered together."""

    captures: Sequence[Capture] = ()
    visits: Sequence[Visit] = ()
    looks: Sequence[Look] = ()
    decisions: Sequence[Decision] = ()
    simulated: bool = False
    """Whether crawls that are registered along with them ran under a simulated clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """How many of them the database had not known."""

    captures: int = 0
    visits: int = 0
    looks: int = 0
    decisions: int = 0


Counts = Mapping[str, int]
"""Rows by table, for people who want to know how much there is."""
