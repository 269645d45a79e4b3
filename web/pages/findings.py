"""What the rules found, with the cells, the captures and the words it rests on."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.reading.findings import findings_view, picked_from
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/findings")
def findings(request: Request, site: SiteNow) -> HTMLResponse:
    view = findings_view(
        site.database,
        picked_from(request.query_params),
        {agency.id: agency.name for agency in site.registry().agencies},
        after=request.query_params.get("after") or None,
    )
    return render(request, "findings.html", view=view, regions=site.region_names())
