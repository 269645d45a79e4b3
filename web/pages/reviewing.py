"""The review queue: a finding with its proof, and what a person says of it."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from model.errors import NotFoundError, UsageError
from model.finding import Decision, DecisionKind
from model.text import Text
from storage.database import StoredFinding
from web.language import address
from web.pages.cell import seen_in_original
from web.pages.login import SEE_OTHER, required
from web.reading.review import asked_from, following, review_view
from web.rendering import language_of, render
from web.reviewing.people import Reviewer
from web.site import Site, SiteNow

router = APIRouter()
LONGEST_NOTE = 2000
_STAYS = frozenset({DecisionKind.NOTE, DecisionKind.REOPEN})
"""After these the finding is still there to be decided."""
_EMPTY = Text("这条备注是空的", "This note is empty")
_KINDS = ", ".join(kind.value for kind in DecisionKind)


@router.get("/review")
def first(request: Request, site: SiteNow, person: Reviewer) -> Response:
    return _page(request, site, person, None)


@router.get("/review/{fingerprint}")
def one(request: Request, site: SiteNow, person: Reviewer, fingerprint: str) -> Response:
    finding_called(site, fingerprint)
    return _page(request, site, person, fingerprint)


@router.post("/review/{fingerprint}")
def decide(
    request: Request,
    site: SiteNow,
    person: Reviewer,
    fingerprint: str,
    kind: Annotated[str, Form()],
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Records what a person said, and goes on to what comes next."""
    finding_called(site, fingerprint)
    said = _kind(kind)
    if said is DecisionKind.NOTE:
        required("note", note, _EMPTY)
    asked = asked_from(dict(parse_qsl(back)))
    after = fingerprint if said in _STAYS else following(site.database, asked, fingerprint)
    site.record(
        Decision(
            fingerprint=fingerprint,
            kind=said,
            at=site.clock(),
            by=person,
            note=note.strip() or None,
        )
    )
    done = "" if said in _STAYS else fingerprint
    where = f"/review/{after}" if after else "/review"
    return RedirectResponse(
        address(language_of(request), where, {**asked.query(), "done": done}), SEE_OTHER
    )


def finding_called(site: Site, fingerprint: str) -> StoredFinding:
    """Raises: NotFoundError."""
    stored = site.database.audit_finding(fingerprint)
    if stored is None:
        raise NotFoundError(
            fingerprint[:40],
            Text("最近的审核没有这项发现", "is no finding of the last audit"),
            Text("从核对队列进入", "begin with the review queue"),
        )
    return stored


def _page(request: Request, site: Site, person: str, fingerprint: str | None) -> Response:
    asked = asked_from(request.query_params)
    view = review_view(
        site.database,
        asked,
        fingerprint,
        {agency.id: agency.name for agency in site.registry().agencies},
        cell=request.query_params.get("cell", ""),
        done=request.query_params.get("done", ""),
        owners=len(site.owners.waiting()),
    )
    table, trouble = None, None
    if view.item and view.item.version and view.item.shown:
        table, trouble = seen_in_original(site, view.item.version, view.item.shown)
    page = render(
        request,
        "review.html",
        view=view,
        person=person,
        back=urlencode(asked.query()),  # what a form carries to come back to the same queue
        table=table,
        trouble=trouble,
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def _kind(text: str) -> DecisionKind:
    try:
        return DecisionKind(text)
    except ValueError:
        raise UsageError(
            text[:40],
            Text("不是可以记录的决定", "is nothing that can be decided"),
            Text(f"应为 {_KINDS}", f"it is one of {_KINDS}"),
        ) from None
