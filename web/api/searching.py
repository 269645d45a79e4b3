"""Search by program: what the search page finds, as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from index import Hit, SearchFilters, SearchResult, Snippet, Sort
from index.parser import LONGEST_QUERY
from model.errors import UsageError
from model.text import Text
from storage.database.paging import cursor, read_cursor
from web.api.answers import JSON, answer, tag_of, unchanged
from web.api.asked import Asked, asked_of, described, parameters
from web.api.lists import PROBLEMS, UNCHANGED, cursor_told, links_of
from web.masking import mask
from web.searching import Search, asked_query
from web.searching import search as search_reports
from web.site import SiteNow
from web.tables.found import opened
from web.tables.rows import Described, Links

router = APIRouter(tags=["search"])

FILTERS = frozenset({"years", "region", "level", "agency", "verdict"})
_SORTS: tuple[Sort, ...] = ("relevance", "newest")
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Described):
    """A cut of the report's text around what was found; personal data is masked."""

    section: str
    text: str
    marks: tuple[tuple[int, int], ...]
    """Start and end (exclusive) of each found phrase, in characters of `text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Described):
    """A report that a query finds."""

    report: str
    """Id of the report; see /reports/{id}."""
    agency: str | None
    agency_name: str
    reporting_year: int | None
    title: str
    url: str
    """Where we archived it from."""
    score: float
    """Comparable within one answer only; 0 when nothing was ranked."""
    passages: tuple[Passage, ...]
    links: Links


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer(Described):
    """A page of what a query finds."""

    total: int
    exact: bool
    """Whether `total` and the facets are counted; else they are estimates."""
    understood: str
    """The query as we read it, in the query language's own words."""
    items: tuple[Found, ...]
    facets: Mapping[str, Mapping[str, int]]
    """`year`, `region`, `level`, ...: how many of the found reports have which value."""
    next: str | None
    """Cursor of the next page; null on the last one."""
    links: Links


@router.get(
    "/search",
    operation_id="search",
    summary="Full text / 检索",
    response_model=SearchAnswer,
    responses={**UNCHANGED, **PROBLEMS},
    openapi_extra={
        "parameters": [
            described(
                "q",
                Text(
                    "检索词；短语加引号，可用 AND OR NOT ( )；不写为全部",
                    "Words; phrases in quotes, AND OR NOT ( ); everything when left out",
                ),
                {"type": "string", "maxLength": LONGEST_QUERY},
            ),
            *parameters(FILTERS),
            described(
                "sort",
                Text("排序", "Order"),
                {"type": "string", "enum": list(_SORTS), "default": "relevance"},
            ),
        ]
    },
)
def search(request: Request, site: SiteNow) -> Response:
    """What reports say. Figures, regions and agencies can be asked for too: see /methods."""
    asked = asked_of(request, FILTERS, ("q", "sort"))
    sort = _sort_of(request.query_params.get("sort", _SORTS[0]))
    page = _page_of(asked)
    text = request.query_params.get("q", "")
    asked_query(text)
    tag = tag_of(request, site, JSON)
    if (known := unchanged(request, tag)) is not None:
        return known
    engine = opened(site.engine)
    wanted = Search(text=text, filters=_filters(asked), sort=sort)
    found = search_reports(
        engine, site.database, wanted, page=page, page_size=min(asked.limit, 100), shown=mask
    )
    result = found.result
    return answer(_answer(request, result, page), tag)


def _answer(request: Request, result: SearchResult, page: int) -> SearchAnswer:
    after = cursor([page + 1]) if page < min(result.pages, _MOST_PAGES) else None
    return SearchAnswer(
        total=result.total,
        exact=result.exact,
        understood=result.understood,
        items=tuple(map(_found, result.hits)),
        facets=result.facets,
        next=after,
        links=links_of(request, after),
    )


def _found(hit: Hit) -> Found:
    return Found(
        report=hit.report,
        agency=hit.agency,
        agency_name=hit.agency_name,
        reporting_year=hit.reporting_year,
        title=mask(hit.title),
        url=hit.url,
        score=round(hit.score, 3),
        passages=tuple(map(_passage, hit.snippets)),
        links={"report": f"/api/v1/reports/{hit.report}", "page": f"/report/{hit.report}"},
    )


def _passage(snippet: Snippet) -> Passage:
    return Passage(section=snippet.section, text=snippet.text, marks=snippet.marks)


def _filters(asked: Asked) -> SearchFilters:
    filters = asked.filters
    return SearchFilters(
        year=filters.years,
        region=filters.region,
        level=filters.level.value if filters.level else None,
        agency=filters.agency,
        verdict=filters.verdict.value if filters.verdict else None,
    )


def _sort_of(text: str) -> Sort:
    """Raises: UsageError."""
    for sort in _SORTS:
        if text == sort:
            return sort
    remedy = Text(f"应为：{'、'.join(_SORTS)}", f"it can be: {', '.join(_SORTS)}")
    raise UsageError("sort", Text("不能取这个值", "is not a value it can have"), remedy)


def _page_of(asked: Asked) -> int:
    """Raises: NotFoundError."""
    if asked.cursor is None:
        return 1
    with cursor_told():
        (page,) = read_cursor(asked.cursor, [int])
    return max(1, min(int(str(page)), _MOST_PAGES))
