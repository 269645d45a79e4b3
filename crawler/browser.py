"""The system's Chromium, without a network of its own: optional, for pages that a script builds.

Whatever a page asks for is given by our own visits. So robots.txt, the registry's hosts, pace, TLS
and the archive are the same with a browser as without: Chromium itself could not be made to keep to
them, and resolves names and follows redirects as it likes.
"""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

from model.errors import AppError, UsageError
from model.text import Text

if TYPE_CHECKING:
    # An extra: without it everything else must work.
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Request, Route, WebSocketRoute

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_AT_A_TIME = 2
"""Pages rendered side by side: each takes some hundred megabytes."""
_LONGEST = 180.0
"""Seconds for one page. At two seconds a request, some eighty of what it asks for."""
_MOST = 60
"""Requests of one page."""
_KINDS = frozenset({"document", "script", "xhr", "fetch"})
"""What a list may be made of. Pictures, fonts and styles show nothing that could be read."""
_NOWHERE = "127.0.0.1:9"
"""A proxy that nobody listens at: where a request would go that is not given by us."""
_WORDS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    f"--proxy-server={_NOWHERE}",
    # Else addresses of this machine would be asked past the proxy.
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a page asks for."""

    url: str
    method: str
    body: bytes
    media_type: str | None
    """Of the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    body: bytes
    media_type: str | None


Give = Callable[[Wanted], Awaitable[Given | None]]
"""None where nothing is to be had."""


class NotRenderedError(Exception):
    """The browser made nothing of a page; the message says why."""


def chromium() -> str:
    """Where the browser is. Raises: UsageError when it, or what drives it, is not installed."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None or find_spec("playwright") is None:
        missing = "Chromium" if found is None else "playwright"
        raise UsageError(
            "harvest --browser",
            Text(f"须有 {missing}，但未安装", f"needs {missing}, which is not installed"),
            Text(
                "安装系统的 Chromium，并执行 pip install 'nianbao[browser]'",
                "install the system's Chromium, and pip install 'nianbao[browser]'",
            ),
        )
    return found


class Browser:
    """One Chromium for a crawl, started when it is first needed."""

    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent
        self._turns = asyncio.Semaphore(_AT_A_TIME)
        self._starting = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._chromium: Chromium | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def render(self, url: str, give: Give) -> str:
        """The page as its scripts leave it, as HTML.

        Raises: NotRenderedError, and whatever `give` raises.
        """
        from playwright.async_api import Error  # noqa: PLC0415 - an extra

        async with self._turns:
            try:
                chromium = await self._started()
                context = await chromium.new_context(
                    user_agent=self._user_agent, service_workers="block", accept_downloads=False
                )
                try:
                    return await _Rendering(url, give).run(await context.new_page())
                finally:
                    await context.close()
            except Error as error:
                raise NotRenderedError(str(error).partition("\n")[0]) from error

    async def _started(self) -> "Chromium":
        from playwright.async_api import async_playwright  # noqa: PLC0415 - an extra

        async with self._starting:
            if self._chromium is None or not self._chromium.is_connected():
                playwright = await self._stack.enter_async_context(async_playwright())
                self._chromium = await playwright.chromium.launch(
                    executable_path=chromium(),
                    args=_WORDS,
                    # As root Chromium's own walls cannot be put up.
                    chromium_sandbox=os.geteuid() != 0,
                    handle_sigint=False,
                    handle_sigterm=False,
                )
                self._stack.push_async_callback(self._chromium.close)
            return self._chromium


class _Rendering:
    """One page from its first request until it asks for nothing more."""

    def __init__(self, url: str, give: Give) -> None:
        self._url = url
        self._give = give
        self._asked = 0
        self._entered = False
        self._trouble: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def run(self, page: "Page") -> str:
        await page.route("**/*", self._route)
        await page.route_web_socket("**/*", self._refuse_socket)
        work = asyncio.ensure_future(self._load(page))
        try:
            await asyncio.wait({work, self._trouble}, return_when=asyncio.FIRST_COMPLETED)
            return await (self._trouble if self._trouble.done() else work)
        finally:
            work.cancel()
            self._trouble.cancel()
            await asyncio.wait({work})
            if not work.cancelled():
                work.exception()  # seen, where the trouble was another one

    async def _load(self, page: "Page") -> str:
        await page.goto(self._url, wait_until="networkidle", timeout=_LONGEST * 1000)
        return await page.content()

    async def _route(self, route: "Route", request: "Request") -> None:
        try:
            given = await self._answer(request)
        except AppError as error:
            if not self._trouble.done():
                self._trouble.set_exception(error)
            given = None
        if given is None and request.is_navigation_request():
            # No Content: the page stays where it is. After a failure an error page would be shown.
            await route.fulfill(status=204)
            return
        if given is None:
            await route.abort()
            return
        headers = {"Content-Type": given.media_type or "application/octet-stream"}
        # What a script of one of the agency's hosts may see of another: no cookies go along.
        headers["Access-Control-Allow-Origin"] = "*"
        await route.fulfill(status=200, headers=headers, body=given.body)

    async def _answer(self, request: "Request") -> Given | None:
        self._asked += 1
        if request.resource_type not in _KINDS or self._asked > _MOST:
            return None
        if request.is_navigation_request() and request.frame.parent_frame is None:
            # Pages that send us on again by script are doors; we do not go through them.
            if self._entered:
                return None
            self._entered = True
        return await self._give(
            Wanted(
                url=request.url,
                method=request.method,
                body=request.post_data_buffer or b"",
                media_type=request.headers.get("content-type"),
            )
        )

    @staticmethod
    async def _refuse_socket(socket: "WebSocketRoute") -> None:
        await socket.close()
