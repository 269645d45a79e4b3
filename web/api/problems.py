"""Troubles as RFC 9457 says them: application/problem+json, in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from model.errors import (
    AppError,
    ArchiveError,
    Busy,
    ConversionError,
    NotFoundError,
    Problem,
    SearchError,
    StorageError,
    UsageError,
)
from model.text import Text
from storage.codec import encode
from web.tables.pieces import Described

MEDIA_TYPE = "application/problem+json"
QUERY = "q"
"""The parameter that holds a query."""
METHODS = "GET, HEAD, OPTIONS"
"""What every address here answers."""
_SHOWN = 200
"""Characters of what was asked that are said back."""

# The first match counts, so subclasses stand before their parents.
_STATUS: tuple[tuple[type[AppError], int], ...] = (
    (NotFoundError, 404),
    (UsageError, 422),
    (SearchError, 422),
    (ConversionError, 422),
    (ArchiveError, 500),
    (StorageError, 503),
    (Busy, 503),
)
_ASK = Text("请对照 /api/v1/openapi.json 检查请求", "compare the request with /api/v1/openapi.json")
_OURS = Text(
    "这是本站的问题，与所查的机关无关；已记入日志，请告知运营者",
    "the trouble is ours and says nothing about any agency; it is in the log, please tell the "
    "operator",
)
_WORDS: dict[int, Text] = {
    404: Text("没有这个地址", "there is nothing at this address"),
    405: Text("此地址只读", "this address can only be read"),
    413: Text("请求过长", "the request is too long"),
    414: Text("网址过长", "the address is too long"),
    429: Text("请求过于频繁", "too many requests"),
    500: Text("本站出错", "something is wrong here"),
}
_REMEDIES: dict[int, Text] = {
    405: Text(f"用 {METHODS}", f"use {METHODS}"),
    413: Text("缩短请求", "make it shorter"),
    414: Text("缩短请求", "make it shorter"),
    429: Text(
        "按 Retry-After 稍候；成批取用请用 CSV、JSON 行或数据包",
        "wait as Retry-After says; for much data take CSV, JSON lines or the data package",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPart(Described):
    """One thing wrong with a request."""

    name: str
    """The parameter or the id."""
    what: Text
    """What is wrong with it."""
    remedy: Text
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetails(Described):
    """What went wrong, as RFC 9457 says it."""

    type: str
    """Kind of problem: a URN of ours, or about:blank for what the status says already."""
    title: str
    """What the status means."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong with this request, in English; `what` and `remedy` say it in Chinese too."""
    instance: str
    """The path that was asked."""
    what: Text
    """What is wrong."""
    remedy: Text
    """What to do about it."""
    problems: tuple[WrongPart, ...] = ()
    """Everything that is wrong with the request, at once."""


def register(app: FastAPI) -> None:
    app.exception_handler(AppError)(_app_error)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_not_understood)
    app.exception_handler(Exception)(_bug)


def problem(path: str, status: int, error: AppError) -> Response:
    """An error of ours as an answer."""
    # Of our own troubles the source is a path of this machine: for the log, not for readers.
    source = "" if status >= 500 else f"{error.source[:_SHOWN]}: "
    return _answer(
        ProblemDetails(
            type=f"urn:nianbao:problem:{error.code}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=f"{source}{error.what.en}; {error.remedy.en}",
            instance=path,
            what=error.what,
            remedy=error.remedy,
            problems=tuple(_parts(error, status)),
        )
    )


def _parts(error: AppError, status: int) -> Iterator[WrongPart]:
    """What is wrong is named `parameter=value`; of a query, its words and not its name are told."""
    for one in error.problems or (error,):
        name = QUERY if isinstance(error, SearchError) else one.source.partition("=")[0]
        yield WrongPart(name="" if status >= 500 else name, what=one.what, remedy=one.remedy)


def http_problem(
    path: str, status: int, headers: Mapping[str, str] | None = None, *, what: Text | None = None
) -> Response:
    """What a status alone tells, or `what`."""
    what = what or _WORDS.get(status, _WORDS[500 if status >= 500 else 404])
    remedy = _REMEDIES.get(status, _OURS if status >= 500 else _ASK)
    details = ProblemDetails(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=f"{what.en}; {remedy.en}",
        instance=path,
        what=what,
        remedy=remedy,
    )
    return _answer(details, headers)


def _answer(details: ProblemDetails, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        encode(details),
        details.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


async def _app_error(request: Request, error: AppError) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return problem(request.url.path, status, error)


async def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code != 405:
        return http_problem(request.url.path, error.status_code, error.headers)
    # Routes know nothing of HEAD (`web.heads`) and OPTIONS, and every one of them can be read.
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": METHODS})
    return http_problem(request.url.path, 405, {"Allow": METHODS})


async def _not_understood(request: Request, error: RequestValidationError) -> Response:
    wrong = [
        Problem(
            source=str(one["loc"][-1]),
            what=Text(f"不成立（{one['msg']}）", one["msg"]),
            remedy=_ASK,
        )
        for one in error.errors()
    ]
    what = Text("有参数不成立", "has a value that it cannot have")
    details = UsageError(", ".join(part.source for part in wrong), what, _ASK, problems=wrong)
    return problem(request.url.path, 422, details)


async def _bug(request: Request, error: Exception) -> Response:
    del error  # the server logs it
    return http_problem(request.url.path, 500)
