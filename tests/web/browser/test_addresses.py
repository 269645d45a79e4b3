"""No page is left out of what the browser walks over."""

from collections.abc import Iterator

from fastapi.routing import APIRoute
from starlette.routing import Match

from tests.web.browser.addresses import EMPTY, READ, REVIEWED
from web import exporting, feeds
from web.navigation import ITEMS
from web.pages import ROUTERS

# Answers that are no pages of ours: files, feeds, pictures, and what strangers wrote.
NO_PAGES = {
    "/agency/{agency}/{year}/dossier.zip",
    "/archived/{capture}",
    "/archived/{capture}/download",
    "/export/{file}",
    "/feeds/findings.atom",
    "/feeds/reports.atom",
    "/feeds/search.atom",
    "/report/{report}/cell/{cell}/picture.png",
    "/report/{report}/page/{number}.png",
    "/robots.txt",
    "/suggest",
}


def routes() -> Iterator[APIRoute]:
    """All that answer to a reader."""
    for router in (*ROUTERS, exporting.router, feeds.router):
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
                yield route


def is_met(route: APIRoute) -> bool:
    """Some address leads there. A name in braces matches as what stands for it does."""
    paths = [one.partition("?")[0] for one in (*READ.values(), *REVIEWED.values())]
    scopes = [{"type": "http", "method": "GET", "path": path} for path in paths]
    return any(route.matches(scope)[0] is Match.FULL for scope in scopes)


def test_every_page_has_an_address() -> None:
    left_out = {route.path for route in routes() if not is_met(route)}
    assert left_out == NO_PAGES


def test_the_masthead_leads_to_pages_that_are_met_empty_too() -> None:
    of_every_home = {"/methods", "/data"}
    assert {item.path for item in ITEMS} - of_every_home <= set(EMPTY.values())
