"""Reports whose owner nobody could tell: whose they are, says a person."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from model.text import Text
from web.language import address
from web.pages.login import SEE_OTHER, required
from web.reading.owners import owners_view
from web.reading.review import asked_from, waiting_in
from web.rendering import language_of, render
from web.reviewing.people import Reviewer
from web.site import SiteNow

router = APIRouter()
NOBODY = "-"
AGAIN = "?"
_WHOSE = Text("没有写明是哪个机关", "It does not say which agency")


@router.get("/review-agencies")
def owners(request: Request, site: SiteNow, person: Reviewer) -> Response:
    every = asked_from({})
    page = render(
        request,
        "owners.html",
        view=owners_view(
            site.owners.waiting(),
            request.query_params.get("report"),
            site.owners.question,
            site.region_names(),
        ),
        person=person,
        queries=every.queries,
        counts=waiting_in(site.database, every),
        done=request.query_params.get("done", ""),
        nobody=NOBODY,
        again=AGAIN,
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post("/review-agencies/{report}")
def answer(
    request: Request,
    site: SiteNow,
    person: Reviewer,
    report: str,
    agency: Annotated[str, Form()] = "",
    after: Annotated[str, Form()] = "",
) -> Response:
    """Records whose a report is, or takes that back; its verdicts follow with the next audit."""
    said = required("agency", agency, _WHOSE)
    where: dict[str, object] = {"report": after, "done": report}
    if said == AGAIN:
        site.owners.ask_again(report, by=person)
        where = {"report": report}
    else:
        site.owners.answer(report, None if said == NOBODY else said, by=person)
    return RedirectResponse(address(language_of(request), "/review-agencies", where), SEE_OTHER)
