"""An original as archived: framed, page by page, or as a file to take away."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from extract.original import Kind
from model.errors import ConversionError
from web.pages.report import report_called
from web.rendering import render
from web.site import SiteNow

router = APIRouter()

MOST_PAGES = 100
"""Shown on one page; the file itself has them all."""


@router.get("/report/{report}/original")
def original(request: Request, site: SiteNow, report: str) -> HTMLResponse:
    version = report_called(site.database, report)
    kind = site.viewer.kind(version.capture)
    pages, trouble = 0, None
    if kind is Kind.PDF:
        try:
            pages = site.viewer.pages(version.capture)
        except ConversionError as error:
            trouble = error
    return render(
        request,
        "original.html",
        version=version,
        kind=kind.value,
        pages=pages,
        shown=min(pages, MOST_PAGES),
        trouble=trouble,
    )


@router.get("/report/{report}/page/{number}.png")
def page(site: SiteNow, report: str, number: int) -> Response:
    version = report_called(site.database, report)
    shown = site.viewer.page(version.capture, number)
    return Response(shown, media_type="image/png", headers={"Cache-Control": "max-age=86400"})
