"""What is out to run in our pages, shown by a real server to a real browser: nothing of it runs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from storage.database import Database
from tests.web.browser.chrome import Noticed
from tests.web.browser.serving import served
from tests.web.hostile import fill

pytestmark = pytest.mark.timeout(900)


STOPPED = ("csp", "net::ERR_BLOCKED_BY_CSP", "net::ERR_BLOCKED_BY_RESPONSE")
"""Why a request never left the browser: the policy that came with the page forbade it."""


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile") / "home"
    fill(home, tmp_path_factory.mktemp("files"), datetime(2026, 3, 1, 4, tzinfo=UTC))
    return home


@pytest.fixture(scope="module")
def hostile_base(hostile_home: Path) -> Iterator[str]:
    with served(hostile_home, NIANBAO_WEB__REQUESTS_A_MINUTE="100000") as address:
        yield address


@pytest.fixture
def context(browser: Browser, hostile_base: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=hostile_base, accept_downloads=False)
    yield context
    context.close()


def pages_of(home: Path) -> tuple[list[str], list[str]]:
    """Our pages about strangers, and what strangers wrote."""
    with Database.open(home / "nianbao.db", read_only=True) as database:
        captures = list(database.captures())
        reports = [one.id for one in database.reports(current=False)]
        agencies = [one.id for one in database.registry().agencies]
        cell = next(iter(database.reports(current=False))).report.measures
    ours = [
        *("/audit?year=2024", "/findings", "/status", "/search?q=公开"),
        *(f"/agency/{one}" for one in agencies),
        *(f"/report/{one}" for one in reports),
        *(f"/report/{one}/original" for one in reports),
        *(f"/report/{one}/cell/{next(iter(cell))}" for one in reports),
        *(f"/capture/{one}" for one in captures),
        '/search?q="><img src=/owned onerror=alert(1)>',
    ]
    return ours, [f"/archived/{one}" for one in captures]


def visit(page: Page, path: str) -> None:
    """Waits long enough for what would run at once; downloads are no pages."""
    answer = page.request.get(path)
    if "attachment" in answer.headers.get("content-disposition", ""):
        return
    page.goto(path, wait_until="load")
    page.wait_for_timeout(60)


def test_nothing_runs_and_nothing_is_asked_for(
    context: BrowserContext, hostile_base: str, hostile_home: Path
) -> None:
    noticed, asked = Noticed(hostile_base), list[Request]()

    def remember(request: Request) -> None:
        asked.append(request)

    context.on("request", remember)
    page = context.new_page()
    noticed.page(page)
    ours, theirs = pages_of(hostile_home)
    owned = []
    for path in (*ours, *theirs):
        visit(page, path)
        if page.evaluate("() => window.__owned"):
            owned.append(path)
        assert "/owned" not in page.url.partition("?")[0]

    assert not owned
    assert not noticed.dialogs
    left = [request.url for request in asked if request.failure not in STOPPED]
    assert not [url for url in left if not url.startswith(hostile_base)]
    assert context.pages == [page]
    # What is typed into our own search box may say so.
    assert not [url for url in left if "owned" in url.partition("?")[0]]
    assert context.cookies() == []
    assert context.service_workers == []
    page.goto("/")
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_a_stranger_in_a_frame_is_of_another_origin(
    context: BrowserContext, hostile_home: Path
) -> None:
    with Database.open(hostile_home / "nianbao.db", read_only=True) as database:
        rogue = next(one.id for one in database.reports() if "rogue" in one.capture.url)
    page = context.new_page()
    page.goto(f"/report/{rogue}/original")
    page.locator("iframe.archived").scroll_into_view_if_needed()
    page.wait_for_timeout(300)

    assert page.locator("iframe.archived").get_attribute("sandbox") == ""
    # Its document is there, and none of ours.
    assert page.evaluate("() => document.querySelector('iframe.archived').contentDocument") is None
    assert page.url.endswith("/original")
