"""Two reports side by side: two versions of one, two years, two agencies."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.pages.report import report_called
from web.reading.difference import difference_view
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/report/{left}/diff/{right}")
def difference(request: Request, site: SiteNow, left: str, right: str) -> HTMLResponse:
    one, other = (report_called(site.database, report) for report in (left, right))
    return render(request, "difference.html", view=difference_view(one, other))
