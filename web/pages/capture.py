"""One archived answer: what it was asked for, what came, and the proof that it is unchanged."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extract.original import Kind
from web.originals import capture_called
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/capture/{capture}")
def capture(request: Request, site: SiteNow, capture: str) -> HTMLResponse:
    found = capture_called(site.database, capture)
    shown = found.payload_length > 0 and site.viewer.kind(found) in (Kind.PAGE, Kind.PICTURE)
    return render(request, "capture.html", capture=found, shown=shown)
