"""Sites that do not give what was asked for: what we call it, and that we never read it."""

import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from model.capture import Look, LookEnd, Outcome
from tests.crawler.child import Harvest, an_agency, harvest, listing, open_archive, open_database
from tests.crawler.site import Reply, Site, html, serve

WARCIO = str(Path(sys.executable).with_name("warcio"))
NAME = "清禾市教育局{}年政府信息公开工作年度报告"
ROWS = {
    "/nb/1.html": (NAME.format(2023), "2024-01-18"),
    "/nb/2.html": (NAME.format(2024), "2025-01-18"),
}
LIST = html(listing(ROWS))
PAGE = html("<h1>" + NAME.format(2023) + "</h1><p>" + "总体情况。" * 200)
CHALLENGE = '<html><head><script>$_ts=window["$_ts"];</script></head><body></body></html>'


LISTINGS: dict[str, tuple[Reply, Outcome, LookEnd]] = {
    "challenge 412": (html(CHALLENGE, status=412), Outcome.BLOCKED, LookEnd.BLOCKED),
    "challenge 202": (html(CHALLENGE, status=202), Outcome.BLOCKED, LookEnd.BLOCKED),
    "challenge 200": (html(CHALLENGE), Outcome.BLOCKED, LookEnd.BLOCKED),
    "wall words": (html("<p>您的请求已被拦截，网站防火墙"), Outcome.BLOCKED, LookEnd.BLOCKED),
    "521": (html("no", status=521), Outcome.BLOCKED, LookEnd.BLOCKED),
    "403": (html("no", status=403), Outcome.BLOCKED, LookEnd.BLOCKED),
    "468": (html("no", status=468), Outcome.BLOCKED, LookEnd.BLOCKED),
    "429": (html("no", status=429), Outcome.BLOCKED, LookEnd.BLOCKED),
    "404": (html("gone", status=404), Outcome.NOT_FOUND, LookEnd.UNREADABLE),
    "soft 404": (
        html("<title>404</title><p>您访问的页面不存在"),
        Outcome.SOFT_404,
        LookEnd.UNREADABLE,
    ),
    "503": (html("down", status=503), Outcome.UNREACHABLE, LookEnd.UNREACHABLE),
    "599": (html("odd", status=599), Outcome.UNREACHABLE, LookEnd.UNREACHABLE),
    "pdf": (Reply(body=b"%PDF-1.4"), Outcome.WRONG_TYPE, LookEnd.UNREADABLE),
    "script": (
        html("<div id='list'></div><script>fetch('/d.json')</script>"),
        Outcome.NEEDS_SCRIPT,
        LookEnd.NEEDS_SCRIPT,
    ),
    "no list": (html("<p>清禾市教育局"), Outcome.CAPTURED, LookEnd.UNRECOGNISED),
    "nothing": (html("<p>暂无内容"), Outcome.CAPTURED, LookEnd.UNREADABLE),
    "cut": (Reply(body=LIST.body, stated_length=99_999), Outcome.TRUNCATED, LookEnd.UNREADABLE),
    "too large": (Reply(body=b" " * 300_000), Outcome.TOO_LARGE, LookEnd.UNREADABLE),
    "too slow": (Reply(body=LIST.body, wait=9.0), Outcome.UNREACHABLE, LookEnd.UNREACHABLE),
    "home": (Reply(status=302, headers=(("Location", "/"),)), Outcome.MOVED, LookEnd.UNREADABLE),
    "nowhere": (Reply(status=302), Outcome.MOVED, LookEnd.UNREADABLE),
    "circle": (
        Reply(status=302, headers=(("Location", "/nb/"),)),
        Outcome.BLOCKED,
        LookEnd.BLOCKED,
    ),
}
REPORTS: dict[str, tuple[Reply, set[Outcome]]] = {
    "cut": (Reply(body=PAGE.body, stated_length=99_999), {Outcome.TRUNCATED}),
    "reset": (
        Reply(body=PAGE.body, stated_length=99_999, reset=True),
        {Outcome.TRUNCATED, Outcome.UNREACHABLE},
    ),
    "too large": (Reply(body=b"x" * 300_000), {Outcome.TOO_LARGE}),
    "challenge": (html(CHALLENGE, status=412), {Outcome.BLOCKED}),
    "soft 404": (html("<p>文章不存在"), {Outcome.SOFT_404}),
    "film": (Reply(body=b"\x00\x01", media_type="video/mp4"), {Outcome.WRONG_TYPE}),
    "empty": (Reply(body=b""), {Outcome.WRONG_TYPE}),
}


@dataclass(frozen=True)
class Troubled:
    """One harvest of many sites, one for each kind of trouble: a process each would take long."""

    done: Harvest
    sites: Mapping[str, Site]

    def url(self, name: str, path: str = "/nb/") -> str:
        return self.sites[name].url(path)

    def look(self, name: str) -> Look:
        (look,) = [look for look in self.done.looks if look.listing == self.url(name)]
        return look


def harvest_all(home: Path, replies: Mapping[str, Mapping[str, Reply]], **more: Any) -> Troubled:
    with ExitStack() as stack:
        sites = {name: stack.enter_context(serve(of)) for name, of in replies.items()}
        agencies = [
            an_agency(site.url("/nb/"), hosts=(site.host,), id_=f"qinghe-{number}")
            for number, site in enumerate(sites.values())
        ]
        return Troubled(harvest(home, *agencies, **more), sites)


