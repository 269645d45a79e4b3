"""What must hold on every answer, whatever the page."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from starlette.responses import PlainTextResponse

from tests.web.asking import Client
from web.safety.limits import MOST_BODY, MOST_TARGET, Unhurried

PATHS = (
    "/",
    "/en",
    "/search",
    "/en/search?q=公开",
    "/nowhere",
    '/search?q="',
    "/static/nianbao.js",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_we_did_not_write(client: Client, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("/static")])
def test_no_page_needs_what_the_policy_forbids(client: Client, path: str) -> None:
    page = client.get(path).text

    assert " style=" not in page
    assert "<style" not in page
    assert "javascript:" not in page
    assert all('src="/static/' in tag for tag in page.split("<script")[1:])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_loopback_may_be_asked_for(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil"])
def test_an_unknown_name_is_refused(client: Client, host: str) -> None:
    refused = client.get("/", headers={"host": host})

    assert refused.status_code == 421
    assert "content-security-policy" in refused.headers


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"origin": "http://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "http://127.0.0.1"}, False),
        ({}, False),
    ],
)
def test_changes_are_asked_for_by_our_own_pages_only(
    client: Client, headers: dict[str, str], refused: bool
) -> None:
    assert (client.post("/", headers=headers).status_code == 403) is refused


def test_reading_is_open_to_links_from_elsewhere(client: Client) -> None:
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_request_has_its_limits(client: Client) -> None:
    assert client.get("/search?q=" + "x" * MOST_TARGET).status_code == 414
    assert client.post("/", content=b"x" * (MOST_BODY + 1)).status_code == 413


def test_a_body_that_grows_beyond_its_announcement_is_cut_off(client: Client) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * (MOST_BODY // 4)

    # Without a length only counting helps; the page that would read it must not.
    assert client.post("/", content=chunks()).status_code in {405, 413}


def test_a_hurried_reader_waits_and_others_do_not() -> None:
    now = [0.0]
    guard = Unhurried(PlainTextResponse("ok"), a_minute=3, timer=lambda: now[0])

    def status(address: str) -> int:
        return asyncio.run(_status(guard, address))

    assert [status("10.0.0.1") for _ in range(4)] == [200, 200, 200, 429]
    assert status("10.0.0.2") == 200
    now[0] = 20.0  # a third of a minute gives one request
    assert [status("10.0.0.1") for _ in range(2)] == [200, 429]


async def _status(guard: Unhurried, address: str) -> int:
    found: list[int] = []

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        if message["type"] == "http.response.start":
            found.append(message["status"])

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "path": "/", "client": (address, 1), "method": "GET", "headers": []}
    await guard(scope, receive, send)
    return found[0]


def test_a_bug_shows_nothing_of_our_insides(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> Callable[[], None]:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("web.pages.home.until_written", breaks)
    page = client.get("/en")

    assert page.status_code == 500
    assert "secret" not in page.text
    assert "The trouble is ours" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_head_is_a_page_without_its_body(client: Client) -> None:
    head, page = client.request("HEAD", "/en"), client.get("/en")

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == page.headers["content-type"]
    assert client.request("HEAD", "/nowhere").status_code == 404


def test_crawlers_of_others_leave_copies_alone(client: Client) -> None:
    assert "Disallow: /archived/" in client.get("/robots.txt").text
