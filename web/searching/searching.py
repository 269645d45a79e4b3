"""One search, whoever asks: words of the index, figures and findings of the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index import Engine, Known, Query, SearchFilters, SearchResult
from index.measures import APPLICATIONS, Several
from index.query import AllOf, AnyOf, Condition, Not, Within, WithVerdict
from model.errors import SearchError
from model.figures import Figure, Measured, figures_of
from model.ids import ReportId
from model.text import Text
from storage.database import Database
from web.searching.asking import asked_query, vocabulary
from web.searching.facets import known_facets
from web.searching.resolving import answered, answers_of

INDEX_ORDERS = ("relevance", "newest")
BY_APPLICATIONS = "applications"
ORDERS: Mapping[str, Text] = {
    "relevance": Text("相关", "relevance"),
    "newest": Text("年度由近及远", "newest first"),
    BY_APPLICATIONS: Text("申请数量由多到少", "most applications"),
}
"""Beside them any measure is an order: the largest number first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for, whatever page of it is shown."""

    text: str
    filters: SearchFilters = field(default_factory=SearchFilters)
    sort: str = "relevance"
    """One of `ORDERS`, or a measure by id or label."""
    fold: bool = False
    """Whether near copies go under the best of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    result: SearchResult
    query: Query
    """As the engine got it; `meant` is what was asked."""
    stated: Mapping[ReportId, Mapping[str, float]] = field(default_factory=dict)
    """Of the hits shown: what they state of each figure that the query or its order names."""


def search(
    engine: Engine,
    database: Database,
    asked: Search,
    *,
    page: int = 1,
    page_size: int = 10,
    facets: bool = True,
    shown: Callable[[str], str] = str,
) -> Found:
    """Raises SearchError for what cannot be understood.

    `facets` of verdicts and findings, too; `shown` is what snippets may show of a text.
    """
    query = resolved(database, asked_query(asked.text), asked.filters)
    order = figure_of_order(asked.sort)
    result = engine.search(
        query,
        replace(asked.filters, verdict=None),
        known=replace(_known(database, asked.sort, order, facets=facets), shown=shown),
        sort=asked.sort,
        page=page,
        page_size=page_size,
        fold=asked.fold,
    )
    named = figures_asked(query, asked.sort)
    stated = _stated(database, named, [hit.report for hit in result.hits])
    return Found(result=result, query=query, stated=stated)


def resolved(database: Database, query: Query, filters: SearchFilters) -> Query:
    """The query with the database's answers in it; the filter on verdicts is one more condition."""
    root: Condition = query.root
    if filters.verdict is not None:
        root = AllOf((root, WithVerdict(filters.verdict)))
    return replace(query, root=answered(root, answers_of(database)), meant=query.root)


def _known(database: Database, sort: str, order: Figure | None, *, facets: bool) -> Known:
    found = known_facets(database) if facets else {}
    numbers = {} if order is None else {sort: database.figure_values(order)}
    return Known(facets=found, numbers=numbers)


def figure_of_order(sort: str) -> Figure | None:
    """The figure that results are ordered by; None for an order by words or years.

    Raises SearchError.
    """
    if sort in INDEX_ORDERS:
        return None
    figure = APPLICATIONS if sort == BY_APPLICATIONS else vocabulary().measures.find(sort)
    if figure is None or isinstance(figure, Several):
        raise _no_such_order(sort, figure)
    return figure


def figures_asked(query: Query, sort: str) -> tuple[Figure, ...]:
    """Every figure that a query or its order names, once. Raises SearchError."""
    order = figure_of_order(sort)
    named = (*_named(query.meant or query.root), *((order,) if order else ()))
    return tuple(dict.fromkeys(named))


def _named(condition: Condition) -> Iterator[Figure]:
    match condition:
        case Measured(left, _, right):
            yield from figures_of(left)
            yield from figures_of(right)
        case AllOf(conditions) | AnyOf(conditions):
            for one in conditions:
                yield from _named(one)
        case Not(inner) | Within(_, inner):
            yield from _named(inner)
        case _:
            return


def _stated(
    database: Database, named: Sequence[Figure], reports: Sequence[ReportId]
) -> Mapping[ReportId, Mapping[str, float]]:
    found: dict[ReportId, dict[str, float]] = {report: {} for report in reports}
    if not reports:
        return found
    for figure in named:
        for report, value in database.figure_values(figure, among=reports).items():
            found[report][figure.name] = value
    return found


def _no_such_order(sort: str, several: Several | None) -> SearchError:
    shown = sort if len(sort) <= 40 else f"{sort[:40]}…"
    if several is not None:
        ids = ", ".join(several.ids[:6])
        return SearchError(
            shown,
            Text(f"可指 {len(several.ids)} 个表格项目", f"can mean {len(several.ids)} measures"),
            Text(f"写其中一个：{ids}", f"write one of {ids}"),
        )
    known = ", ".join(ORDERS)
    return SearchError(
        shown,
        Text("没有这种排序", "is no order"),
        Text(
            f"写 {known}，或表格项目的名称（nianbao search --measures）",
            f"write {known}, or the name of a measure (nianbao search --measures)",
        ),
    )
