"""The application: routers, guards, and pages for what goes wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web import errors, exporting, feeds
from web.api.application import PREFIX, create_api
from web.heads import HeadsOfPages
from web.language import LanguagePrefix
from web.pages import ROUTERS, api_docs, login
from web.rendering import STATIC
from web.reviewing.sessions import Patience, Sessions
from web.safety.headers import SecurityHeaders
from web.safety.hosts import KnownHosts
from web.safety.limits import SmallRequests, Unhurried
from web.safety.origin import OwnPagesOnly
from web.site import Site

THREADS = 6
"""Handlers at a time: below what the database's pool of connections can give, more than originals
are drawn at a time. Python computes for one of them at a time; with twelve, the unluckiest readers
waited twice as long."""


def create_app(site: Site) -> FastAPI:
    """An ASGI application that serves one home."""
    app = FastAPI(
        title=site.title.en,
        docs_url=None,  # FastAPI's own page fetches its script from elsewhere
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        middleware=[
            # Outermost first.
            Middleware(SecurityHeaders),
            Middleware(KnownHosts, hosts=site.hosts),
            Middleware(SmallRequests),
            Middleware(Unhurried, a_minute=site.requests_a_minute),
            Middleware(OwnPagesOnly),
            Middleware(HeadsOfPages),
            # The highest level takes thrice the time of this one, for some bytes in a hundred.
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(LanguagePrefix),
        ],
    )
    app.state.site = site
    app.state.sessions = Sessions(site.clock)
    app.state.patience = Patience(site.clock)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.state.api = create_api(site)
    app.include_router(api_docs.router, include_in_schema=False)  # before what is mounted around it
    app.mount(PREFIX, app.state.api, name="api")
    for router in (*ROUTERS, exporting.router, feeds.router):
        app.include_router(router, include_in_schema=False)
    errors.register(app)
    login.register(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    del app
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


class _Static(StaticFiles):
    """Our own files. Their addresses change with their content, see `web.rendering.asset`."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope["query_string"].startswith(b"v="):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
