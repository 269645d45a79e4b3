"""Two agencies or two years: which reports are to be laid side by side."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from web.language import address
from web.reading.compare import SIDES, choice_from
from web.rendering import language_of, render
from web.site import SiteNow

router = APIRouter()


@router.get("/compare")
def compare(request: Request, site: SiteNow) -> Response:
    given, registry = request.query_params, site.registry()
    left, right = (choice_from(side, given, registry, site.database) for side in SIDES)
    if left.report is not None and right.report is not None:
        where = address(language_of(request), f"/report/{left.report}/diff/{right.report}")
        return RedirectResponse(where, status_code=302)
    return render(request, "compare.html", sides=(left, right))
