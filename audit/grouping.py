"""Observations sorted by agency once, so that a national audit is one pass and not 140,000."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from audit.case import AgencyView, Elsewhere, Observations, Site, site_of
from audit.days import local_day
from audit.imports import as_had
from model.agency import Agency, Registry
from model.capture import ListedLink, Look, Visit
from model.ids import AgencyId, Digest
from model.report import ReportVersion
from registry import normalise_name
from registry.titles import full_name, read_title


class Grouped:
    """Hands out the view of one agency at a time.

    `seen` may be limited to some agencies: then it holds their looks and visits, every report that
    these visits gave, whosoever's visits that gave reports of theirs or brought imported ones of
    them, and `freshest`. `speakers` saves making them of the registry again and again.
    """

    def __init__(
        self,
        registry: Registry,
        seen: Observations,
        as_of: datetime,
        *,
        speakers: "Speakers | None" = None,
    ) -> None:
        seen = as_had(seen)
        if seen.freshest is None:
            seen = replace(seen, freshest=_site_freshness(seen.looks, as_of))
        self._seen = seen
        self._as_of = as_of
        self._registry = registry
        self._looks: dict[AgencyId, list[Look]] = defaultdict(list)
        self._visits: dict[AgencyId, list[Visit]] = defaultdict(list)
        self._reports: dict[AgencyId, list[ReportVersion]] = defaultdict(list)
        self._by_digest: dict[Digest, list[ReportVersion]] = defaultdict(list)
        self._visitors: dict[Digest, list[Visit]] = defaultdict(list)
        self._speakers = speakers or Speakers(registry)
        self._views: dict[AgencyId, AgencyView] = {}
        for look in seen.looks:
            self._looks[look.agency].append(look)
        for visit in seen.visits:
            if visit.agency is not None:
                self._visits[visit.agency].append(visit)
                capture = seen.captures.get(visit.capture) if visit.capture else None
                if capture is not None:
                    self._visitors[capture.payload_digest].append(visit)
        for version in seen.reports:
            self._by_digest[version.capture.payload_digest].append(version)
            if version.agency is not None:
                self._reports[version.agency].append(version)

    def view(self, agency: Agency) -> AgencyView:
        if agency.id not in self._views:
            self._views[agency.id] = AgencyView.of(
                agency, self._of(agency), self._as_of, elsewhere=self._elsewhere(agency)
            )
        return self._views[agency.id]

    def _elsewhere(self, agency: Agency) -> Iterator[Elsewhere]:
        for version in self._reports[agency.id]:
            for visit in self._visitors[version.capture.payload_digest]:
                owner = self._registry.get(visit.agency) if visit.agency else None
                if owner is None or owner.id == agency.id:
                    continue
                if visit.listing is not None and visit.capture is not None:
                    yield Elsewhere(
                        owner=owner,
                        listing=visit.listing,
                        at=visit.at,
                        capture=visit.capture,
                        reporting_year=version.reporting_year,
                        declared=visit.declared,
                    )

    def _of(self, agency: Agency) -> Observations:
        visits = [visit for visit in self._visits[agency.id] if not self._is_anothers(visit)]
        reports = {version.id: version for version in self._reports[agency.id]}
        for visit in visits:
            capture = self._seen.captures.get(visit.capture) if visit.capture else None
            for version in self._by_digest.get(capture.payload_digest, ()) if capture else ():
                reports[version.id] = version
        return Observations(
            looks=self._own(self._looks[agency.id]),
            reports=tuple(reports.values()),
            visits=tuple(visits),
            captures=self._seen.captures,
            failures=self._seen.failures,
            freshest=self._seen.freshest,
        )

    def _own(self, looks: Iterable[Look]) -> tuple[Look, ...]:
        """Without links whose titles name others."""
        kept: dict[tuple[int, str], tuple[ListedLink, ...]] = {}
        own: list[Look] = []
        for look in looks:
            if self._speakers.share(look.listing):
                key = (id(look.links), look.listing)
                if key not in kept:
                    kept[key] = self._unnamed(look)
                own.append(replace(look, links=kept[key]))
            else:
                own.append(look)
        return tuple(own)

    def _unnamed(self, look: Look) -> tuple[ListedLink, ...]:
        return tuple(
            link
            for link in look.links
            if not self._speakers.names_another(link.title, look.listing, look.agency)
        )

    def _is_anothers(self, visit: Visit) -> bool:
        return (
            visit.agency is not None
            and visit.title is not None
            and visit.listing is not None
            and self._speakers.names_another(visit.title, visit.listing, visit.agency)
        )


class Speakers:
    """Whose report a title announces, on a listing that several agencies share."""

    def __init__(self, registry: Registry) -> None:
        sharing: dict[str, list[Agency]] = defaultdict(list)
        for agency in registry.agencies:
            for listing in agency.listings:
                sharing[listing].append(agency)
        self._names = {
            listing: _names(agencies) for listing, agencies in sharing.items() if len(agencies) > 1
        }

    def share(self, listing: str) -> bool:
        return listing in self._names

    def names_another(self, title: str, listing: str, agency: AgencyId) -> bool:
        """Only when the title bears exactly the name of other sharers: in doubt it is ours."""
        names = self._names.get(listing)
        printed = read_title(title).agency if names else None
        if names is None or printed is None:
            return False
        speakers = names.get(normalise_name(full_name(printed)), set())
        return bool(speakers) and agency not in speakers


def _names(agencies: Iterable[Agency]) -> dict[str, set[AgencyId]]:
    names: dict[str, set[AgencyId]] = defaultdict(set)
    for agency in agencies:
        for name in (agency.name, *agency.aliases):
            names[normalise_name(full_name(name))].add(agency.id)
    return dict(names)


def is_credible(shown: date, at: datetime) -> bool:
    """Whether a listing can have shown this date when it was looked at."""
    return shown <= local_day(at) + timedelta(days=1)


def _site_freshness(looks: Iterable[Look], as_of: datetime) -> dict[Site, date]:
    """The latest credible date that any listing of a site showed in one crawl, until `as_of`."""
    freshest: dict[Site, date] = {}
    for look in looks:
        if look.at > as_of or look.freshest is None:
            continue
        if not is_credible(look.freshest, look.at):
            continue
        site = site_of(look)
        freshest[site] = max(look.freshest, freshest.get(site, look.freshest))
    return freshest
