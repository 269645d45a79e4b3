"""What a search finds as a table to take away: in its order, whole, each row with its proof."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from index import Hit
from model.errors import NotFoundError
from model.text import Text
from model.verdict import Verdict
from web import searching
from web.masking import mask
from web.reading.asked import asked_from
from web.site import SiteNow
from web.tables.table import Cell, Column, Type
from web.tables.writing import csv_text

router = APIRouter()

MOST = 5_000
"""Rows; whoever needs more takes the data package."""
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    hit: Hit
    verdict: Verdict | None
    stated: dict[str, float]


@router.get("/search.csv")
def export(request: Request, site: SiteNow) -> StreamingResponse:
    """Raises: UsageError, SearchError; NotFoundError without an index."""
    asked = asked_from(request.query_params)
    engine = site.engine()
    if engine is None:
        raise NotFoundError(
            "index",
            Text("还没有检索索引", "there is no search index yet"),
            Text("先运行 nianbao index", "run nianbao index first"),
        )

    def page(number: int) -> searching.Found:
        return searching.search(
            engine,
            site.database,
            asked.search,
            page=number,
            page_size=_AT_A_TIME,
            facets=False,
        )

    first = page(1)  # before anything is answered: what is wrong with the query is told now
    figures = searching.figures_asked(first.query, asked.sort)

    def rows() -> Iterator[_Row]:
        last = min(first.result.pages, MOST // _AT_A_TIME)
        for number in range(1, last + 1):
            found = first if number == 1 else page(number)
            ids = [hit.report for hit in found.result.hits]
            verdicts = site.database.verdicts_by_report(ids)
            for hit in found.result.hits:
                stated = dict(found.stated.get(hit.report, {}))
                yield _Row(hit=hit, verdict=verdicts.get(hit.report), stated=stated)

    columns = (*_COLUMNS, *(_figure(one.name) for one in figures))
    bom = request.query_params.get("bom") == "1"
    return StreamingResponse(
        csv_text(columns, rows(), bom=bom),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="nianbao-search.csv"',
            "Cache-Control": "no-store",
        },
    )


def _passages(row: _Row) -> Cell:
    return mask(" … ".join(passage.text for passage in row.hit.snippets)) or None


def _figure(name: str) -> Column[_Row]:
    return Column(
        key=name,
        heading=Text(name, name),
        meaning=Text("该报告所填", "As the report states it"),
        type=Type.NUMBER,
        value=lambda row: row.stated.get(name),
    )


_COLUMNS: tuple[Column[_Row], ...] = (
    Column(
        key="report",
        heading=Text("报告编号", "Report"),
        meaning=Text("其网页为 /report/编号", "Its page is /report/ID"),
        value=lambda row: row.hit.report,
    ),
    Column(
        key="agency",
        heading=Text("机关编号", "Agency id"),
        meaning=Text("名录中的编号", "Its id in the registry"),
        value=lambda row: row.hit.agency,
    ),
    Column(
        key="agency_name",
        heading=Text("机关", "Agency"),
        meaning=Text("名录中的名称，或报告所印", "As the registry or the report has it"),
        value=lambda row: row.hit.agency_name,
    ),
    Column(
        key="reporting_year",
        heading=Text("报告年度", "Reporting year"),
        meaning=Text("报告所述的年度", "The year it is about"),
        type=Type.INTEGER,
        value=lambda row: row.hit.reporting_year,
    ),
    Column(
        key="title",
        heading=Text("标题", "Title"),
        meaning=Text("报告所印", "As printed"),
        value=lambda row: mask(row.hit.title),
    ),
    Column(
        key="verdict",
        heading=Text("结论", "Verdict"),
        meaning=Text("最近一次审核", "Of the last audit"),
        value=lambda row: row.verdict.value if row.verdict else None,
    ),
    Column(
        key="url",
        heading=Text("来源", "From"),
        meaning=Text("存档时的网址", "Where it was archived from"),
        value=lambda row: row.hit.url,
    ),
    Column(
        key="passages",
        heading=Text("所见文字", "Passages"),
        meaning=Text("个人信息已遮盖", "Personal data is masked"),
        value=_passages,
    ),
)
