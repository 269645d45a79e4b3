"""Right of reply: the operator enters what an agency wrote, and takes back what was a mistake."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from model.errors import NotFoundError, Problem, UsageError
from model.ids import AgencyId
from model.text import Text
from web.language import address
from web.pages.agency import agency_called
from web.pages.login import SEE_OTHER
from web.pages.reviewing import finding_called
from web.rendering import language_of, render
from web.reviewing.people import Reviewer
from web.reviewing.replies import Reply, Said, beginning_of, entered, replies_in, taken_back
from web.site import Site, SiteNow

router = APIRouter()
_LONGEST = 20_000
_LINE = 300


@router.get("/agency/{agency}/{year}/reply")
def form(request: Request, site: SiteNow, person: Reviewer, agency: str, year: int) -> Response:
    owner = agency_called(site.registry(), agency)
    finding = request.query_params.get("finding", "")
    stored = finding_called(site, finding) if finding else None
    page = render(
        request,
        "reply.html",
        agency=owner,
        year=year,
        finding=stored,
        person=person,
        today=site.clock(),
        replies=tuple(
            one
            for one in replies_in(site.database.decisions(beginning=beginning_of(owner.id)))
            if one.said.reporting_year == year
        ),
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@router.post("/agency/{agency}/{year}/reply")
def enter(  # noqa: PLR0913, PLR0917 - a field of the form is a parameter
    request: Request,
    site: SiteNow,
    person: Reviewer,
    agency: str,
    year: int,
    who: Annotated[str, Form(max_length=_LINE)] = "",
    on: Annotated[str, Form(max_length=_LINE)] = "",
    text: Annotated[str, Form(max_length=_LONGEST)] = "",
    source: Annotated[str, Form(max_length=_LINE)] = "",
    finding: Annotated[str, Form(max_length=_LINE)] = "",
) -> Response:
    owner = agency_called(site.registry(), agency)
    if finding and finding_called(site, finding).finding.agency != owner.id:
        raise _of_another(finding)
    said = Said(
        agency=owner.id,
        reporting_year=year,
        finding=finding or None,
        who=who.strip(),
        on=_complete(who, on, text, source),
        text="\n".join(line.rstrip() for line in text.strip().splitlines()),
        source=source.strip(),
    )
    site.record(entered(said, by=person, at=site.clock()))
    return _back(request, owner.id, year)


@router.post("/agency/{agency}/{year}/reply/{reply}/take-back")
def take_back(
    request: Request, site: SiteNow, person: Reviewer, agency: str, year: int, reply: str
) -> Response:
    owner = agency_called(site.registry(), agency)
    site.record(taken_back(_reply(site, owner.id, reply), by=person, at=site.clock()))
    return _back(request, owner.id, year)


def _reply(site: Site, agency: AgencyId, id_: str) -> Reply:
    for reply in replies_in(site.database.decisions(beginning=beginning_of(agency))):
        if reply.id == id_:
            return reply
    raise NotFoundError(
        id_[:40],
        Text("没有这份答复", "is no reply of this agency"),
        Text("从该机关的页面进入", "begin with the page of the agency"),
    )


def _back(request: Request, agency: AgencyId, year: int) -> Response:
    where = address(language_of(request), f"/agency/{agency}/{year}")
    return RedirectResponse(f"{where}#replies", SEE_OTHER)


def _complete(who: str, on: str, text: str, source: str) -> date:
    """The day of a form with nothing missing. Raises: UsageError with every problem at once."""
    names = {
        "who": (who, Text("没有写明谁代表机关答复", "does not say who replied for the agency")),
        "text": (text, Text("答复的原文是空的", "holds no words of the agency")),
        "source": (source, Text("没有写明出处", "does not say where the reply can be checked")),
    }
    problems = [_problem(name, what) for name, (value, what) in names.items() if not value.strip()]
    day = None
    try:
        day = date.fromisoformat(on.strip())
    except ValueError:
        problems.append(_problem("on", Text("日期应写成 2025-03-01", "is no day like 2025-03-01")))
    if problems or day is None:
        whats = [problem.what for problem in problems]
        raise UsageError(
            "reply",
            Text("；".join(what.zh for what in whats), "; ".join(what.en for what in whats)),
            Text("请返回补上", "go back and mend it"),
            problems=problems,
        )
    return day


def _problem(field: str, what: Text) -> Problem:
    return Problem(source="reply", field=field, what=what, remedy=Text("请补上", "fill it in"))


def _of_another(finding: str) -> UsageError:
    return UsageError(
        finding[:40],
        Text("是另一个机关的发现", "is about another agency"),
        Text("从该项发现进入", "begin with that finding"),
    )
