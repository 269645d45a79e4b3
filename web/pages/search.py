"""The search page. Its address is its whole state."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from model.errors import SearchError, UsageError
from web.reading.asked import PAGE_SIZE, SORTS, Asked, asked_from
from web.reading.search import ResultView, result_view
from web.rendering import render
from web.searching import Search
from web.searching import search as search_reports
from web.site import Site, SiteNow

router = APIRouter()


@router.get("/search")
def search(request: Request, site: SiteNow) -> HTMLResponse:
    asked, trouble, result = Asked(), None, None
    try:
        asked = asked_from(request.query_params)
        result = _search(site, asked)
    except (UsageError, SearchError) as error:
        # The box stays as it was typed: what is wrong is said beside it.
        asked = Asked(q=request.query_params.get("q", "")) if asked.nothing else asked
        trouble = error
    return render(
        request,
        "search.html",
        status=400 if trouble else 200,
        asked=asked,
        sorts=SORTS,
        trouble=trouble,
        result=result,
    )


def _search(site: Site, asked: Asked) -> ResultView | None:
    """None where there is no index. Raises: UsageError, SearchError."""
    engine = site.engine()
    if engine is None:
        return None
    wanted = Search(text=asked.q, filters=asked.filters, sort=asked.sort)
    found = search_reports(
        engine, site.database, wanted, page=asked.page, page_size=PAGE_SIZE
    ).result
    verdicts = site.database.verdicts_by_report([hit.report for hit in found.hits])
    return result_view(asked, found, site.registry(), verdicts)
