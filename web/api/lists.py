"""The lists: a table each, in pages of JSON, or whole as CSV or JSON lines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from model.errors import NotFoundError, UsageError
from web.api.answers import (
    CSV,
    JSON,
    JSON_LINES,
    SUFFIXES,
    answer,
    stream,
    tag_of,
    unchanged,
    wanted_format,
)
from web.api.asked import Asked, asked_of, parameters
from web.api.problems import MEDIA_TYPE, ProblemDetails
from web.site import Site, SiteNow
from web.tables.pieces import Described, Links
from web.tables.table import Table, piecemeal
from web.tables.writing import csv_text, json_lines

R = TypeVar("R")

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "model": ProblemDetails,
        "description": words,
        "content": {MEDIA_TYPE: {}},
    }
    for status, words in (
        (404, "There is no such thing in this archive, or a cursor that this list did not give"),
        (405, "Another method than those that Allow names"),
        (413, "A body that is longer than anything that can be asked; none is ever needed"),
        (414, "The address is longer than anything that can be asked"),
        (422, "A parameter that is unknown, or has a value it cannot have"),
        (429, "Too many requests from one address; Retry-After says when to come back"),
        (500, "A trouble of this server, never of an agency; the operator has it in the log"),
        (503, "Not to be had now, such as search without an index; the remedy is the operator's"),
    )
}
UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing changed since the answer with the ETag in If-None-Match"}
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Described, Generic[R]):
    """A page of a list."""

    items: tuple[R, ...]
    """The rows of this page."""
    next: str | None
    """Cursor of the next page; null on the last one. A page may be short and yet go on."""
    links: Links
    """`self`; `next` unless this is the last page; the whole list as `csv` and as `jsonl`."""


def list_router(table: Table[Any], row: type, *, note: str = "") -> APIRouter:
    """Routes of one table. `row` is the type of its rows."""
    router = APIRouter(tags=[table.name])
    handler = _handler(table)
    router.add_api_route(
        f"/{table.name}",
        handler(None),
        operation_id=f"list_{table.name}",
        summary=f"{table.title.en} / {table.title.zh}",
        description=_description(table, note),
        response_model=ListOf[row],  # type: ignore[valid-type]
        responses={**_formats(), **UNCHANGED, **PROBLEMS},
        openapi_extra={"parameters": parameters(table.filters)},
    )
    for suffix, media_type in SUFFIXES.items():
        router.add_api_route(f"/{table.name}{suffix}", handler(media_type), include_in_schema=False)
    return router


def _handler(table: Table[Any]) -> Callable[[str | None], Callable[..., Response]]:
    def handler(media_type: str | None) -> Callable[..., Response]:
        def give(request: Request, site: SiteNow) -> Response:
            asked = asked_of(request, table.filters)
            chosen = media_type or wanted_format(request)
            tag = tag_of(request, site, chosen)
            if (known := unchanged(request, tag)) is not None:
                return known
            if chosen == JSON:
                return _page(request, site, table, asked, tag)
            return _whole(site, table, asked, chosen, tag)

        return give

    return handler


def _page(request: Request, site: Site, table: Table[Any], asked: Asked, tag: str) -> Response:
    with site.database.browsing() as browse, cursor_told():
        page = table.read(browse, asked.filters, asked.cursor, asked.limit)
    links = links_of(request, page.after, whole=table.name)
    found = ListOf(items=page.items, next=page.after, links=links)
    following = {"Link": f'<{links["next"]}>; rel="next"'} if page.after else {}
    return answer(found, tag, following)


@contextmanager
def cursor_told() -> Iterator[None]:
    """What reads a page knows of no other mistake than its cursor: that page is not there."""
    try:
        yield
    except UsageError as error:
        raise NotFoundError(error.source, error.what, error.remedy) from error


def _whole(site: Site, table: Table[Any], asked: Asked, media_type: str, tag: str) -> Response:
    rows = piecemeal(table, site.database, asked.filters)
    if media_type == CSV:
        chunks = csv_text(table.columns, rows, bom=asked.bom)
        return stream(chunks, CSV, tag, f"{table.name}.csv")
    return stream(json_lines(rows), JSON_LINES, tag, f"{table.name}.jsonl")


def links_of(request: Request, after: str | None, *, whole: str | None = None) -> dict[str, str]:
    """Of a page; addresses relative to the server's root."""
    path = request.url.path
    given = [(key, value) for key, value in request.query_params.multi_items() if key != "cursor"]
    links = {"self": f"{path}?{request.url.query}" if request.url.query else path}
    if after is not None:
        links["next"] = f"{path}?{urlencode([*given, ('cursor', after)])}"
    if whole is not None:
        narrowed = urlencode([(key, value) for key, value in given if key != "limit"])
        folder = path.rpartition("/")[0]
        for suffix in SUFFIXES:
            address = f"{folder}/{whole}{suffix}"
            links[suffix[1:]] = f"{address}?{narrowed}" if narrowed else address
    return links


def _formats() -> dict[int | str, dict[str, Any]]:
    return {
        200: {
            "description": "A page as JSON, or the whole list as CSV or JSON lines",
            "content": {
                CSV: {"schema": {"type": "string"}},
                JSON_LINES: {"schema": {"type": "string"}},
            },
            "headers": {
                "ETag": {"schema": {"type": "string"}, "description": "For If-None-Match"},
                "Link": {"schema": {"type": "string"}, "description": 'The next page, rel="next"'},
            },
        }
    }


def _description(table: Table[Any], note: str) -> str:
    return (
        f"{table.about.en}.{note}\n\n{table.about.zh}。\n\n"
        f"Whole as CSV or JSON lines: ask for `{CSV}` or `{JSON_LINES}` in `Accept`, or add "
        f"`.csv` or `.jsonl` to the path; `cursor` and `limit` then mean nothing."
    )
