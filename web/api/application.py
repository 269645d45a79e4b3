"""The API as an application of its own: with its document, and its own words for troubles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.middleware.cors import CORSMiddleware

from model.text import Text
from web.api import problems, searching, things
from web.api.answers import JSON, answer, tag_of, unchanged
from web.api.asked import nothing_asked
from web.api.document import completed
from web.api.lists import PROBLEMS, UNCHANGED, list_router
from web.language import API_DOCS
from web.site import Site, SiteNow
from web.tables.archived import CAPTURES
from web.tables.contents import MEASURES, REPORTS
from web.tables.figures import indicator_rows
from web.tables.judgements import FINDINGS, VERDICTS
from web.tables.parties import AGENCIES, OBLIGATIONS
from web.tables.pieces import Described, Links
from web.tables.rows import (
    AgencyRow,
    CaptureRow,
    FindingRow,
    IndicatorRow,
    MeasureRow,
    ObligationRow,
    ReportRow,
    VerdictRow,
)

PREFIX = "/api/v1"
_ABOUT = """
Annual reports on open government information (政府信息公开工作年度报告): who owes them, what we saw
and archived, what they say, what does not add up. Reading only; no key is needed.

**Could not look is not is not there.** `not_found` means: not found by us, at the times of the
evidence. `unobservable` is about our view, never about the agency. Blank is not zero.

**Every value points back**: report → cell → page and box → capture → WARC record.

**Lists** come in pages. Hand `next` back as `cursor` until it is null: rows that are added
meanwhile neither repeat nor hide any. The whole of a list comes as CSV or JSON lines: ask for
`text/csv` or `application/jsonl` in `Accept`, or add `.csv` or `.jsonl` to its path.

**Keep what you have**: send the `ETag` of an answer as `If-None-Match`; 304 says that nothing
changed. To follow what is new, ask for `seen_from`, or read the feeds below `/feeds`.

**Personal data**: mobile numbers, private mail boxes and names that follow a label are masked with
stars in running text.

**Troubles** are `application/problem+json` (RFC 9457), in Chinese and English, all at once.

政府信息公开工作年度报告：谁应公布、我们看到并存档了什么、报告说了什么、哪里不相符。只读，无需密钥。
“未见”（not_found）指我们在所列时间没有见到；“无法判断”（unobservable）说的是我们的查看，不是该机关；空白
不等于零。每个数值都可回溯：报告 → 单元格 → 页与位置 → 快照 → WARC 记录。
"""
_TAGS = [
    ("agencies", Text("机关", "Who owes reports")),
    ("obligations", Text("义务", "What is owed, by when, and why")),
    ("verdicts", Text("结论", "The answer for each obligation, with its evidence")),
    ("reports", Text("报告", "Documents that read as annual reports")),
    ("measures", Text("指标", "Cells of the statutory tables")),
    ("findings", Text("发现", "What does not agree, with evidence")),
    ("captures", Text("快照", "Archived responses and their WARC records")),
    ("search", Text("检索", "Full text")),
    ("about", Text("关于", "This API")),
]
_about = APIRouter(tags=["about"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Described):
    """What there is."""

    title: Text
    """What this server calls itself."""
    audited: datetime | None
    """The moment of the latest audit; null before the first."""
    counts: dict[str, int]
    """Rows of the tables."""
    links: Links
    """Where each of them is, and this document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators(Described):
    """The cells of every generation of the statutory form, in its order."""

    items: tuple[IndicatorRow, ...]
    """Of every generation of the form, in its order."""


def create_api(site: Site) -> FastAPI:
    """To be mounted at `PREFIX`."""
    app = FastAPI(
        title="Nianbao API",
        version="1",
        description=_ABOUT,
        docs_url=None,  # FastAPI's own pages fetch their scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        openapi_tags=[
            {"name": name, "description": f"{text.en} / {text.zh}"} for name, text in _TAGS
        ],
        license_info={"name": "Apache-2.0 (software); the reports are public documents"},
        root_path_in_servers=False,
        servers=[{"url": PREFIX}],
        redirect_slashes=False,
    )
    app.state.site = site
    if site.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=site.origins,
            allow_methods=["GET", "HEAD", "OPTIONS"],
            expose_headers=["ETag", "Link", "Retry-After"],
        )
    app.include_router(_about)
    for table, row, note in _LISTS:
        app.include_router(list_router(table, row, note=note))
    app.include_router(things.router)
    app.include_router(searching.router)
    problems.register(app)
    _complete(app)
    return app


@_about.get(
    "/",
    operation_id="get_index",
    summary="What there is / 概览",
    response_model=Index,
    responses={**UNCHANGED, **PROBLEMS},
)
def index(request: Request, site: SiteNow) -> Response:
    """How much is stored, as known when, and where to go on."""
    nothing_asked(request)
    tag = tag_of(request, site, JSON)
    if (known := unchanged(request, tag)) is not None:
        return known
    counts = site.database.counts()
    names = [table.name for table, _, _ in _LISTS]
    return answer(
        Index(
            title=site.title,
            audited=site.database.audited_at(),
            counts={name: counts[name] for name in names if name in counts},
            links={
                **{name: f"{PREFIX}/{name}" for name in names},
                "indicators": f"{PREFIX}/indicators",
                "search": f"{PREFIX}/search",
                "openapi": f"{PREFIX}/openapi.json",
                "docs": API_DOCS,
            },
        ),
        tag,
    )


@_about.get(
    "/indicators",
    operation_id="list_indicators",
    summary="The cells of the statutory form / 指标",
    response_model=Indicators,
    responses={**UNCHANGED, **PROBLEMS},
)
def indicators(request: Request, site: SiteNow) -> Response:
    """What the id of a cell means, for every generation of the form."""
    nothing_asked(request)
    tag = tag_of(request, site, JSON)
    if (known := unchanged(request, tag)) is not None:
        return known
    return answer(Indicators(items=indicator_rows()), tag)


_LISTS = (
    (AGENCIES, AgencyRow, ""),
    (OBLIGATIONS, ObligationRow, ""),
    (VERDICTS, VerdictRow, ""),
    (REPORTS, ReportRow, ""),
    (
        MEASURES,
        MeasureRow,
        " Pages hold whole reports: `limit` counts reports, 20 at most",
    ),
    (FINDINGS, FindingRow, ""),
    (CAPTURES, CaptureRow, ""),
)


def _complete(app: FastAPI) -> None:
    made = app.openapi

    def openapi() -> dict[str, Any]:
        known = app.openapi_schema is not None
        document = made()
        return document if known else completed(document)

    app.openapi = openapi  # type: ignore[method-assign]
