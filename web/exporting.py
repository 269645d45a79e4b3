"""Lists to take away: what a page shows under the same query is what the file holds."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from model.errors import NotFoundError
from model.text import Text
from storage.database import Filters
from web.asking import filters_from
from web.reading.asked import asked_from
from web.rendering import language_of
from web.site import Site, SiteNow
from web.tables.catalogue import table_named
from web.tables.found import SEARCH, found_table, opened
from web.tables.table import Table

router = APIRouter()

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
}
_CHINA = ZoneInfo("Asia/Shanghai")


@router.get("/export/{file}")
def export(request: Request, site: SiteNow, file: str) -> StreamingResponse:
    """`/export/verdicts.xlsx?year=2024&region=410000`; `bom=1` for CSV in Excel.

    `/export/search.csv?q=...` takes all that the search page takes.
    """
    name, dot, ending = file.partition(".")
    suffix = f"{dot}{ending}"
    if suffix not in MEDIA_TYPES:
        raise NotFoundError(
            file[:60],
            Text("没有这种格式", "is in no format that we have"),
            Text(f"可用：{'、'.join(MEDIA_TYPES)}", f"there are: {', '.join(MEDIA_TYPES)}"),
        )
    table, filters = _asked(request, site, name)
    chunks = site.exports(
        table,
        filters,
        suffix,
        language=language_of(request),
        bom=request.query_params.get("bom") == "1",
    )
    file_name = f"{_stem(name, site.clock())}{suffix}"
    return StreamingResponse(
        chunks,
        media_type=MEDIA_TYPES[suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "no-store",
        },
    )


def _asked(request: Request, site: Site, name: str) -> tuple[Table[Any], Filters]:
    """Raises: NotFoundError, UsageError, SearchError, StorageError."""
    if name == SEARCH:
        asked = asked_from(request.query_params).search
        return found_table(opened(site.engine), site.database, asked), Filters()
    table = table_named(name)
    # A page is asked for more than its rows, such as an order: that says nothing about a table.
    given = {key: request.query_params.getlist(key) for key in request.query_params}
    return table, filters_from(given, table.filters)


def _stem(name: str, now: datetime) -> str:
    return f"nianbao-{name}-{now.astimezone(_CHINA):%Y%m%d}"
