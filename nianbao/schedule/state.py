"""What planning knows of one agency, in days; and what it will know after a planned day. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from model.agency import Agency
from model.capture import LookEnd, Outcome, Purpose, Visit
from nianbao.clock import local_day
from nianbao.schedule.planned import Kind, Planned
from storage.database import Listed, Watch

_HAD = frozenset({Outcome.CAPTURED, Outcome.UNCHANGED})
_ANSWERED = _HAD | {Outcome.NOT_FOUND, Outcome.SOFT_404, Outcome.MOVED}
"""The site said what has become of the page. That it is gone is an answer as well."""
_PASSING = frozenset({Outcome.UNREACHABLE, Outcome.TRUNCATED, Outcome.BLOCKED})
"""What may be otherwise tomorrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDay:
    day: date
    end: LookEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a listing linked as a report, and what visiting it gave."""

    url: str
    listing: str | None
    title: str | None
    declared: date | None
    reporting_year: int | None
    first: date | None = None
    """When we first had it; None when we never did."""
    answered: date | None = None
    """When the site last said what is there."""
    tried: date | None = None
    failures: int = 0
    """Visits without an answer since then."""
    gaps: frozenset[date] = frozenset()
    """Days on which a file attached to it could not be had."""

    @property
    def incomplete(self) -> bool:
        return self.answered in self.gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    agency: Agency
    looks: Mapping[str, tuple[LookDay, ...]] = field(default_factory=dict)
    """Listing → looks at it, oldest first."""
    pages: tuple[Page, ...] = ()
    found: frozenset[int] = frozenset()
    """Reporting years of which we have the report."""


def watched(agency: Agency, watch: Watch) -> Watched:
    looks: dict[str, list[LookDay]] = {}
    for glance in watch.glances:
        day = LookDay(day=local_day(glance.at), end=glance.end)
        looks.setdefault(glance.listing, []).append(day)
    return Watched(
        agency=agency,
        looks={listing: tuple(days) for listing, days in looks.items()},
        pages=_pages(watch),
        found=watch.years,
    )


def after(known: Watched, planned: Iterable[Planned], day: date) -> Watched:
    """The state if everything planned for `day` goes well and brings nothing new."""
    looks = dict(known.looks)
    visited = set()
    for item in planned:
        if item.kind is Kind.LOOK:
            done = LookDay(day=day, end=LookEnd.READ_TO_END)
            looks[item.url] = (*looks.get(item.url, ()), done)
        else:
            visited.add(item.url)
    pages = tuple(_visited(page, day) if page.url in visited else page for page in known.pages)
    return replace(known, looks=looks, pages=pages)


def _visited(page: Page, day: date) -> Page:
    return replace(page, first=page.first or day, answered=day, tried=day, failures=0)


def _pages(watch: Watch) -> tuple[Page, ...]:
    pages = {listed.link.url: _listed(listed) for listed in watch.listed}
    latest: dict[str, Page] = {}
    """Crawl → the page visited last, which an attachment visited next hangs on."""
    for visit in watch.visits:
        if visit.purpose is Purpose.REPORT:
            page = _take(pages.get(visit.url) or _linked(visit), visit)
            pages[visit.url] = latest[visit.crawl] = page
        elif visit.crawl in latest and visit.outcome in _PASSING:
            page = latest[visit.crawl]
            page = replace(page, gaps=page.gaps | {local_day(visit.at)})
            pages[page.url] = latest[visit.crawl] = page
    return tuple(pages.values())


def _take(page: Page, visit: Visit) -> Page:
    day = local_day(visit.at)
    if visit.outcome not in _ANSWERED:
        return replace(page, tried=day, failures=page.failures + 1)
    first = page.first or (day if visit.outcome in _HAD else None)
    return replace(page, first=first, answered=day, tried=day, failures=0)


def _listed(listed: Listed) -> Page:
    link = listed.link
    return Page(
        url=link.url,
        listing=listed.listing,
        title=link.title,
        declared=link.declared,
        reporting_year=link.reporting_year,
    )


def _linked(visit: Visit) -> Page:
    """Of a page that no listing links any more."""
    return Page(
        url=visit.url,
        listing=visit.listing,
        title=visit.title,
        declared=visit.declared,
        reporting_year=visit.reporting_year,
    )
