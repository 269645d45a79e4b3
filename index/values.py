"""What goes into the index and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from model.ids import AgencyId, RegionCode, ReportId

Sort = Literal["relevance", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """One report as search knows it. Its text stays as printed: we fold it, the caller does not."""

    report: ReportId
    stamp: str
    """Whatever changes when the document must be indexed again; never interpreted."""
    agency: AgencyId | None
    agency_name: str
    reporting_year: int | None
    region: RegionCode | None
    region_name: str | None
    level: str | None
    """A `model.agency.Level`."""
    title: str
    url: str
    sections: tuple[tuple[str, str], ...]
    """Section id (`model.form.SectionId` or another word of the caller) and its text."""
    verdict: str | None = None
    """A `model.verdict.Verdict`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """What narrows a search beside its query; None leaves that side open."""

    year: tuple[int, int] | None = None
    """First and last reporting year, both included."""
    region: str | None = None
    """A division code (`410300`; trailing pairs of zeros stand for all below) or part of a name."""
    level: str | None = None
    agency: str | None = None
    """An agency id, or part of a name."""
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A cut of one section around what was found."""

    section: str
    text: str
    marks: tuple[tuple[int, int], ...]
    """Start and end (exclusive) of each found phrase in `text`, in order, never overlapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    report: ReportId
    agency: AgencyId | None
    agency_name: str
    reporting_year: int | None
    title: str
    url: str
    score: float
    """Comparable within one result only; 0.0 when sorted by newest or when nothing was ranked."""
    snippets: tuple[Snippet, ...]
    """At most three; empty when only the title or the agency's name was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    total: int
    exact: bool
    """Whether `total` and the facets are counted; an engine that estimates says False."""
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    """`year`, `region` and `level`, each with counts that sum to `total`; see `UNKNOWN`."""
    page: int
    pages: int
    understood: str
    """The query as we read it, in the query language's own words."""


UNKNOWN = "unknown"
"""The facet value of documents that have no year, region or level."""
