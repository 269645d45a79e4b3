"""SIGKILL at any moment, run it again: it goes on, nothing twice, nothing lost."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo import AUDIT_DAY
from nianbao.home import Home
from nianbao.settings import load_settings
from tests.nianbao.commands import nianbao

pytestmark = pytest.mark.timeout(600)

SHORT_DAY = date(2025, 2, 10)
SHORT = ("demo", "--day", SHORT_DAY.isoformat())
"""A season of four looks, against the first four of the whole one."""


def killed_after(seconds: float, *words: str | Path, home: Path) -> bool:
    """Runs the command, kills it and its children after so long; False when it ended before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "nianbao", *map(str, words), "--home", str(home)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def what_is_known(home: Path, until: date = AUDIT_DAY) -> dict[str, Any]:
    """Everything that must not depend on whether and when there were kills."""
    with Home(folder=home, settings=load_settings(home)).open_database() as database:
        days = {c.id: c.at.date() for c in database.crawls() if c.at.date() <= until}
        visits = Counter(
            (days[visit.crawl], visit.url, visit.purpose.value, visit.agency)
            for visit in database.visits()
            if visit.crawl in days
        )
        looks = Counter(
            (days[look.crawl], look.agency, look.listing)
            for look in database.looks()
            if look.crawl in days
        )
        reports = Counter(
            (version.agency, version.reporting_year, version.version)
            for version in database.reports(current=False)
            if version.capture.at.date() <= until
        )
    return {"crawls": len(days), "visits": visits, "looks": looks, "reports": reports}


def test_the_demo_goes_on_after_every_kill(home: Path, tmp_path: Path) -> None:
    again = tmp_path / "home"
    moments = random.Random(20250120)
    kills = 0
    for _ in range(8):
        if not killed_after(moments.uniform(0.8, 4.5), *SHORT, home=again):
            break
        kills += 1

    ended = nianbao(*SHORT, "--json", home=again, timeout=500)

    assert kills >= 4
    assert ended.code == 0, ended.err
    known = what_is_known(again)
    assert [entry for entry, count in known["visits"].items() if count > 1] == []
    assert [entry for entry, count in known["looks"].items() if count > 1] == []
    assert without_ports(known) == without_ports(what_is_known(home, SHORT_DAY))
    before, after = (
        nianbao("audit", "--as-of", str(SHORT_DAY), "--json", home=each).document["verdicts"]
        for each in (home, again)
    )
    assert [(v["agency"], v["verdict"]) for v in after] == [
        (v["agency"], v["verdict"]) for v in before
    ]
    assert nianbao("archive", "verify", home=again).code == 0


def without_ports(known: dict[str, Any]) -> dict[str, Any]:
    """Two demos serve the same sites on other ports; counts and paths are the same."""

    def path(url: str) -> str:
        return url.split("/", 3)[-1]

    visits = known["visits"].elements()
    looks = known["looks"].elements()
    return {
        **known,
        "visits": Counter((day, path(url), *why) for day, url, *why in visits),
        "looks": Counter((day, agency, path(url)) for day, agency, url in looks),
    }


def test_reading_goes_on_after_every_kill(home: Path, tmp_path: Path) -> None:
    again = tmp_path / "home"
    shutil.copytree(home, again)
    (again / "nianbao.db").unlink()
    kills = sum(
        killed_after(seconds, "archive", "rebuild", home=again)
        for seconds in (0.5, 0.8, 1.2, 1.7, 2.4)
    )

    ended = nianbao("archive", "rebuild", "--json", home=again)

    assert kills >= 2
    assert ended.code in (0, 4), ended.err
    assert what_is_known(again) == what_is_known(home)
    before, after = (
        nianbao("search", "第三方", "--json", home=each).document["hits"] for each in (home, again)
    )
    assert [hit["report"] for hit in before] == [hit["report"] for hit in after]


def test_one_ctrl_c_ends_a_harvest_that_can_go_on(home: Path, tmp_path: Path) -> None:
    again = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "nianbao", *SHORT, "--home", str(again), "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert b"looked at on 4 days" in process.stdout.readline()
    while not list(again.glob("warc/*.warc.gz")):  # nothing is looked at yet
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)

    assert process.returncode == 130, err.decode()
    assert b"Traceback" not in err
    ended = nianbao(*SHORT, "--json", home=again, timeout=500)
    assert ended.code == 0, ended.err
    assert without_ports(what_is_known(again)) == without_ports(what_is_known(home, SHORT_DAY))
