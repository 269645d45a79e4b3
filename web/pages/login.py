"""Logging in, for those who may record decisions. Reading needs none of it."""

import hmac
import re
from typing import Annotated, Final

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from model.errors import UsageError
from model.text import Text
from web.language import address
from web.rendering import language_of, render
from web.reviewing.people import LoginNeeded, clean_name, log_in, log_out, reviewer_of
from web.reviewing.sessions import Patience
from web.site import SiteNow

router = APIRouter()
SEE_OTHER: Final = 303
_LOCAL: Final = re.compile(r"/(?![/\\])[!-~]*")
_WRONG = Text("凭证不对。", "This is not the token.")
_NAMELESS = Text(
    "请写上姓名：它会记在您的每个决定旁。", "Say your name: it stands by what you decide."
)


def register(app: FastAPI) -> None:
    """Sends whoever must say who they are to the page for it."""
    app.exception_handler(LoginNeeded)(_log_in_first)


async def _log_in_first(request: Request, error: LoginNeeded) -> Response:
    del error
    language = language_of(request)
    if request.method == "GET":
        query: dict[str, object] = dict(request.query_params)
        here = address(language, request.scope["path"], query)
        return RedirectResponse(address(language, "/login", {"next": here}), SEE_OTHER)
    return render(
        request,
        "error.html",
        status=403,
        code=403,
        head=Text("没有记下", "Nothing was recorded"),
        source="",
        what=None,
        remedy=Text(
            "登录已失效，或从未登录。请登录后再提交一次。",
            "You are not logged in, or not any more. Log in and send it once more.",
        ),
    )


@router.get("/login")
def login(request: Request, site: SiteNow) -> Response:
    del site
    return _page(request, next_=request.query_params.get("next", ""))


@router.post("/login")
def logging_in(
    request: Request,
    site: SiteNow,
    token: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",  # noqa: A002 - the name of the field
) -> Response:
    person = clean_name(name)
    if site.token is None:
        return _page(request, next_=next, status=403)
    if not person:
        return _page(request, next_=next, status=400, trouble=_NAMELESS)
    right = hmac.compare_digest(token.strip().encode(), site.token.encode())
    patience: Patience = request.app.state.patience
    wait = patience.try_once(request.client.host if request.client else "", right=right)
    if wait:
        seconds = int(wait.total_seconds()) + 1
        page = _page(request, next_=next, name=person, status=429, trouble=_later(seconds))
        page.headers["Retry-After"] = str(seconds)
        return page
    if not right:
        return _page(request, next_=next, name=person, status=401, trouble=_WRONG)
    home = address(language_of(request), "/review")
    answer = RedirectResponse(next if _LOCAL.fullmatch(next) else home, SEE_OTHER)
    log_in(request, answer, person)
    return answer


@router.post("/logout")
def logging_out(request: Request) -> Response:
    answer = RedirectResponse(address(language_of(request), "/"), SEE_OTHER)
    log_out(request, answer)
    return answer


def _page(
    request: Request,
    *,
    next_: str,
    name: str = "",
    status: int = 200,
    trouble: Text | None = None,
) -> Response:
    page = render(
        request,
        "login.html",
        status=status,
        next=next_ if _LOCAL.fullmatch(next_) else "",
        name=name,
        trouble=trouble,
        person=reviewer_of(request),
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def _later(seconds: int) -> Text:
    return Text(
        f"试错太多次了，请 {seconds} 秒后再试。",
        f"Too many wrong tokens: try again in {seconds} seconds.",
    )


def required(field: str, value: str, what: Text) -> str:
    """What was written in a field of a form. Raises: UsageError when it is empty."""
    if not value.strip():
        raise UsageError(field, what, Text("请返回补上", "go back and fill it in"))
    return value.strip()
