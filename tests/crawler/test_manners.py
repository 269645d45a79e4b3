"""What the sites' own logs say about our manners."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise

import pytest

from model.capture import Outcome
from tests.crawler.child import AGENT, an_agency, harvest, listing
from tests.crawler.site import Reply, Site, html, serve

DELAY = 0.4
ASKED_FOR = 0.9
"""Seconds that one site's robots.txt asks for."""
SLACK = 0.01
"""Seconds by which two clocks of one machine may differ. Its load is no excuse."""
NAME = "清禾市教育局{}年政府信息公开工作年度报告"
YEARS = range(2020, 2025)


def a_site(robots: str) -> dict[str, Reply]:
    rows = {f"/nb/{year}.html": (NAME.format(year), f"{year + 1}-01-18") for year in YEARS}
    page = "<h1>{}</h1><p>" + "总体情况。" * 200
    return {
        "/robots.txt": Reply(body=robots.encode(), media_type="text/plain"),
        "/nb/": html(listing(rows)),
        **{path: html(page.format(title)) for path, (title, _) in rows.items()},
    }


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Harvested side by side, each on an address of its own."""
    closed = "User-agent: *\nDisallow: /nb/2022\nDisallow: /nb/2023"
    replies = {
        "plain": a_site(""),
        "slower": a_site(f"User-agent: *\nCrawl-delay: {ASKED_FOR}"),
        "partly closed": a_site(closed),
        "open to us alone": a_site(
            "User-agent: *\nDisallow: /\n\nUser-agent: nianbao-tests\nAllow: /"
        ),
        "falters": a_site("") | {"/nb/2021.html": Reply(status=503)},
        "moves": a_site("")
        | {"/nb/2021.html": Reply(status=302, headers=(("Location", "2020.html"),))},
    }
    with ExitStack() as stack:
        served = {
            name: stack.enter_context(serve(of, address=f"127.0.0.{number}"))
            for number, (name, of) in enumerate(replies.items(), start=11)
        }
        agencies = [
            replace(an_agency(site.url("/nb/"), hosts=(site.host,)), id=f"qinghe-{site.address}")  # type: ignore[arg-type]
            for site in served.values()
        ]
        done = harvest(tmp_path_factory.mktemp("manners"), *agencies, delay=DELAY)
        assert Outcome.CAPTURED in done.summary.visits
        yield served


def gaps(site: Site) -> list[float]:
    moments = [asked.at for asked in site.asked]
    return [later - earlier for earlier, later in pairwise(moments)]


@pytest.mark.parametrize("name", ["plain", "partly closed", "open to us alone", "falters", "moves"])
def test_two_requests_to_a_host_keep_their_distance(sites: dict[str, Site], name: str) -> None:
    """Redirects and repetitions included."""
    assert len(sites[name].asked) >= 5
    assert min(gaps(sites[name])) >= DELAY - SLACK


def test_who_asks_for_more_gets_it(sites: dict[str, Site]) -> None:
    assert min(gaps(sites["slower"])[1:]) >= ASKED_FOR - SLACK


def test_one_waits_for_none_of_the_others(sites: dict[str, Site]) -> None:
    begun = [site.asked[0].at for site in sites.values()]
    assert max(begun) - min(begun) < DELAY * 5


def test_robots_txt_comes_first_and_is_asked_once(sites: dict[str, Site]) -> None:
    for site in sites.values():
        assert site.paths[0] == "/robots.txt"
        assert site.paths.count("/robots.txt") == 1


def test_what_is_closed_is_not_asked_and_the_rest_is(sites: dict[str, Site]) -> None:
    asked = {path for path in sites["partly closed"].paths if path.endswith(".html")}
    assert asked == {"/nb/2020.html", "/nb/2021.html", "/nb/2024.html"}
    assert len(sites["open to us alone"].paths) == 2 + len(YEARS)


def test_we_say_who_we_are_and_keep_nothing(sites: dict[str, Site]) -> None:
    asked = [asked for site in sites.values() for asked in site.asked]
    assert {each.headers["user-agent"] for each in asked} == {AGENT}
    assert not any("cookie" in each.headers or "referer" in each.headers for each in asked)
