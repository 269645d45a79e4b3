"""Who is asking: somebody who has logged in, somebody a trusted proxy vouches for, or a reader."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Annotated, Final

from fastapi import Depends, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.reviewing.sessions import LIFETIME, Sessions
from web.site import Site

LONGEST_NAME: Final = 40
LOOPBACK: Final = ("127.0.0.0/8", "::1/128")
_COOKIE: Final = "nianbao-session"
_PROXY_USER: Final = "proxy_user"


class LoginNeeded(Exception):
    """Only for people who have said who they are; `web.pages.login` sends them there."""


class ProxyUser:
    """Takes the name of the person from a header, when a trusted proxy is asking.

    It must stand before anything that believes `X-Forwarded-For`: what counts is who is connected.
    """

    def __init__(self, app: ASGIApp, *, header: str, proxies: Iterable[str]) -> None:
        """`proxies` are addresses or networks, beside loopback."""
        self._app = app
        self._header = header.lower().encode("latin-1")
        self._trusted = tuple(ip_network(one) for one in (*LOOPBACK, *proxies))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._trusts((scope.get("client") or ("", 0))[0]):
            values = [value for name, value in scope["headers"] if name == self._header]
            name = clean_name(values[0].decode("utf-8", "replace")) if len(values) == 1 else ""
            if name:
                state = {**scope.get("state", {}), _PROXY_USER: name}
                scope = {**scope, "state": state}
        await self._app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        try:
            asking = ip_address(address)
        except ValueError:
            return False
        return any(asking in network for network in self._trusted)


def named_by_proxies(app: ASGIApp, site: Site) -> ASGIApp:
    """The application as the settings of proxies want it."""
    if not site.user_header:
        return app
    return ProxyUser(app, header=site.user_header, proxies=site.proxies)


def clean_name(text: str) -> str:
    """A name as it may be recorded; empty when nothing is left of it."""
    return "".join(sign for sign in text.strip() if sign.isprintable())[:LONGEST_NAME].strip()


def reviewer_of(request: Request) -> str | None:
    """The name of whoever may record something; None: a reader."""
    vouched: str | None = getattr(request.state, _PROXY_USER, None)
    if vouched:
        return vouched
    secret = request.cookies.get(_cookie(request))
    sessions: Sessions = request.app.state.sessions
    return sessions.name_of(secret) if secret else None


def log_in(request: Request, response: Response, name: str) -> None:
    sessions: Sessions = request.app.state.sessions
    response.set_cookie(
        _cookie(request),
        sessions.begin(name),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=_is_secure(request),
    )


def log_out(request: Request, response: Response) -> None:
    sessions: Sessions = request.app.state.sessions
    sessions.end(request.cookies.get(_cookie(request), ""))
    response.delete_cookie(
        _cookie(request), httponly=True, samesite="strict", secure=_is_secure(request)
    )


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _cookie(request: Request) -> str:
    # With this prefix a browser takes it from this very host and over TLS only.
    return f"__Host-{_COOKIE}" if _is_secure(request) else _COOKIE


def _needed(request: Request) -> str:
    name = reviewer_of(request)
    if name is None:
        raise LoginNeeded
    return name


Reviewer = Annotated[str, Depends(_needed)]
"""The type of a handler's parameter that is to be the person who records something."""
