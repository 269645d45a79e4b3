"""What strangers wrote is shown as words, whatever it says, and no address reaches a file."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from nianbao.home import Home
from nianbao.serving.home_site import serving
from nianbao.settings import load_settings
from tests.web.asking import Client
from tests.web.hostile import LONG, OVERRIDE, TAGS, fill
from web.app import create_app
from web.safety.headers import HEADERS
from web.safety.limits import MOST_TARGET
from web.site import Site

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
HANDLERS = re.compile(r"^on[a-z]+$")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("hostile") / "home"
    fill(home, tmp_path_factory.mktemp("files"), NOW - timedelta(days=9))
    with serving(Home(folder=home, settings=load_settings(home)), lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def hostile(hostile_site: Site) -> Client:
    return Client(create_app(hostile_site))


@pytest.fixture(scope="module")
def addresses(hostile_site: Site) -> list[str]:
    """Every page on which something of a stranger stands."""
    database = hostile_site.database
    reports = list(database.reports(current=False))
    cells = [next(iter(one.report.measures)) for one in reports]
    words = [*TAGS, OVERRIDE, LONG[:200], "javascript:alert(1)"]
    return [
        *("/", "/audit", "/findings", "/status", "/methods"),
        *(f"/agency/{agency.id}" for agency in hostile_site.registry().agencies),
        *(f"/agency/{agency.id}/2024" for agency in hostile_site.registry().agencies),
        *(f"/report/{one.id}" for one in reports),
        *(f"/report/{one.id}/original" for one in reports),
        *(f"/report/{one.id}/cell/{cell}" for one, cell in zip(reports, cells, strict=True)),
        *(f"/report/{one.id}/diff/{reports[0].id}" for one in reports),
        *(f"/capture/{capture}" for capture in database.captures()),
        *(f"/search?q={quote(word)}" for word in words),
        *(f"/{page}?year={quote(word)}" for word in words for page in ("audit", "findings")),
        *(f"/{quote(word, safe='')}" for word in words),
    ]


class Markup(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", "").startswith(("/static/", "/report/", "/archived/"))
        if tag in {"script", "iframe", "img"} and not ours:
            self.wrong.append(f"<{tag} src={given.get('src')!r}>")
        if tag in {"base", "object", "embed", "style", "math", "marquee", "template", "video"}:
            self.wrong.append(f"<{tag}>")
        if tag == "meta" and given.get("http-equiv"):
            self.wrong.append("<meta http-equiv>")
        for name, value in given.items():
            scheme = value.strip().lower().partition(":")[0]
            led = name in {"href", "src", "action"} and scheme in {"javascript", "data", "vbscript"}
            if HANDLERS.match(name) or name in {"style", "srcdoc", "ping"} or led:
                self.wrong.append(f"<{tag} {name}={value!r}>")


def test_nothing_of_a_stranger_is_markup_of_ours(hostile: Client, addresses: list[str]) -> None:
    wrong = {}
    for address in addresses:
        for language in ("", "/en"):
            answer = hostile.get(f"{language}{address}")
            page = Markup()
            page.feed(answer.text)
            if page.wrong or answer.status_code >= 500:
                wrong[language + address] = (answer.status_code, page.wrong[:3])
            assert str(7341 * 7) not in answer.text
    assert not wrong


def test_every_answer_carries_what_keeps_readers_safe(
    hostile: Client, hostile_site: Site, addresses: list[str]
) -> None:
    captures = list(hostile_site.database.captures())
    files = [f"/archived/{one}{end}" for one in captures for end in ("", "/download")]
    for address in (*addresses, *files, "/static/nianbao.css", "/api/v1/reports", "/feeds/reports"):
        headers = hostile.get(address).headers
        assert not [name for name in HEADERS if name not in headers], address
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers


def test_an_original_is_sandboxed_and_called_what_its_bytes_are(
    hostile: Client, hostile_site: Site
) -> None:
    shown = {}
    for capture in hostile_site.database.captures().values():
        answer = hostile.get(f"/archived/{capture.id}")
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox;")
        assert "allow-" not in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        shown[capture.url.rpartition(":")[2][:12]] = answer.headers["content-type"]
    pictures = {name for name, kind in shown.items() if kind.startswith("image/")}
    pages = {name for name, kind in shown.items() if kind.startswith("text/html")}
    assert pictures == {"picture.png"}
    assert "rogue.html" in pages
    # Neither drawings nor XHTML nor what only begins like a picture is handed to a browser.
    assert {shown[name] for name in ("picture.gif", "polyglot.pdf")} == {"application/octet-stream"}
    assert not {kind for kind in shown.values() if "svg" in kind or "xml" in kind}


PATHS = (
    "../nianbao.db",
    "..%2fnianbao.db",
    "..%252fnianbao.db",
    "%2e%2e/%2e%2e/nianbao.toml",
    "....//nianbao.db",
    "..%5c..%5cnianbao.db",
    "%00",
    "nianbao.db%00.png",
    "/etc/passwd",
    "file:///etc/passwd",
    "~root",
    "CON",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "under",
    ["/", "/static/", "/archived/", "/report/", "/capture/", "/agency/", "/export/", "/feeds/"],
)
def test_no_address_reaches_a_file(hostile: Client, under: str, path: str) -> None:
    answer = hostile.get(under + path)

    assert answer.status_code in {400, 404, 405, 422}
    for held in (b"SQLite format", b"root:", b"[harvest]", b"[web]"):
        assert held not in answer.content


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.1.evil.example:8000",
        "evil.example#127.0.0.1",
        "127.0.0.1, evil.example",
        "[::1].evil.example",
        "[::1]evil",
        "127.0.0.1:evil.example",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/reports", "/static/nianbao.js"])
def test_another_name_is_no_way_in(hostile: Client, host: str, path: str) -> None:
    assert hostile.get(path, headers={"host": host}).status_code == 421


def test_what_a_proxy_might_be_told_changes_no_link(hostile: Client) -> None:
    told = {
        "x-forwarded-host": "evil.example",
        "forwarded": "host=evil.example",
        "x-original-url": "/archived/x",
        "x-forwarded-proto": "javascript",
    }
    page = hostile.get("/", headers=told).text
    assert "evil.example" not in page
    assert "javascript:" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * MOST_TARGET,
        "q=" + "(" * 3000,
        "q=" + "a OR " * 1500,
        "q=" + "%E5%85%AC" * 900,
        "q=%00%01%02",
        "q=%ff%fe",
        "q=a&page=999999999999999999999",
        "q=a&page=-1",
        "q=a&year=99999999999999999999",
        "q=a&sort=__class__",
        "q=" + "*" * 900,
        "q=/" + "(a%2B)%2B" * 100 + "/",
    ],
)
@pytest.mark.parametrize("path", ["/search", "/api/v1/search"])
def test_an_outrageous_question_is_refused_or_answered_but_breaks_nothing(
    hostile: Client, path: str, query: str
) -> None:
    assert hostile.get(f"{path}?{query}").status_code in {200, 400, 404, 414, 422}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "MADE-UP"])
@pytest.mark.parametrize("path", ["/", "/search", "/audit", "/methods", "/api/v1/reports"])
def test_other_methods_are_none_of_ours(hostile: Client, method: str, path: str) -> None:
    assert hostile.request(method, path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/search?q=a", "/audit", "/static/nianbao.css", "/nowhere"])
def test_a_head_is_that_of_the_page(hostile: Client, path: str) -> None:
    page, head = hostile.get(path), hostile.request("HEAD", path)

    assert head.status_code == page.status_code
    assert head.content == b""
    kept = {"content-type", *(name.lower() for name in HEADERS)}
    assert {name: head.headers[name] for name in kept} == {
        name: page.headers[name] for name in kept
    }