@pytest.fixture(scope="module")
def listings(tmp_path_factory: pytest.TempPathFactory) -> Troubled:
    around = {"/": PAGE, "/nb/1.html": PAGE}
    replies = {name: {"/nb/": reply} | around for name, (reply, _, _) in LISTINGS.items()}
    home = tmp_path_factory.mktemp("listings")
    return harvest_all(home, replies, max_bytes=200_000, timeout=4.0)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Troubled:
    around = {"/nb/": LIST, "/nb/2.html": PAGE}
    replies = {name: {"/nb/1.html": reply} | around for name, (reply, _) in REPORTS.items()}
    return harvest_all(tmp_path_factory.mktemp("reports"), replies, max_bytes=200_000)


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_that_gives_no_list(listings: Troubled, name: str) -> None:
    _, outcome, end = LISTINGS[name]
    look = listings.look(name)
    assert listings.done.visit(look.listing).outcome is outcome
    assert look.end is end
    assert look.detail
    assert look.links == ()
    assert (look.agency, end) in listings.done.summary.not_looked
    assert not {"/nb/1.html", "/nb/2.html", "/"} & set(listings.sites[name].paths)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_does_not_come_is_never_content(reports: Troubled, name: str) -> None:
    url = reports.url(name, "/nb/1.html")
    assert reports.look(name).end is LookEnd.READ_TO_END
    assert reports.done.visit(url).outcome in REPORTS[name][1]
    with open_database(reports.done.home) as database:
        assert url not in [work.capture.url for work in database.unprocessed("1")]


def test_a_body_beyond_the_limit_is_archived_as_far_as_it_was_taken(
    listings: Troubled, reports: Troubled
) -> None:
    for troubled, path in ((listings, "/nb/"), (reports, "/nb/1.html")):
        visit = troubled.done.visit(troubled.url("too large", path))
        with open_database(troubled.done.home) as database:
            (capture,) = database.captures([visit.capture] if visit.capture else []).values()
        assert capture.truncated == "length"
        assert 200_000 < capture.payload_length < 300_000


def test_the_archive_of_much_trouble_is_sound(listings: Troubled, reports: Troubled) -> None:
    for troubled in (listings, reports):
        with open_archive(troubled.done.home) as archive:
            assert list(archive.verify()) == []
        warcs = list((troubled.done.home / "warc").glob("*.warc.gz"))
        assert warcs
        for warc in warcs:
            command = [WARCIO, "check", str(warc)]
            run = subprocess.run(command, check=False, capture_output=True, text=True)
            assert (run.returncode, run.stdout) == (0, "")


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


def test_what_one_agency_must_refuse_another_may_have(tmp_path: Path) -> None:
    with serve({"/nb/9.html": html("年" * 700)}) as other, serve({"/nb/1.html": PAGE}) as site:
        off_by_link(site, other)
        other.replies["/nb/"] = html(listing({"9.html": (NAME.format(2024), "2025-01-18")}))
        one = an_agency(site.url("/nb/"), hosts=(site.host,))
        two = an_agency(other.url("/nb/"), hosts=(other.host,), id_="qinghe-water")
        done = harvest(tmp_path, one, two)
    visits = {v.agency: v.outcome for v in done.visits if v.url == other.url("/nb/9.html")}
    assert visits == {one.id: Outcome.REJECTED, two.id: Outcome.CAPTURED}


def test_an_error_page_that_has_not_changed_is_still_none(tmp_path: Path) -> None:
    gone = html("<p>文章不存在", etag='"gone"')
    with serve({"/nb/": LIST, "/nb/1.html": gone, "/nb/2.html": PAGE}) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        for _ in range(2):
            done = harvest(tmp_path, agency)
            assert done.visit(site.url("/nb/1.html")).outcome is Outcome.SOFT_404
    assert "if-none-match" in site.asked[-1].headers or "if-none-match" in site.asked[-2].headers


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


def test_a_site_that_asks_for_more_distance_gets_it(tmp_path: Path) -> None:
    rules = Reply(body=b"User-agent: *\nCrawl-delay: 0.4\n", media_type="text/plain")
    replies = {"/robots.txt": rules, "/nb/": LIST, "/nb/1.html": PAGE, "/nb/2.html": PAGE}
    with serve(replies) as site:
        harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    moments = [asked.at for asked in site.asked[1:]]
    assert len(moments) == 3
    assert min(after - before for before, after in pairwise(moments)) > 0.35


ROBOTS: dict[str, tuple[Reply, LookEnd]] = {
    "all": (Reply(body=b"User-agent: *\nDisallow: /", media_type="text/plain"), LookEnd.ROBOTS),
    "us": (
        Reply(body=b"User-agent: nianbao-tests\nDisallow: /nb", media_type="text/plain"),
        LookEnd.ROBOTS,
    ),
    "500": (Reply(status=500), LookEnd.UNREACHABLE),
    "challenge": (html(CHALLENGE, status=412), LookEnd.BLOCKED),
    "403": (html("no", status=403), LookEnd.READ_TO_END),
    "soft 404": (html("<title>404</title>页面不存在"), LookEnd.READ_TO_END),
    "empty": (Reply(body=b"", media_type="text/plain"), LookEnd.READ_TO_END),
}


@pytest.fixture(scope="module")
def robots(tmp_path_factory: pytest.TempPathFactory) -> Troubled:
    replies = {name: {"/robots.txt": reply, "/nb/": LIST} for name, (reply, _) in ROBOTS.items()}
    return harvest_all(tmp_path_factory.mktemp("robots"), replies, years=())


@pytest.mark.parametrize("name", ROBOTS)
def test_what_robots_txt_means_for_a_listing(robots: Troubled, name: str) -> None:
    end = ROBOTS[name][1]
    assert robots.look(name).end is end
    assert ("/nb/" in robots.sites[name].paths) == (end is LookEnd.READ_TO_END)
