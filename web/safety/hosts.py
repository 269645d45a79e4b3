"""Only names we were told: a page of somebody else's must not reach a reader's own server by a name
that it made point here (DNS rebinding).
"""

import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from model.text import Text
from web.safety.refusing import refusal

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_NAMED = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\[\]:@/,\s]+)(:\d{1,5})?")
"""`host` or `host:port`; an address of IPv6 in brackets."""
_WHY = Text(
    "此服务器不以这个名称提供服务。请运营者在 nianbao.toml 的 [web] hosts 中写明它。",
    "This server does not serve under this name. Its operator can allow it: [web] hosts in "
    "nianbao.toml.",
)


class KnownHosts:
    """Answers 421 to any other `Host`. Ports do not matter."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in (*LOOPBACK, *hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and host_of(scope) not in self._hosts:
            await refusal(421, _WHY)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def host_of(scope: Scope) -> str | None:
    """The name without its port, in lower case; None unless there is exactly one, and no more."""
    named = Headers(scope=scope).getlist("host")
    found = _NAMED.fullmatch(named[0].strip().lower()) if len(named) == 1 else None
    return found["name"] if found else None
