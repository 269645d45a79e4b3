"""How much one reader may send and ask, so that one cannot keep the server from the others."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from model.text import Text
from web.safety.refusing import refusal

MOST_BODY = 256 * 1024
"""Bytes of a request's body: far above any form of ours."""
MOST_TARGET = 8 * 1024
"""Bytes of a path with its query."""
_REMEMBERED = 10_000
"""Addresses; those that were quiet longest are forgotten first."""

_LONG = Text("请求过长。", "The request is too long.")
_OFTEN = Text(
    "请求过于频繁，请稍候。成批取用数据请用导出或数据包。",
    "Too many requests; please wait. For much data use an export or the data package.",
)


class _TooLong(Exception):
    """More of the body came than was announced or allowed."""


class SmallRequests:
    """Answers 413 or 414 to what is larger than anything we ask for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_TARGET:
            await refusal(414, _LONG)(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > MOST_BODY:
            await refusal(413, _LONG)(scope, receive, send)
            return
        try:
            await self._app(scope, _counted(receive), send)
        except _TooLong:
            await refusal(413, _LONG)(scope, receive, send)


def _counted(receive: Receive) -> Receive:
    came = 0

    async def counting() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > MOST_BODY:
            raise _TooLong
        return message

    return counting


class Unhurried:
    """A bucket of requests for each address, that fills up evenly; 429 when it is empty."""

    def __init__(
        self, app: ASGIApp, *, a_minute: int, timer: Callable[[], float] = monotonic
    ) -> None:
        self._app = app
        self._most = float(a_minute)
        self._timer = timer
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Address → requests left, and when that was so."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        counted = scope["type"] == "http" and not scope["path"].startswith("/static/")
        if counted and not self._take((scope.get("client") or ("", 0))[0]):
            wait = str(max(1, round(60 / self._most)))
            await refusal(429, _OFTEN, {"Retry-After": wait})(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _take(self, address: str) -> bool:
        now = self._timer()
        left, then = self._left.pop(address, (self._most, now))
        left = min(self._most, left + (now - then) * self._most / 60)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return allowed
