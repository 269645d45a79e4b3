"""The first page: the search box, what the archive holds, how far its last audit could see."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage.database import Grouping
from web.reading.home import home_view
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/")
def home(request: Request, site: SiteNow) -> HTMLResponse:
    database = site.database
    view = home_view(
        database.counts(),
        database.crawls(),
        audited=database.audited_at(),
        verdicts=database.count_verdicts(by=(Grouping.YEAR, Grouping.VERDICT)),
    )
    return render(request, "home.html", view=view)
