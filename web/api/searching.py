"""Search by program: what the search page finds, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from index import Hit, SearchFilters, Snippet
from index.parser import LONGEST_QUERY
from model.errors import UsageError
from model.text import Text
from storage.database.paging import cursor, read_cursor
from web.api.answers import JSON, answer, tag_of, unchanged
from web.api.asked import Asked, asked_of, described, parameters
from web.api.lists import PROBLEMS, UNCHANGED, cursor_told, links_of
from web.masking import mask
from web.searching import ORDERS, Search, asked_query, vocabulary
from web.searching import Found as Searched
from web.searching import search as search_reports
from web.site import SiteNow
from web.tables.found import opened
from web.tables.pieces import Described, Links

router = APIRouter(tags=["search"])

FILTERS = frozenset({"years", "region", "level", "kind", "agency", "verdict"})
_SORTS = (*ORDERS, *sorted(vocabulary().measures.measures))
"""Orders by words and years, by applications, and by any cell of the form."""
_RELEVANCE = _SORTS[0]
_MOST_PAGES = 10_000
_NAMED = len(ORDERS)
"""Values that an error names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Described):
    """A cut of the report's text around what was found; personal data is masked."""

    section: str
    """Id of the part it stands in."""
    text: str
    """As printed, on one line."""
    marks: tuple[tuple[int, int], ...]
    """Start and end (exclusive) of each found phrase, in characters of `text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Described):
    """A report that a query finds."""

    report: str
    """Id of the report; see /reports/{id}."""
    agency: str | None
    """Id of the agency; null where nobody could tell whose report it is."""
    agency_name: str
    """The registry's name, else the name as printed."""
    reporting_year: int | None
    """The year the report is about."""
    title: str
    """As printed; persons are masked."""
    url: str
    """Where we archived it from."""
    score: float
    """Comparable within one answer only; 0 when nothing was ranked."""
    passages: tuple[Passage, ...]
    """Cuts around what was found, in the order of the text."""
    alike: tuple[str, ...]
    """Ids of reports that say nearly the same; only with `fold`."""
    figures: Mapping[str, float]
    """What it states of each figure that the query or the order names; without those unknown."""
    links: Links
    """The report, here and as a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer(Described):
    """A page of what a query finds."""

    total: int
    """Reports that are found, on all pages together."""
    exact: bool
    """Whether `total` and the facets are counted; else they are estimates."""
    understood: str
    """The query as we read it, in the query language's own words."""
    items: tuple[Found, ...]
    """The reports of this page, in the order asked for."""
    facets: Mapping[str, Mapping[str, int]]
    """`year`, `region`, `level`, ...: how many of the found reports have which value."""
    next: str | None
    """Cursor of the next page; null on the last one."""
    links: Links
    """`self`; `next` unless this is the last page."""


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
                    "检索词；短语加引号，可用 AND OR NOT ( )；不写为全部。这是一门语言：读不懂的"
                    "（如只有标点、括号未闭合）答复 422，并指出第几个字符",
                    "Words; phrases in quotes, AND OR NOT ( ); everything when left out. It is a "
                    "language: what cannot be read in it, such as nothing but punctuation or a "
                    "parenthesis that is never closed, is answered by 422 with the character where "
                    "it went wrong",
                ),
                {"type": "string", "maxLength": LONGEST_QUERY},
            ),
            *parameters(FILTERS),
            described(
                "sort",
                Text(
                    "排序：相关、年度由近及远、申请数量由多到少，或某个单元格的数由大到小（编号见 "
                    "/indicators）；没有此数的在最后",
                    "Order: relevance, newest first, most applications, or the largest number in a "
                    "cell of the form (ids in /indicators); reports without it come last",
                ),
                {"type": "string", "enum": list(_SORTS), "default": _RELEVANCE},
            ),
            described(
                "fold",
                Text(
                    "几乎相同的报告归在最好的一份之下，见 alike",
                    "Put reports that say nearly the same under the best of them: see `alike`",
                ),
                {"type": "string", "enum": ["0", "1"], "default": "0"},
            ),
        ]
    },
)
def search(request: Request, site: SiteNow) -> Response:
    """What reports say. Figures, regions and agencies can be asked for too: see /methods."""
    asked = asked_of(request, FILTERS, ("q", "sort", "fold"))
    sort = _one_of(_SORTS, "sort", request.query_params.get("sort", _RELEVANCE))
    fold = _one_of(("0", "1"), "fold", request.query_params.get("fold", "0")) == "1"
    page = _page_of(asked)
    text = request.query_params.get("q", "")
    asked_query(text)
    tag = tag_of(request, site, JSON)
    if (known := unchanged(request, tag)) is not None:
        return known
    engine = opened(site.engine)
    wanted = Search(text=text, filters=_filters(asked), sort=sort, fold=fold)
    found = search_reports(
        engine, site.database, wanted, page=page, page_size=min(asked.limit, 100), shown=mask
    )
    return answer(_answer(request, found, page), tag)


def _answer(request: Request, found: Searched, page: int) -> SearchAnswer:
    result = found.result
    after = cursor([page + 1]) if page < min(result.pages, _MOST_PAGES) else None
    return SearchAnswer(
        total=result.total,
        exact=result.exact,
        understood=result.understood,
        items=tuple(_found(hit, found.stated.get(hit.report, {})) for hit in result.hits),
        facets=result.facets,
        next=after,
        links=links_of(request, after),
    )


def _found(hit: Hit, figures: Mapping[str, float]) -> Found:
    return Found(
        report=hit.report,
        agency=hit.agency,
        agency_name=hit.agency_name,
        reporting_year=hit.reporting_year,
        title=mask(hit.title),
        url=hit.url,
        score=round(hit.score, 3),
        passages=tuple(map(_passage, hit.snippets)),
        alike=hit.alike,
        figures=figures,
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
        kind=filters.kind.value if filters.kind else None,
        agency=filters.agency,
        verdict=filters.verdict.value if filters.verdict else None,
    )


def _one_of(values: Sequence[str], name: str, text: str) -> str:
    """Raises: UsageError."""
    if text in values:
        return text
    shown = values[:_NAMED]
    more = Text("，或 /indicators 中的编号", ", or an id of /indicators")
    other = more if len(values) > _NAMED else Text("", "")
    remedy = Text(f"应为：{'、'.join(shown)}{other.zh}", f"it can be: {', '.join(shown)}{other.en}")
    raise UsageError(name, Text("不能取这个值", "is not a value it can have"), remedy)


def _page_of(asked: Asked) -> int:
    """Raises: NotFoundError."""
    if asked.cursor is None:
        return 1
    with cursor_told():
        (page,) = read_cursor(asked.cursor, [int])
    return max(1, min(int(str(page)), _MOST_PAGES))
