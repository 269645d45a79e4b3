"""Killed at any moment and run again, a harvest goes on: nothing twice, nothing lost."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from model.agency import Agency
from model.capture import LookEnd, Outcome
from storage.rebuild import reconcile
from tests.crawler.child import (
    Harvest,
    an_agency,
    begin,
    harvest,
    harvesting,
    listing,
    open_archive,
    open_database,
)
from tests.crawler.site import Reply, Site, html, serve

KILLS = 10
NAME = "清禾市教育局{}年政府信息公开工作年度报告"
PAGE = "<h1>{}</h1><p>" + "总体情况。" * 200


def a_site() -> dict[str, Reply]:
    """Two columns of three pages with twelve reports each, every answer a little late."""
    replies: dict[str, Reply] = {}
    for column in ("a", "b"):
        years = range(2012, 2024)
        for page in range(3):
            rows = {
                f"/{column}/{year}.html": (NAME.format(year), f"{year + 1}-01-20")
                for year in years[page * 4 : page * 4 + 4]
            }
            more = f'<a href="{page + 2}.html">下一页</a>' if page < 2 else ""
            name = "" if page == 0 else f"{page + 1}.html"
            replies[f"/{column}/{name}"] = html(listing(rows, more), wait=0.02)
        for year in years:
            text = PAGE.format(column + NAME.format(year))
            replies[f"/{column}/{year}.html"] = html(text, wait=0.02)
    return replies


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(a_site()) as served:
        yield served


def the_agency(site: Site) -> Agency:
    return an_agency(site.url("/a/"), site.url("/b/"), hosts=(site.host,))


def check_whole(done: Harvest, *, kills: int = 0) -> None:
    assert not done.summary.interrupted
    # Their order is that of a clock which starts anew with every run.
    assert sorted(look.listing[-3:] for look in done.looks) == ["/a/", "/b/"]
    assert [look.end for look in done.looks] == [LookEnd.READ_TO_END] * 2
    assert [len(look.links) for look in done.looks] == [12, 12]
    visited = Counter(visit.url for visit in done.visits)
    assert len(visited) == 1 + 6 + 24
    assert set(visited.values()) == {1}
    outcomes = Counter(visit.outcome for visit in done.visits)
    assert outcomes[Outcome.CAPTURED] + outcomes[Outcome.UNCHANGED] == 30
    # An answer archived just before the kill is the same when it comes again.
    assert outcomes[Outcome.UNCHANGED] <= kills
    with open_archive(done.home) as archive:
        assert list(archive.verify()) == []
        archived = [found.item for found in archive.records()]
    assert Counter(type(item).__name__ for item in archived)["Look"] == 2
    assert Counter(type(item).__name__ for item in archived)["Visit"] == len(visited)


def test_a_harvest_killed_again_and_again_ends_like_an_undisturbed_one(
    tmp_path: Path, site: Site
) -> None:
    chance = random.Random(20250401)
    agency = the_agency(site)
    crawl = begin(tmp_path)
    kills = 0
    for _ in range(KILLS):
        asked = len(site.asked)
        with harvesting(tmp_path, agency, crawl=crawl) as (process, _summary):
            # Startup takes most of the time: kill a moment after it has begun to ask.
            while len(site.asked) == asked and process.is_alive():
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.12))
            kills += process.is_alive()
            process.kill()
            process.join()
    done = harvest(tmp_path, agency, crawl=crawl)
    assert kills >= KILLS // 2
    check_whole(done, kills=kills)
    # What was on its way when the process died may be asked once more, and nothing else.
    assert len(site.asked) - len(set(site.paths)) <= kills


def test_a_finished_crawl_asks_nothing_when_it_is_run_again(tmp_path: Path, site: Site) -> None:
    first = harvest(tmp_path, the_agency(site))
    site.asked.clear()
    again = harvest(tmp_path, the_agency(site), crawl=first.crawl)
    assert site.asked == []
    assert again.summary == first.summary
    assert again.visits == first.visits
    assert again.looks == first.looks


def test_what_a_lost_database_knew_comes_back_from_the_archive(tmp_path: Path, site: Site) -> None:
    first = harvest(tmp_path, the_agency(site))
    for path in tmp_path.glob("nianbao.db*"):
        path.unlink()
    with open_archive(tmp_path) as archive, open_database(tmp_path) as database:
        reconcile(archive, database)
        assert database.visits() == first.visits
        assert database.looks() == first.looks


def test_ctrl_c_ends_a_harvest_that_can_be_resumed(tmp_path: Path, site: Site) -> None:
    agency = the_agency(site)
    crawl = begin(tmp_path)
    with harvesting(tmp_path, agency, crawl=crawl, delay=0.2) as (process, summary):
        while len(site.asked) < 4:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        process.join(10)
        assert process.exitcode == 0
        assert summary().interrupted
    asked = len(site.asked)
    assert asked < 8
    done = harvest(tmp_path, agency, crawl=crawl)
    check_whole(done, kills=1)


def test_ctrl_c_twice_ends_it_at_once_and_loses_nothing(tmp_path: Path, site: Site) -> None:
    quick = site.replies["/a/"]
    site.replies["/a/"] = replace(quick, wait=20.0)
    agency = the_agency(site)
    crawl = begin(tmp_path)
    with harvesting(tmp_path, agency, crawl=crawl, timeout=30.0) as (process, _):
        while "/a/" not in site.paths:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        os.kill(process.pid, signal.SIGINT)
        process.join(15)
        # By the signal where the second came after the harvest had wound up: a KeyboardInterrupt.
        assert process.exitcode in {0, -signal.SIGINT}
    site.replies["/a/"] = quick
    check_whole(harvest(tmp_path, agency, crawl=crawl), kills=1)
