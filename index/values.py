"""What goes into the index and what comes out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from model.ids import AgencyId, RegionCode, ReportId

Sort = str
"""`relevance`, `newest`, or a key of `Known.numbers`: the largest number first, then the newest,
reports without one last."""


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
    kind: str | None = None
    """A `model.agency.Kind`."""
    title: str
    url: str
    sections: tuple[tuple[str, str], ...]
    """Section id (`model.form.SectionId` or another word of the caller) and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """What narrows a search beside its query; None leaves that side open."""

    year: tuple[int, int] | None = None
    """First and last reporting year, both included."""
    region: str | None = None
    """A division code (`410300`; trailing pairs of zeros stand for all below) or part of a name."""
    level: str | None = None
    kind: str | None = None
    agency: str | None = None
    """An agency id, or part of a name."""
    verdict: str | None = None
    """A `model.verdict.Verdict`; answered by the database, as a condition of the query is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a caller knows and an engine needs: for facets and orders, and for what may be shown.

    The database's answers are about reports that are not in the index, too; an engine passes these
    over.
    """

    facets: Mapping[str, Mapping[ReportId, tuple[str, ...]]] = field(default_factory=dict)
    """Facet (`verdict`, `finding`) → report → its values: none, one or several. The counts of a
    facet with several values to a report sum to more than the total; a report without any is
    counted under `UNKNOWN` when it is missing here, and nowhere when its tuple is empty."""
    numbers: Mapping[str, Mapping[ReportId, float]] = field(default_factory=dict)
    """Order (`applications`) → report → number. A report without one is missing."""
    shown: Callable[[str], str] = str
    """A section's text as snippets may show it: equally long, line breaks where they were."""


NOTHING_KNOWN = Known()


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
    alike: tuple[ReportId, ...] = ()
    """With `fold`: those among what was found whose text is nearly this one's, best first; they
    are counted in the total and in the facets, and are no hits of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    total: int
    exact: bool
    """Whether `total` and the facets are counted; an engine that estimates says False."""
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    """`year`, `region` (by code), `level` and `kind`, each with counts that sum to `total`, and the
    facets of `Known`; see `UNKNOWN`."""
    page: int
    pages: int
    understood: str
    """The query as we read it, in the query language's own words."""


UNKNOWN = "unknown"
"""The facet value of documents that have no year, region, level or kind."""
