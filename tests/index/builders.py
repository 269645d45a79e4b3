"""Documents with a word or two that matter, and the rest unremarkable."""

from index import Engine, IndexDocument, SearchFilters, SearchResult, Sort, parse_query
from model.ids import AgencyId, RegionCode, ReportId


def document(  # every argument is one thing a test may care about
    report: str = "a",
    overview: str = "",
    *,
    problems: str | None = None,
    stamp: str = "1",
    agency: str | None = "qinghe-water",
    agency_name: str = "清禾市水利局",
    year: int | None = 2024,
    region: str | None = "990100",
    region_name: str | None = "清禾市",
    level: str | None = "prefecture",
    title: str = "年报",
    kind: str | None = None,
) -> IndexDocument:
    sections = [("overview", overview)]
    if problems is not None:
        sections.append(("problems", problems))
    return IndexDocument(
        report=ReportId(report),
        stamp=stamp,
        agency=None if agency is None else AgencyId(agency),
        agency_name=agency_name,
        reporting_year=year,
        region=None if region is None else RegionCode(region),
        region_name=region_name,
        level=level,
        title=title,
        url=f"http://127.0.0.1/{report}",
        sections=tuple(sections),
        kind=kind,
    )


def search(
    engine: Engine,
    query: str,
    filters: SearchFilters | None = None,
    *,
    sort: Sort = "relevance",
    page: int = 1,
    page_size: int = 1000,
) -> SearchResult:
    return engine.search(parse_query(query), filters, sort=sort, page=page, page_size=page_size)


def found(engine: Engine, query: str, filters: SearchFilters | None = None) -> list[str]:
    """The ids of all hits, sorted; checks that the total says the same."""
    result = search(engine, query, filters)
    assert result.total == len(result.hits)
    return sorted(hit.report for hit in result.hits)
