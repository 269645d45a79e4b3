"""Everything that was seen of one agency until one moment: what a verdict is made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from audit.days import local_day
from model.agency import Agency, Obligation
from model.capture import Capture, LinkKind, ListedLink, Look, Outcome, Purpose, Visit
from model.finding import Failure
from model.ids import AgencyId, CaptureId, CrawlId, Digest
from model.report import ReportVersion

Site = tuple[CrawlId, str]
"""A crawl, and a host with its port: one site as one crawl met it."""


def site_of(look: Look) -> Site:
    return look.crawl, urlsplit(look.listing).netloc


def deadline(obligation: Obligation, grace_days: int) -> date | None:
    """The last day in time; None when nothing is owed."""
    return None if obligation.due is None else obligation.due + timedelta(days=grace_days)


def is_due(obligation: Obligation, moment: datetime, grace_days: int) -> bool:
    """Whether the last day in time is over."""
    last = deadline(obligation, grace_days)
    return last is not None and local_day(moment) > last


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """What harvesting and processing gave; of any number of agencies, in any order."""

    looks: tuple[Look, ...] = ()
    reports: tuple[ReportVersion, ...] = ()
    visits: tuple[Visit, ...] = ()
    captures: Mapping[CaptureId, Capture]
    """At least the captures that looks and visits name."""
    failures: Mapping[str, Failure] = field(default_factory=dict)
    """Subject (capture id or URL) → why it could not be read. Only the words of explanations."""
    freshest: Mapping[Site, date] | None = None
    """The latest credible date that any listing of a site showed; None: `looks` has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One answer of an address, and what it gave."""

    url: str
    at: datetime
    digest: Digest
    capture: CaptureId


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A report of the agency that was met while another agency's column was looked at."""

    owner: Agency
    """Whose column it was."""
    listing: str
    at: datetime
    capture: CaptureId
    reporting_year: int | None
    declared: date | None = None
    """The date shown beside it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a look shows of the agency's reports."""

    links: tuple[ListedLink, ...]
    """The report links that may be this agency's."""
    years: tuple[frozenset[int | None], ...]
    """Of each of them, as `AgencyView.years_of` says."""
    known: frozenset[int]


_UNKNOWN: frozenset[int | None] = frozenset({None})


