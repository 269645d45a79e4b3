"""What we saw last, where, and why not more."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.reading.status import status_view, why_of
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/status")
def status(request: Request, site: SiteNow) -> HTMLResponse:
    names = {agency.id: agency.name for agency in site.registry().agencies}
    view = status_view(site.database, names, request.query_params)
    return render(request, "status.html", view=view, why_of=why_of)
