"""The review by keyboard alone, in a real browser; and the same by its buttons, without script."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import uvicorn

from crawler.browser import chromium
from model.errors import AppError
from model.finding import DecisionKind
from tests.web.conftest import NOW
from tests.web.reviews import TOKEN, Desk, desk_at, prepare
from web.app import create_app


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    prepared = tmp_path_factory.mktemp("review") / "home"
    prepare(prepared, tmp_path_factory.mktemp("files"), NOW - timedelta(days=9))
    with desk_at(prepared, tmp_path_factory.mktemp("desk") / "home", NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    config = uvicorn.Config(create_app(desk.site), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    pytest.importorskip("playwright", reason="the extra `browser` is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra

    try:
        path = chromium()
    except AppError as error:
        pytest.skip(str(error))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--no-proxy-server"]
        )
        yield opened
        opened.close()


def log_in(page: Any, address: str) -> None:
    page.goto(f"{address}/en/review?of=unseen")
    page.fill("#name", "Wang")
    page.fill("#token", TOKEN)
    page.click("main button[type=submit]")
    page.wait_for_selector("#item")


def here(page: Any) -> str:
    """The finding that is looked at."""
    action: str = page.get_attribute(".verdict-form", "action")
    return action.rpartition("/")[2]


def press(page: Any, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def kinds(desk: Desk, fingerprint: str) -> list[DecisionKind]:
    return [one.kind for one in desk.site.database.decisions(fingerprint=fingerprint)]


def test_one_keystroke_each(desk: Desk, address: str, browser: Any) -> None:
    page = browser.new_page()
    log_in(page, address)
    first = here(page)
    press(page, "j")
    second = here(page)
    press(page, "k")
    assert (here(page), first != second) == (first, True)

    desk.now[0] += timedelta(minutes=1)
    press(page, "c")
    assert here(page) == second
    desk.now[0] += timedelta(minutes=1)
    page.keyboard.press("n")
    page.keyboard.type("cd: only typed")
    page.keyboard.press("Escape")
    press(page, "d")
    third = here(page)
    desk.now[0] += timedelta(minutes=1)
    press(page, "u")

    assert here(page) == second
    assert kinds(desk, first) == [DecisionKind.CONFIRM]
    assert kinds(desk, second) == [DecisionKind.DISMISS, DecisionKind.REOPEN]
    assert desk.site.database.decisions(fingerprint=second)[0].note == "cd: only typed"
    assert kinds(desk, third) == []
    page.close()


def test_digits_tell_whose_a_report_is(desk: Desk, address: str, browser: Any) -> None:
    page = browser.new_page()
    log_in(page, address)
    (report,) = desk.site.owners.waiting()
    page.goto(f"{address}/en/review-agencies")
    press(page, "1")
    assert desk.site.database.report(report).agency == "yundu-tjj"
    desk.now[0] += timedelta(minutes=1)
    press(page, "u")
    assert desk.site.database.report(report).agency is None
    page.close()


def test_buttons_do_without_script(desk: Desk, address: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    log_in(page, address)
    fingerprint = here(page)
    desk.now[0] += timedelta(minutes=1)
    with page.expect_navigation():
        page.click("button.falls")
    assert kinds(desk, fingerprint)[-1] is DecisionKind.DISMISS
    context.close()


def test_nothing_is_wider_than_a_small_screen(address: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    log_in(page, address)
    for path in ("/en/review?of=unseen", "/review-agencies", "/agency/yundu-gov/2022/reply"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()
