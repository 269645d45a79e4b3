"""The first page: the search box, what the archive holds, how far its last audit could see."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from storage.database import Database, Grouping
from web.keeping import until_written
from web.reading.home import COUNTED, HomeView, home_view
from web.rendering import render
from web.site import SiteNow

router = APIRouter()


@router.get("/")
def home(request: Request, site: SiteNow) -> HTMLResponse:
    database = site.database
    view = until_written(database, "home", lambda: _view(database))
    return render(request, "home.html", view=view)


def _view(database: Database) -> HomeView:
    return home_view(
        database.counts(*(table for table, _ in COUNTED)),
        database.crawls(),
        audited=database.audited_at(),
        verdicts=database.count_verdicts(by=(Grouping.YEAR, Grouping.VERDICT)),
    )
