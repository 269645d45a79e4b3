"""An answer from a snapshot: one set of documents gives total, facets and page.

The same for every engine, so that none can differ in what it finds, counts and shows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

from index.copies import folded
from index.counting import Sought
from index.docsets import numbers
from index.engines.ordering import first_of, order, relevance
from index.engines.snapshot import Snapshot
from index.facets import facets
from index.matching import Matching, positive_needles, with_filters
from index.query import Query
from index.snippets import snippets
from index.values import Hit, Known, SearchFilters, SearchResult
from model.errors import SearchError
from model.ids import ReportId
from model.text import Text

LARGEST_PAGE = 1_000

Group = tuple[int, tuple[int, ...]]
"""A document, and those after it that are nearly the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of what was found, what is to be shown, and in which order."""

    known: Known
    sort: str
    page: int
    page_size: int
    fold: bool


def answer(
    snapshot: Snapshot, query: Query, filters: SearchFilters | None, wanted: Wanted
) -> SearchResult:
    began = perf_counter()
    page, page_size, sort = wanted.page, wanted.page_size, wanted.sort
    if page < 1 or not 1 <= page_size <= LARGEST_PAGE:
        raise _no_such_page(page, page_size)
    condition = with_filters(query.root, filters or SearchFilters())
    sought = positive_needles(condition)
    matching = Matching(snapshot)
    size = len(snapshot.columns)
    documents = matching.find(condition)
    found = numbers(documents, size)
    scores = relevance(snapshot, matching, found, sought) if sort == "relevance" else {}
    key = order(snapshot, sort, wanted.known, scores)
    first, last = (page - 1) * page_size, page * page_size
    shown: list[Group]
    if wanted.fold:
        groups = folded(sorted(found, key=key), snapshot.columns.signatures)
        hits, shown = len(groups), groups[first:last]
    else:
        hits, shown = len(found), [(one, ()) for one in first_of(found, key, scores, last)[first:]]
    return SearchResult(
        total=len(found),
        exact=True,
        hits=tuple(
            _hit(snapshot, group, scores.get(group[0], 0.0), sought, wanted.known.shown)
            for group in shown
        ),
        facets=facets(snapshot.columns, documents, wanted.known),
        page=page,
        pages=-(-hits // page_size),
        understood=query.understood,
        took_ms=(perf_counter() - began) * 1000,
    )


def matching_reports(
    snapshot: Snapshot, query: Query, filters: SearchFilters | None
) -> frozenset[ReportId]:
    found = Matching(snapshot).find(with_filters(query.root, filters or SearchFilters()))
    reports = snapshot.columns.reports
    return frozenset(reports[one] for one in numbers(found, len(reports)))


def _hit(
    snapshot: Snapshot,
    group: Group,
    score: float,
    sought: Sequence[Sought],
    shown: Callable[[str], str],
) -> Hit:
    document, alike = group
    columns, printed = snapshot.columns, snapshot.printed(document)
    return Hit(
        report=columns.reports[document],
        agency=printed.agency,
        agency_name=printed.agency_name,
        reporting_year=columns.years[document] or None,
        title=printed.title,
        url=printed.url,
        score=score,
        snippets=snippets(printed.sections, sought, shown),
        alike=_reports(snapshot, alike),
    )


def _reports(snapshot: Snapshot, documents: Iterable[int]) -> tuple[ReportId, ...]:
    return tuple(snapshot.columns.reports[one] for one in documents)


def _no_such_page(page: int, page_size: int) -> SearchError:
    return SearchError(
        f"page {page}, page size {page_size}",
        Text("没有这样的页", "there is no such page"),
        Text(
            f"页码从 1 开始，每页 1 到 {LARGEST_PAGE} 条",
            f"pages count from 1 and hold 1 to {LARGEST_PAGE} hits",
        ),
    )
