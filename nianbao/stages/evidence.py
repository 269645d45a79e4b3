"""The evidence about some agencies, read from the database as far as their audit needs it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

from audit import Observations
from audit.case import Site
from audit.grouping import is_credible
from model.capture import Capture, Look, Visit
from model.finding import Finding
from model.ids import AgencyId, CaptureId, ReportId
from model.report import ReportVersion
from nianbao.stages.checking import checks_of
from nianbao.stages.judges import rules_digest
from nianbao.stages.process import STAGE
from storage.database import Checks, Evidence

K = TypeVar("K")
V = TypeVar("V")


class Gathering:
    """Reads observations of a few agencies after the other.

    Whoever is handed them may ask for any capture, failure or site: what was not read along is
    looked up then, so that nothing is missing and little is read in vain.
    """

    def __init__(self, evidence: Evidence, years: tuple[int, int], as_of: datetime) -> None:
        self._evidence = evidence
        self._years = years
        self._as_of = as_of
        self._freshest = _LookedUp(self._freshest_of)
        self.new_checks: dict[ReportId, Checks] = {}

    @cached_property
    def _sites(self) -> Mapping[str, list[str]]:
        return _by_site(self._evidence.listings_looked_at())

    def telling(self, agencies: Iterable[AgencyId]) -> Observations:
        """All looks and reports, and every visit that can matter once the report was found.

        The visits left out went to listings and the like, were not refused, and their addresses
        never gave a report: they can explain why one was not found, and nothing else.
        """
        ids = list(agencies)
        reports = self._versions_whole(self._evidence.reports(ids))
        visits = self._with_others(ids, reports, self._evidence.telling_visits(ids))
        looks = tuple(self._evidence.looks(ids))
        held = {version.capture.id: version.capture for version in reports}
        return Observations(
            looks=looks,
            reports=reports,
            visits=visits,
            captures=self._captures(held, visits, looks),
            failures=_LookedUp(lambda subject: self._evidence.failure(STAGE, subject)),
            freshest=self._freshest,
        )

    def whole(self, agencies: Iterable[AgencyId], seen: Observations) -> Observations:
        """`seen` (of these agencies and others) with all the visits of these."""
        ids = list(agencies)
        visits = self._with_others(ids, seen.reports, self._evidence.visits(ids))
        captures = self._captures(dict(seen.captures), visits)
        return replace(seen, visits=visits, captures=captures)

    def checks(self, versions: Iterable[ReportVersion]) -> Mapping[ReportId, tuple[Finding, ...]]:
        """What the rules say of their figures, whosoever's they are."""
        wanted = {version.id: version.report for version in versions}
        made = self._evidence.checks(wanted, rules_digest())
        figures = self._evidence.figures(id_ for id_ in wanted if id_ not in made)
        new = {id_: checks_of(replace(wanted[id_], measures=figures[id_])) for id_ in figures}
        self.new_checks.update(new)
        return {**made, **{id_: one.findings for id_, one in new.items()}}

    def _versions_whole(self, reports: tuple[ReportVersion, ...]) -> tuple[ReportVersion, ...]:
        """With text and figures where several documents may be versions of one report."""
        first, last = self._years
        count = Counter((version.agency, version.reporting_year) for version in reports)
        several = [
            version.id
            for version in reports
            if count[version.agency, version.reporting_year] > 1
            and version.reporting_year is not None
            and first <= version.reporting_year <= last
        ]
        whole = self._evidence.whole_reports(several) if several else {}
        return tuple(whole.get(version.id, version) for version in reports)

    def _with_others(
        self, agencies: list[AgencyId], reports: tuple[ReportVersion, ...], own: tuple[Visit, ...]
    ) -> tuple[Visit, ...]:
        """And the visits for others that tell something about these reports; oldest first."""
        imported = [version.capture.id for version in reports if version.capture.imported]
        others = (
            *self._evidence.visits_elsewhere(agencies, self._years),
            *(self._evidence.visits_with(imported) if imported else ()),
        )
        if not others:
            return own
        return tuple(sorted({visit.id: visit for visit in (*own, *others)}.values(), key=_order))

    def _captures(
        self,
        known: Mapping[CaptureId, Capture],
        visits: Iterable[Visit],
        looks: Iterable[Look] = (),
    ) -> Mapping[CaptureId, Capture]:
        """Those of looks only from the first of the years on: of earlier ones the pages
        are hardly ever asked for.
        """
        led_to = [visit.capture for visit in visits if visit.capture is not None]
        seen = [page for look in looks if look.at.year >= self._years[0] for page in look.pages]
        wanted = (id_ for id_ in (*led_to, *seen) if id_ not in known)
        return _LookedUp(self._capture, {**known, **self._evidence.captures(wanted)})

    def _capture(self, id_: CaptureId) -> Capture | None:
        return self._evidence.captures([id_]).get(id_)

    def _freshest_of(self, site: Site) -> date | None:
        crawl, host = site
        shown = self._evidence.dates_shown(crawl, self._sites.get(host, ()))
        credible = (day for at, day in shown if at <= self._as_of and is_credible(day, at))
        return max(credible, default=None)


class _LookedUp(Mapping[K, V]):
    """What is asked for is looked up once; it is all that iterating gives."""

    def __init__(
        self, look_up: Callable[[K], V | None], known: Mapping[K, V] | None = None
    ) -> None:
        self._look_up = look_up
        self._known: dict[K, V | None] = dict(known or {})

    def __getitem__(self, key: K) -> V:
        if key not in self._known:
            self._known[key] = self._look_up(key)
        found = self._known[key]
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: K, default: Any = None) -> Any:
        # As the abstract class has it, without an exception for each that is not there.
        if key not in self._known:
            self._known[key] = self._look_up(key)
        found = self._known[key]
        return default if found is None else found

    def __iter__(self) -> Iterator[K]:
        return (key for key, value in self._known.items() if value is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _by_site(listings: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for listing in listings:
        found.setdefault(urlsplit(listing).netloc, []).append(listing)
    return found


def _order(visit: Visit) -> tuple[object, ...]:
    place = (visit.record.warc, visit.record.offset) if visit.record else ("", -1)
    return visit.at, place, visit.id