@dataclass(frozen=True, kw_only=True)
class AgencyView:
    """The observations of one agency until `as_of`; later ones do not exist yet.

    So an audit as of a past moment gives what an audit at that moment gave.
    """

    agency: Agency
    as_of: datetime
    looks: tuple[Look, ...]
    """In the order of time."""
    reports: tuple[ReportVersion, ...]
    """The agency's own, in the order first captured."""
    visits: tuple[Visit, ...]
    """In the order of time."""
    captures: Mapping[CaptureId, Capture]
    foreign: frozenset[Digest]
    """Payloads that turned out to be reports of other agencies."""
    failures: Mapping[str, Failure]
    elsewhere: tuple[Elsewhere, ...] = ()
    freshness: Mapping[Site, date] = field(default_factory=dict)
    """The latest credible date on any listing of a site; of those missing, the look's own counts.

    A column of annual reports stands still for a year on a site that is alive.
    """

    @classmethod
    def of(
        cls,
        agency: Agency,
        seen: Observations,
        as_of: datetime,
        *,
        elsewhere: Iterable[Elsewhere] = (),
    ) -> "AgencyView":
        reports = [version for version in seen.reports if version.capture.at <= as_of]
        return cls(
            agency=agency,
            as_of=as_of,
            looks=tuple(
                sorted(
                    (look for look in seen.looks if look.agency == agency.id and look.at <= as_of),
                    key=lambda look: (look.at, look.listing),
                )
            ),
            reports=tuple(
                sorted(
                    (version for version in reports if version.agency == agency.id),
                    key=lambda version: (version.capture.at, version.version, version.id),
                )
            ),
            visits=tuple(
                sorted(
                    (v for v in seen.visits if v.agency == agency.id and v.at <= as_of),
                    key=lambda visit: (visit.at, visit.id),
                )
            ),
            captures=seen.captures,
            foreign=frozenset(
                version.capture.payload_digest
                for version in reports
                if version.agency is not None and version.agency != agency.id
            ),
            failures=seen.failures,
            elsewhere=tuple(one for one in elsewhere if one.at <= as_of),
            freshness={} if seen.freshest is None else seen.freshest,
        )

    def capture(self, capture: CaptureId | None) -> Capture | None:
        found = self.captures.get(capture) if capture is not None else None
        return found if found is not None and found.at <= self.as_of else None

    @cached_property
    def years_by_url(self) -> Mapping[str, frozenset[int | None]]:
        """URL → reporting years of the agency's reports that we have read there.

        What others say to have had from a URL accounts for nothing that our own looks list there.
        """
        by_url: dict[str, set[int | None]] = {}
        for version in self.reports:
            if not version.capture.imported:
                by_url.setdefault(version.capture.url, set()).add(version.reporting_year)
        for url, digest in self._payloads:
            if digest in self._years_by_digest:
                by_url.setdefault(url, set()).update(self._years_by_digest[digest])
        return {url: frozenset(years) for url, years in by_url.items()}

    @cached_property
    def _years_by_digest(self) -> Mapping[Digest, set[int | None]]:
        by_digest: dict[Digest, set[int | None]] = {}
        for version in self.reports:
            by_digest.setdefault(version.capture.payload_digest, set()).add(version.reporting_year)
        return by_digest

    def read_import(self, visit: Visit) -> bool:
        """Whether a visit brought what others archived, and it was read as somebody's report."""
        capture = self.capture(visit.capture)
        return (
            capture is not None
            and capture.imported
            and (capture.payload_digest in {*self._years_by_digest, *self.foreign})
        )

    @cached_property
    def foreign_urls(self) -> frozenset[str]:
        """URLs that gave reports of other agencies and none of this one's."""
        urls = {url for url, digest in self._payloads if digest in self.foreign}
        return frozenset(urls - self.years_by_url.keys())

    @cached_property
    def walls(self) -> frozenset[tuple[CrawlId, str]]:
        """Crawls with the listings at which they were turned away."""
        return frozenset(
            (visit.crawl, listing)
            for visit in self.visits
            if visit.outcome is Outcome.BLOCKED and visit.purpose is Purpose.LISTING
            for listing in (visit.url, visit.listing)
            if listing is not None
        )

    @cached_property
    def sightings(self) -> Mapping[str, tuple[Sighting, ...]]:
        """URL as asked for → what it gave at each visit, in the order of time."""
        found: dict[str, list[Sighting]] = {}
        for visit in self.visits:
            capture = self.capture(visit.capture)
            if capture is not None:
                sighting = Sighting(
                    url=visit.url, at=visit.at, digest=capture.payload_digest, capture=capture.id
                )
                found.setdefault(visit.url, []).append(sighting)
        return {url: tuple(sightings) for url, sightings in found.items()}

    @cached_property
    def _payloads(self) -> frozenset[tuple[str, Digest]]:
        """What our own visits got, and where."""
        found: set[tuple[str, Digest]] = set()
        for visit in self.visits:
            capture = self.capture(visit.capture)
            if capture is not None and not capture.imported:
                found.add((visit.url, capture.payload_digest))
                found.add((capture.url, capture.payload_digest))
        return frozenset(found)

    def freshest(self, look: Look) -> date | None:
        return self.freshness.get(site_of(look), look.freshest)

    @cached_property
    def _shown(self) -> dict[int, Shown]:
        return {}

    def shown(self, look: Look) -> Shown:
        """`look` must be one of `looks`."""
        # By identity: looks that show the same share their links, and the view keeps them alive.
        found = self._shown.get(id(look.links))
        if found is None:
            found = self._shown[id(look.links)] = self._read(look.links)
        return found

    def _read(self, listed: tuple[ListedLink, ...]) -> Shown:
        foreign = self.foreign_urls
        links = tuple(
            link for link in listed if link.kind is LinkKind.REPORT and link.url not in foreign
        )
        years = tuple(map(self.years_of, links))
        known = frozenset(year for each in {*years} for year in each if year is not None)
        return Shown(links=links, years=years, known=known)

    def links(self, look: Look) -> tuple[ListedLink, ...]:
        """The report links of a look that may be this agency's."""
        return self.shown(look).links

    def years_of(self, link: ListedLink) -> frozenset[int | None]:
        """What a link may be about: as its title says, and as its document was read.

        When the two differ, both stand; {None} when neither is known.
        """
        key = (link.url, link.reporting_year)
        found = self._years_of.get(key)
        if found is None:
            read = self.years_by_url.get(link.url, frozenset())
            found = (read | {link.reporting_year}) - _UNKNOWN or _UNKNOWN
            self._years_of[key] = found
        return found

    @cached_property
    def _years_of(self) -> dict[tuple[str, int | None], frozenset[int | None]]:
        """A column shows the same links at nearly every look."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One obligation of the agency before the evidence."""

    view: AgencyView
    obligation: Obligation
    grace_days: int = 0

    @property
    def agency_id(self) -> AgencyId:
        return self.obligation.agency

    @property
    def year(self) -> int:
        return self.obligation.reporting_year

    @property
    def deadline(self) -> date | None:
        """The last day in time, grace included."""
        return deadline(self.obligation, self.grace_days)

    def after_deadline(self, moment: datetime) -> bool:
        return is_due(self.obligation, moment, self.grace_days)

    @cached_property
    def reports(self) -> tuple[ReportVersion, ...]:
        """The versions of the report that is owed."""
        return tuple(
            version for version in self.view.reports if version.reporting_year == self.year
        )

    @cached_property
    def _leading(self) -> dict[int, tuple[ListedLink, ...]]:
        return {}

    def leading(self, look: Look) -> tuple[ListedLink, ...]:
        """Links of a look that do lead to the report that is owed: what was read there says so, or
        the title where nothing was read.
        """
        found = self._leading.get(id(look.links))  # by identity, as `AgencyView.shown`
        if found is None:
            found = self._leading[id(look.links)] = tuple(self._leads(look))
        return found

    def _leads(self, look: Look) -> Iterator[ListedLink]:
        shown = self.view.shown(look)
        if self.year not in shown.known:
            return
        for link in shown.links:
            read = self.view.years_by_url.get(link.url)
            if self.year in (read or {link.reporting_year}):
                yield link

    def lists(self, look: Look) -> tuple[ListedLink, ...]:
        """Links of a look that may lead to the report that is owed."""
        shown = self.view.shown(look)
        return tuple(
            link
            for link, years in zip(shown.links, shown.years, strict=True)
            if self.year in years or None in years
        )

    def earlier(self, look: Look) -> frozenset[int]:
        """Earlier reporting years that a look shows for the agency."""
        return frozenset(year for year in self.view.shown(look).known if year < self.year)

    def later(self, look: Look) -> frozenset[int]:
        return frozenset(year for year in self.view.shown(look).known if year > self.year)

    @cached_property
    def known_items(self) -> frozenset[int]:
        """Earlier years for which a report of the agency is known, wherever it was met."""
        shown = {id(look.links): look for look in self.view.looks}
        listed = {year for look in shown.values() for year in self.earlier(look)}
        held = {
            version.reporting_year
            for version in self.view.reports
            if version.reporting_year is not None and version.reporting_year < self.year
        }
        return frozenset(listed | held)

    @cached_property
    def knowing_listings(self) -> frozenset[str]:
        """Listings that have shown an earlier report of the agency at any look."""
        return frozenset(look.listing for look in self.view.looks if self.earlier(look))

    @cached_property
    def unread(self) -> tuple[Visit | ListedLink, ...]:
        """Whatever may be the report that is owed but could not be read as such."""
        listed = [link for look in self.view.looks for link in self.lists(look)]
        visited = [visit for visit in self.view.visits if self._may_hold_the_report(visit)]
        return (*listed, *visited)

    @property
    def unread_because(self) -> Failure | None:
        """Why the first of them could not be read, where that is known."""
        url = self.unread[0].url
        captures = [visit.capture for visit in self.view.visits if visit.url == url]
        subjects = (url, *(capture for capture in captures if capture is not None))
        return next(
            (self.view.failures[one] for one in subjects if one in self.view.failures), None
        )

    def _may_hold_the_report(self, visit: Visit) -> bool:
        """A failed visit counts as much as a capture: there was something to be visited."""
        if visit.url in self.view.foreign_urls:
            return False
        if visit.reporting_year is not None:
            held = visit.purpose in (Purpose.REPORT, Purpose.ATTACHMENT, Purpose.ADDED)
            return held and visit.reporting_year == self.year
        # The page an attachment hangs on speaks for it, so one of unknown year does not count.
        unknown = visit.url not in self.view.years_by_url and not self.view.read_import(visit)
        return unknown and visit.purpose in (Purpose.REPORT, Purpose.ADDED)
