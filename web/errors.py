"""Troubles as pages: what was asked, what is wrong, what to do. Nothing of our insides."""

from pathlib import PurePath

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from model.errors import (
    AppError,
    ArchiveError,
    Busy,
    ConversionError,
    NotFoundError,
    SearchError,
    StorageError,
    UsageError,
)
from model.text import Text
from web.api.problems import http_problem
from web.rendering import render
from web.safety.headers import HEADERS

# The first match counts, so subclasses stand before their parents.
_STATUS: tuple[tuple[type[AppError], int], ...] = (
    (NotFoundError, 404),
    (UsageError, 400),
    (SearchError, 400),
    (ConversionError, 422),
    (ArchiveError, 500),
    (StorageError, 503),
    (Busy, 503),
)
HEADS = {
    400: Text("这个请求无法理解", "This request cannot be understood"),
    401: Text("需要凭证", "A token is needed"),
    403: Text("不允许", "Not allowed"),
    404: Text("没有这一页", "There is no such page"),
    405: Text("不能这样请求", "Not to be asked for like this"),
    422: Text("无法显示", "This cannot be shown"),
    500: Text("本站出错", "Something is wrong here"),
    503: Text("暂时不能提供", "Not available now"),
}
_SEARCH = Text("请检查网址，或从检索开始。", "Check the address, or begin with a search.")
_OURS = Text(
    "这是本站的问题，与所查的机关无关；已记入日志，请告知运营者。",
    "The trouble is ours and says nothing about any agency. It is in the log; "
    "please tell the operator.",
)


def status_of(error: AppError) -> int:
    """The HTTP status that tells of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def register(app: FastAPI) -> None:
    """Has pages answer for every trouble; `web.api` answers for its own paths."""
    app.exception_handler(AppError)(_app_error)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_not_understood)
    app.exception_handler(Exception)(_bug)


async def _app_error(request: Request, error: AppError) -> Response:
    status = status_of(error)
    # What is wrong here is named without where it lies on our disk.
    source = PurePath(error.source).name if status >= 500 else error.source
    return _page(request, status, source=source, what=error.what, remedy=error.remedy)


async def _http(request: Request, error: HTTPException) -> Response:
    if request.url.path.startswith("/api/"):  # a newline in an address leads past every mount
        return http_problem(request.url.path, error.status_code, error.headers)
    response = _page(request, error.status_code, remedy=_SEARCH)
    response.headers.update(error.headers or {})
    return response


async def _not_understood(request: Request, error: RequestValidationError) -> Response:
    del error
    return _page(request, 400, remedy=_SEARCH)


async def _bug(request: Request, error: Exception) -> Response:
    del error  # the server logs it
    response = _page(request, 500, remedy=_OURS)
    # This answer is made outside of all middleware.
    response.headers.update(HEADERS)
    return response


def _page(
    request: Request,
    status: int,
    *,
    remedy: Text,
    source: str = "",
    what: Text | None = None,
) -> Response:
    head = HEADS.get(status, HEADS[400 if status < 500 else 500])
    return render(
        request,
        "error.html",
        status=status,
        code=status,
        head=head,
        source=source,
        what=what,
        remedy=remedy,
    )
