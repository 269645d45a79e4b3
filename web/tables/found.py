"""What a search finds, as a table."""

from collections.abc import Callable
from dataclasses import replace

from index import Engine
from model.errors import SearchError, StorageError
from model.text import Text
from storage.database import Browse, Database, Filters, Page
from web.searching import Search, search
from web.tables.contents import REPORTS, reports_of
from web.tables.rows import ReportRow
from web.tables.table import Table

SEARCH = "search"
_AT_A_TIME = 1000
"""Hits: every page of them is a search of its own."""


def found_table(engine: Engine, database: Database, asked: Search) -> Table[ReportRow]:
    """The reports that are found, in the order of the search.

    Raises: SearchError for what cannot be understood, before anything is read.
    """
    search(engine, database, asked, page_size=1, facets=False)

    def read(browse: Browse, filters: Filters, after: str | None, limit: int) -> Page[ReportRow]:
        del filters, limit
        page = int(after or 1)
        hits = search(engine, database, asked, page=page, page_size=_AT_A_TIME, facets=False).result
        rows = reports_of(browse, [hit.report for hit in hits.hits])
        return Page(items=rows, after=str(page + 1) if page < hits.pages else None)

    return replace(REPORTS, name=SEARCH, filters=frozenset(), read=read)


def opened(engine: Callable[[], Engine | None]) -> Engine:
    """The engine of a site. Raises: StorageError when there is none, or it cannot be read."""
    try:
        found = engine()
    except SearchError as error:
        # Where the index is, and what it is like, is the operator's business alone.
        raise _no_index() from error
    if found is None:
        raise _no_index()
    return found


def _no_index() -> StorageError:
    return StorageError(
        "index",
        Text("检索索引尚未建立，或须重建", "the search index must be made, or made again"),
        Text("请运营者运行 nianbao index", "the operator makes it with `nianbao index`"),
    )
