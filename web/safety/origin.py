"""Changes are asked for by our own pages only (cross-site request forgery).

A browser says where a request comes from, in `Sec-Fetch-Site` or in `Origin`; what is no browser
says neither, has no reader's rights to abuse, and brings its token itself.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from model.text import Text
from web.safety.refusing import refusal

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_WHY = Text(
    "此请求来自别的网站，未予执行。请在本站页面上操作。",
    "This request came from another site and was not carried out. Use the pages of this site.",
)


class OwnPagesOnly:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _ours(scope["method"], Headers(scope=scope)):
            await refusal(403, _WHY)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _ours(method: str, headers: Headers) -> bool:
    if method in _HARMLESS:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
