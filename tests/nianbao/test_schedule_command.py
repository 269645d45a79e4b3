"""The schedule by the real commands on a site of one agency, its days played through."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from model.agency import Registry
from nianbao.cli.whole import app
from nianbao.lock import holder_of, only_one
from storage.database import Database
from tests.crawler.child import an_agency, listing
from tests.crawler.site import Reply, Site, html, serve
from tests.nianbao.commands import Ended, nianbao

TITLE = "清禾市教育局{year}年政府信息公开工作年度报告"
HEADINGS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被提起行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)  # fmt: skip


def a_report(year: int, *, says: str = "全年主动公开政府信息十二条。", counter: int = 1) -> str:
    parts = "".join(f"<h3>{heading}</h3><p>{says}{'文字。' * 60}</p>" for heading in HEADINGS)
    title = TITLE.format(year=year)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>发布时间：{year + 1}-01-20 浏览次数：{counter}</p>{parts}</body></html>"
    )


def the_listing(*years: int) -> Reply:
    rows = {f"/nb/{year}.html": (TITLE.format(year=year), f"{year + 1}-01-20") for year in years}
    return html(listing(rows))


@pytest.fixture
def site() -> Iterator[Site]:
    replies = {
        "/robots.txt": Reply(body=b"", media_type="text/plain"),
        "/nb/": the_listing(2023),
        "/nb/2023.html": html(a_report(2023)),
    }
    with serve(replies) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "nianbao.toml").write_text(
        '[harvest]\ndelay = 0\ncontact = "tests"\n', encoding="utf-8"
    )
    agency = an_agency(site.url("/nb/"), hosts=(site.host,))
    with Database.open(folder / "nianbao.db") as database:
        database.sync_registry(Registry(agencies=(agency,)))
    return folder


def here(*words: str, home: Path, lang: str = "en") -> Ended:
    """A command that starts no reactor, in this process: every other costs seconds to load."""
    done = CliRunner().invoke(app, [*words, "--home", str(home), "--lang", lang])
    return Ended(code=done.exit_code, out=done.stdout, err=done.stderr)


def due(home: Path, moment: str) -> Ended:
    return nianbao("harvest", "--due", "--json", "--clock", moment, home=home)


def looked(ended: Ended) -> int:
    assert ended.code in (0, 4), ended.err
    return sum(ended.document["looks"].values())


def versions(home: Path) -> list[tuple[int | None, int, bool]]:
    """Reporting year and version of every document read as a report, and whether it stands."""
    assert here("process", home=home).code == 0
    with Database.open(home / "nianbao.db") as database:
        standing = {one.id for one in database.reports()}
        every = [
            (one.reporting_year, one.version, one.id in standing)
            for one in database.reports(current=False)
        ]
    return sorted(every, key=str)


def test_days_played_through_by_cron(home: Path, site: Site) -> None:
    # Far from any deadline a listing is looked at once, and again when the report was not there.
    assert looked(due(home, "2024-09-02T09:30")) == 1
    assert versions(home) == [(2023, 1, True)]
    assert looked(due(home, "2024-09-03T09:30")) == 0

    # In the week before the deadline the report comes; what we had is not asked for by the look.
    site.replies["/nb/"] = the_listing(2024, 2023)
    site.replies["/nb/2024.html"] = html(a_report(2024))
    assert looked(due(home, "2025-01-28T09:30")) == 1
    assert versions(home) == [(2023, 1, True), (2024, 1, True)]
    visits = [path for path in site.paths if path != "/robots.txt"]
    assert visits == ["/nb/", "/nb/2023.html", "/nb/", "/nb/2024.html", "/nb/2023.html"]

    # A week later the page was counted up, after a month edited: only an edit is a version.
    site.replies["/nb/2024.html"] = html(a_report(2024, counter=77))
    assert looked(due(home, "2025-02-06T09:30")) == 0
    assert versions(home) == [(2023, 1, True), (2024, 1, False), (2024, 1, True)]
    site.replies["/nb/2024.html"] = html(a_report(2024, says="全年主动公开政府信息十三条。"))
    assert looked(due(home, "2025-03-04T09:30")) == 1
    before = versions(home)
    assert before == [(2023, 1, True), (2024, 1, False), (2024, 1, False), (2024, 2, True)]

    tell_the_versions(home)

    # The archive alone gives the same versions, and plans the same.
    plan = planned_later(home)
    with Database.open(home / "nianbao.db") as database:
        registry = database.registry()
    for file in home.glob("nianbao.db*"):
        file.unlink()
    with Database.open(home / "nianbao.db") as database:
        database.sync_registry(registry)
    assert here("archive", "rebuild", home=home).code == 0
    assert versions(home) == before
    assert planned_later(home) == plan != []


def tell_the_versions(home: Path) -> None:
    with Database.open(home / "nianbao.db") as database:
        [current] = database.reports(year=2024)
    shown = here("show", current.id, "--json", home=home).document
    assert [(one["version"], one["current"]) for one in shown["versions"]] == [
        *((1, False), (1, False), (2, True)),
    ]
    assert shown["versions"][0]["first_captured"].startswith("2025-01-28")
    compared = here("diff", current.id, "--json", home=home).document
    assert (compared["left"]["version"], compared["right"]["version"]) == (1, 2)
    overview = compared["sections"]["overview"]
    assert overview["removed"] == ["全年主动公开政府信息十二条。"]
    assert overview["added"] == ["全年主动公开政府信息十三条。"]
    for lang, words in (("zh", "现行"), ("en", "current")):
        assert words in here("show", current.id, home=home, lang=lang).out
        assert (
            "+ 全年主动公开政府信息十三条。" in here("diff", current.id, home=home, lang=lang).out
        )
    first = shown["versions"][0]["report"]
    assert here("diff", first, home=home).code == 5


def planned_later(home: Path) -> list[object]:
    words = ("schedule", "show", "--clock", "2025-03-05", "--days", "99", "--json")
    planned = here(*words, home=home).document["planned"]
    assert isinstance(planned, list)
    return planned


def test_days_played_through_by_the_process_itself(home: Path) -> None:
    words = ("--clock", "2025-01-31T20:00", "--until", "2025-02-02", "--jsonl")
    ended = nianbao("schedule", "run", *words, home=home, timeout=300)

    assert ended.code == 0, ended.err
    ran = [json.loads(line) for line in ended.out.splitlines()]
    assert [one["at"] for one in ran] == [
        "2025-02-01T09:30:00+08:00",
        "2025-02-02T09:30:00+08:00",
    ]
    assert [one["harvest"]["looks"]["read_to_end"] for one in ran] == [1, 1]
    assert [len(one["process"]["reports"]) for one in ran] == [1, 0]
    assert [one["index"]["total"] for one in ran] == [1, 1]


def test_show_tells_when_what_and_why(home: Path, site: Site) -> None:
    assert looked(due(home, "2025-01-20T09:30")) == 1
    words = ("schedule", "show", "--clock", "2025-01-21T08:00", "--days", "20")
    document = here(*words, "--json", home=home).document

    looks = [item for item in document["planned"] if item["kind"] == "look"]
    again = [item for item in document["planned"] if item["kind"] == "again"]
    assert [item["day"] for item in looks] == [
        *(f"2025-01-{day}" for day in range(24, 32)),
        *(f"2025-02-0{day}" for day in range(1, 8)),
    ]
    assert {item["why"] for item in looks} == {"deadline"}
    assert [(item["day"], item["why"]) for item in again] == [("2025-01-27", "recapture")]
    assert again[0]["at"] == "2025-01-27T09:30:00+08:00"
    assert again[0]["url"] == site.url("/nb/2023.html")
    assert document["running"] is None
    assert {"day": "2025-01-27", "deadline": 1, "recapture": 1} in document["days"]
    for lang, phrase in (("zh", "每天查看"), ("en", "daily from")):
        shown = here(*words, "--agency", "qinghe-edu", home=home, lang=lang)
        assert phrase in shown.out.replace("\n", "").replace(" ", "") or phrase in " ".join(
            shown.out.split()
        )
        assert "清禾市教育局" in shown.out
    rows = here(*words, "--jsonl", home=home).out.splitlines()
    assert [json.loads(row) for row in rows] == document["planned"]
    # Only shown: nothing was asked for it.
    assert len([path for path in site.paths if path == "/nb/"]) == 1


def test_a_second_run_is_refused_with_the_name_of_the_first(home: Path) -> None:
    with only_one(home / "harvest.lock", "nianbao harvest"):
        manual = here("harvest", home=home)
        planned = here("harvest", "--due", home=home)
        once = nianbao("schedule", "run", "--once", home=home)
    with only_one(home / "schedule.lock", "nianbao schedule run"):
        second = here("schedule", "run", "--once", home=home)

    assert [ended.code for ended in (manual, planned, once, second)] == [9, 9, 9, 9]
    for ended in (manual, planned, second):
        assert f"process {os.getpid()}" in ended.err
        assert "Traceback" not in ended.err


def scheduler(home: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "nianbao", "schedule", "run", *words, "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def until_harvesting(home: Path, site: Site) -> None:
    limit = time.monotonic() + 120
    while holder_of(home / "harvest.lock") is None or "/nb/" not in site.paths:
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_it_the_next_start_goes_on(home: Path, site: Site, number: int) -> None:
    slow = site.replies["/nb/2023.html"]
    site.replies["/nb/2023.html"] = Reply(body=slow.body, wait=5.0)
    with scheduler(home, "--once", "--clock", "2025-02-03T09:30", "--json") as process:
        until_harvesting(home, site)
        time.sleep(0.5)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
    # Killed, it takes its harvest along: nobody holds the lock.
    limit = time.monotonic() + 120
    while holder_of(home / "harvest.lock") is not None:
        assert time.monotonic() < limit
        time.sleep(0.1)
    site.replies["/nb/2023.html"] = slow
    asked = len(site.asked)
    again = nianbao("schedule", "run", "--once", "--clock", "2025-02-03T10:00", home=home)

    assert process.returncode == (-9 if number == signal.SIGKILL else 130), err
    assert b"Traceback" not in err
    assert again.code == 0, again.err
    # The look that was made stays made; the report it led to is fetched now.
    assert "/nb/" not in site.paths[asked:]
    assert site.paths.count("/nb/2023.html") == 2
    assert versions(home) == [(2023, 1, True)]
    stats = here("archive", "stats", "--json", home=home).document["rows"]
    assert (stats["crawls"], stats["looks"]) == (1, 1)


def test_the_long_lived_process_ends_at_once_when_it_has_nothing_to_do(home: Path) -> None:
    (home / "nianbao.toml").write_text(
        '[harvest]\ndelay = 0\ncontact = "tests"\n[schedule]\nat = "23:59"\n', encoding="utf-8"
    )
    with scheduler(home, "--lang", "en") as process:
        assert process.stderr is not None
        assert b"23:59" in process.stderr.readline()
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert process.returncode == 0
    assert time.monotonic() - started < 10


def test_what_makes_no_sense_is_refused(home: Path) -> None:
    for words in (
        ("harvest", "--due", "--year", "2024"),
        ("harvest", "--due", "--resume"),
        ("schedule", "run", "--clock", "2025-02-03"),
        ("schedule", "run", "--until", "some day"),
    ):
        assert here(*words, home=home).code == 2, words
    assert here("schedule", "show", "--agency", "nobody", home=home).code == 5
