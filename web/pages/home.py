"""The first page: the search box, what the archive holds, how far its last audit could see."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from web.reading.home import home_view
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/")
def home(request: Request, site: SiteNow) -> HTMLResponse:
    view = home_view(site.database.counts(), site.database.crawls(), site.audited())
    return render(request, "home.html", view=view)
