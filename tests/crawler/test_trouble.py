"""Sites that do not give what was asked for: what we call it, and that we never read it."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest

from model.capture import LookEnd, Outcome
from tests.crawler.child import an_agency, harvest, listing, open_archive, open_database
from tests.crawler.site import Reply, Site, html, serve

NAME = "清禾市教育局{}年政府信息公开工作年度报告"
ROWS = {
    "/nb/1.html": (NAME.format(2023), "2024-01-18"),
    "/nb/2.html": (NAME.format(2024), "2025-01-18"),
}
LIST = html(listing(ROWS))
PAGE = html("<h1>" + NAME.format(2023) + "</h1><p>" + "总体情况。" * 200)
CHALLENGE = '<html><head><script>$_ts=window["$_ts"];</script></head><body></body></html>'


@pytest.mark.parametrize(
    ("reply", "outcome", "end"),
    [
        (html(CHALLENGE, status=412), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html(CHALLENGE, status=202), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html(CHALLENGE), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html("<p>您的请求已被拦截，网站防火墙"), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html("no", status=521), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html("no", status=403), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html("no", status=468), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html("no", status=429), Outcome.BLOCKED, LookEnd.BLOCKED),
        (html("gone", status=404), Outcome.NOT_FOUND, LookEnd.UNREADABLE),
        (html("<title>404</title><p>您访问的页面不存在"), Outcome.SOFT_404, LookEnd.UNREADABLE),
        (html("down", status=503), Outcome.UNREACHABLE, LookEnd.UNREACHABLE),
        (html("odd", status=599), Outcome.UNREACHABLE, LookEnd.UNREACHABLE),
        (Reply(body=b"%PDF-1.4"), Outcome.WRONG_TYPE, LookEnd.UNREADABLE),
        (
            html("<div id='list'></div><script>fetch('/d.json')</script>"),
            Outcome.NEEDS_SCRIPT,
            LookEnd.NEEDS_SCRIPT,
        ),
        (html("<p>清禾市教育局"), Outcome.CAPTURED, LookEnd.UNREADABLE),
        (html("<p>暂无内容"), Outcome.CAPTURED, LookEnd.UNREADABLE),
        (Reply(body=LIST.body, stated_length=99_999), Outcome.TRUNCATED, LookEnd.UNREADABLE),
        (Reply(body=b" " * 300_000), Outcome.TOO_LARGE, LookEnd.UNREADABLE),
        (Reply(body=LIST.body, wait=2.0), Outcome.UNREACHABLE, LookEnd.UNREACHABLE),
        (Reply(status=302, headers=(("Location", "/"),)), Outcome.MOVED, LookEnd.UNREADABLE),
        (Reply(status=302), Outcome.MOVED, LookEnd.UNREADABLE),
        (Reply(status=302, headers=(("Location", "/nb/"),)), Outcome.BLOCKED, LookEnd.BLOCKED),
    ],
)
def test_a_listing_that_gives_no_list(
    tmp_path: Path, reply: Reply, outcome: Outcome, end: LookEnd
) -> None:
    with serve({"/nb/": reply, "/": PAGE, "/nb/1.html": PAGE}) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        done = harvest(tmp_path, agency, max_bytes=200_000, timeout=1.0)
    assert done.visit(site.url("/nb/")).outcome is outcome
    assert done.look.end is end
    assert done.look.detail
    assert done.look.links == ()
    assert done.summary.not_looked == ((agency.id, end),)
    assert not {"/nb/1.html", "/nb/2.html", "/"} & set(site.paths)


@pytest.mark.parametrize(
    ("reply", "outcomes"),
    [
        (Reply(body=PAGE.body, stated_length=99_999), {Outcome.TRUNCATED}),
        (
            Reply(body=PAGE.body, stated_length=99_999, reset=True),
            {Outcome.TRUNCATED, Outcome.UNREACHABLE},
        ),
        (Reply(body=b"x" * 300_000), {Outcome.TOO_LARGE}),
        (html(CHALLENGE, status=412), {Outcome.BLOCKED}),
        (html("<p>文章不存在"), {Outcome.SOFT_404}),
        (Reply(body=b"\x00\x01", media_type="video/mp4"), {Outcome.WRONG_TYPE}),
        (Reply(body=b""), {Outcome.WRONG_TYPE}),
    ],
)
def test_a_report_that_does_not_come_is_never_content(
    tmp_path: Path, reply: Reply, outcomes: set[Outcome]
) -> None:
    with serve({"/nb/": LIST, "/nb/1.html": reply, "/nb/2.html": PAGE}) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)), max_bytes=200_000)
    assert done.look.end is LookEnd.READ_TO_END
    assert done.visit(site.url("/nb/1.html")).outcome in outcomes
    with open_database(tmp_path) as database, open_archive(tmp_path) as archive:
        work = [work.capture.url for work in database.unprocessed("1")]
        assert site.url("/nb/1.html") not in work
        assert list(archive.verify()) == []


def test_after_a_wall_the_host_is_left_in_peace(tmp_path: Path) -> None:
    with serve(
        {"/nb/": LIST, "/nb/1.html": html(CHALLENGE, status=412), "/nb/2.html": PAGE}
    ) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert "/nb/2.html" not in site.paths
    assert done.visit(site.url("/nb/2.html")).outcome is Outcome.BLOCKED


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{bound.getsockname()[1]}"
        done = harvest(tmp_path, an_agency(f"http://{host}/nb/", hosts=(host,)))
    assert done.look.end is LookEnd.UNREACHABLE
    assert {visit.outcome for visit in done.visits} == {Outcome.UNREACHABLE}
    assert all(visit.record is not None for visit in done.visits)


def test_a_name_that_nobody_has(tmp_path: Path) -> None:
    done = harvest(tmp_path, an_agency("http://gone.invalid/nb/", hosts=("gone.invalid",)))
    assert done.look.end is LookEnd.UNREACHABLE
    assert "CannotResolveHostError" in (done.look.detail or "")


def test_https_on_a_port_that_speaks_http(tmp_path: Path) -> None:
    with serve({"/nb/": LIST}) as site:
        url = f"https://{site.host}/nb/"
        done = harvest(tmp_path, an_agency(url, hosts=(site.host,)))
    assert done.look.end is LookEnd.UNREACHABLE


# No request goes where the registry row does not send it.


def off_by_link(site: Site, other: Site) -> None:
    rows = {other.url("/nb/9.html"): (NAME.format(2024), "2025-01-18")} | {
        "/nb/1.html": (NAME.format(2023), "2024-01-18")
    }
    site.replies["/nb/"] = html(listing(rows))


def off_by_redirect(site: Site, other: Site) -> None:
    site.replies["/nb/"] = LIST
    away = (("Location", other.url("/nb/9.html")),)
    site.replies["/nb/2.html"] = Reply(status=302, headers=away)


@pytest.mark.parametrize("lead_off", [off_by_link, off_by_redirect])
def test_another_host_is_not_asked(tmp_path: Path, lead_off: Callable[[Site, Site], None]) -> None:
    with serve({"/nb/9.html": PAGE}) as other, serve({"/nb/1.html": PAGE}) as site:
        lead_off(site, other)
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert other.asked == []
    rejected = [visit for visit in done.visits if visit.outcome is Outcome.REJECTED]
    assert [visit.detail for visit in rejected] == [f"not in the registry: {other.host}"]
    assert done.visit(site.url("/nb/1.html")).outcome is Outcome.CAPTURED


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/x", "http://[::1]:{port}/x", "ftp://127.0.0.1/x"]
)
def test_a_redirect_into_our_own_network_is_not_followed(tmp_path: Path, target: str) -> None:
    with serve({"/nb/": LIST, "/nb/1.html": PAGE}) as site:
        away = (("Location", target.format(port=site.port)),)
        site.replies["/nb/2.html"] = Reply(status=301, headers=away)
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert "/x" not in site.paths
    assert done.visit(site.url("/nb/2.html")).outcome is Outcome.REJECTED


def test_a_registered_name_that_resolves_to_a_private_address_is_not_asked(tmp_path: Path) -> None:
    name = socket.gethostname()
    try:
        address = socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine's own name does not resolve")
    if ip_address(address).is_global:
        pytest.skip("this machine's own name resolves to a public address")
    with serve({"/nb/": LIST}) as site:
        host = f"{name.lower()}:{site.port}"
        done = harvest(tmp_path, an_agency(f"http://{host}/nb/", hosts=(host,)))
    assert site.asked == []
    assert {visit.outcome for visit in done.visits} == {Outcome.REJECTED}
    assert done.look.end is LookEnd.UNREADABLE


def test_a_redirect_inside_the_row_is_followed_and_archived(tmp_path: Path) -> None:
    with serve({"/nb/": LIST, "/nb/2.html": PAGE, "/new/1.html": PAGE}) as site:
        site.replies["/nb/1.html"] = Reply(status=301, headers=(("Location", "/new/1.html"),))
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
        visit = done.visit(site.url("/nb/1.html"))
        assert visit.outcome is Outcome.CAPTURED
        with open_database(tmp_path) as database:
            captures = database.captures()
        assert captures[visit.capture or ""].url == site.url("/new/1.html")  # type: ignore[index]
        hops = [c for c in captures.values() if c.url == site.url("/nb/1.html")]
        assert [hop.http_status for hop in hops] == [301]


# robots.txt


def test_robots_txt_is_obeyed_and_archived(tmp_path: Path) -> None:
    rules = Reply(body=b"User-agent: *\nDisallow: /nb/2\n", media_type="text/plain")
    with serve(
        {"/robots.txt": rules, "/nb/": LIST, "/nb/1.html": PAGE, "/nb/2.html": PAGE}
    ) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert site.paths == ["/robots.txt", "/nb/", "/nb/1.html"]
    assert done.visit(site.url("/nb/2.html")).outcome is Outcome.ROBOTS
    assert done.visit(site.url("/robots.txt")).capture is not None
    assert done.look.end is LookEnd.READ_TO_END


@pytest.mark.parametrize(
    ("robots", "end"),
    [
        (Reply(body=b"User-agent: *\nDisallow: /", media_type="text/plain"), LookEnd.ROBOTS),
        (
            Reply(body=b"User-agent: nianbao-tests\nDisallow: /nb", media_type="text/plain"),
            LookEnd.ROBOTS,
        ),
        (Reply(status=500), LookEnd.UNREACHABLE),
        (html(CHALLENGE, status=412), LookEnd.BLOCKED),
        (html("no", status=403), LookEnd.READ_TO_END),
        (html("<title>404</title>页面不存在"), LookEnd.READ_TO_END),
        (Reply(body=b"", media_type="text/plain"), LookEnd.READ_TO_END),
    ],
)
def test_what_robots_txt_means_for_a_listing(tmp_path: Path, robots: Reply, end: LookEnd) -> None:
    with serve({"/robots.txt": robots, "/nb/": LIST}) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)), years=())
    assert done.look.end is end
    assert ("/nb/" in site.paths) == (end is LookEnd.READ_TO_END)
