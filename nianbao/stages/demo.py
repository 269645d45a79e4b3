"""The demo: a season of looks at the invented sites, by the same code that users run.

Killed at any moment, the next run goes on: finished looks are known to the database, an unfinished
one is resumed.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler import HarvestSummary
from demo import SEASON, Server, registry_csv, serve
from model.errors import UsageError
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.clock import clock_from, local_day
from nianbao.home import Home
from nianbao.stages.harvest import HarvestScope, run_harvest
from nianbao.stages.registering import store_registry
from registry import load_registry
from storage.database import Database

SETTINGS = """\
# Settings of the demo. Its sites are our own, on this machine: no need to be slow with them.
[harvest]
delay = 0
contact = "demo, on this machine only"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLook:
    """One day of the season; `summary` is what `nianbao harvest --json` would print."""

    at: datetime
    summary: dict[str, Any] | None
    """None when this day was looked at in an earlier run."""


def sites_folder(home: Home) -> Path:
    return home.folder / "demo"


def prepare(home: Home) -> None:
    """Raises UsageError rather than mix invented agencies with somebody's data."""
    if home.database_file.exists() and not sites_folder(home).exists():
        raise UsageError(
            str(home.folder),
            Text("存有演示以外的数据", "holds data that is not the demo's"),
            Text("用 --home 指定另一个文件夹", "name another folder with --home"),
        )
    sites_folder(home).mkdir(parents=True, exist_ok=True)
    if not home.settings_file.exists():
        home.settings_file.write_text(SETTINGS, encoding="utf-8")


def register_sites(home: Home, database: Database, server: Server) -> None:
    path = sites_folder(home) / "agencies.csv"
    path.write_text(registry_csv(server), encoding="utf-8", newline="")
    store_registry(home, database, load_registry([path]))


def look_once(home: Home, moment: datetime) -> HarvestSummary:
    """One harvest of all sites. The sites run in this process, so that a kill takes both.

    Were they to die first, the harvest would rightly record that they cannot be reached.
    """
    with (
        serve(sites_folder(home), day=local_day(moment)) as server,
        home.open_database() as database,
        home.open_archive(simulated_clock=True) as archive,
    ):
        register_sites(home, database, server)
        return run_harvest(
            home,
            database,
            archive,
            HarvestScope(),
            clock=clock_from(moment.isoformat()),
            simulated=True,
            resume=False,
        )


def play_season(home: Home, database: Database) -> Iterator[DemoLook]:
    """Each look in a process of its own, because Scrapy's reactor runs once in a process."""
    finished = {
        local_day(crawl.at)
        for crawl in database.crawls()
        if crawl.simulated and crawl.finished is not None
    }
    for moment in SEASON:
        done = local_day(moment) in finished
        yield DemoLook(at=moment, summary=None if done else _look_in_a_child(home, moment))


def _look_in_a_child(home: Home, moment: datetime) -> dict[str, Any]:
    words = ["-m", "nianbao", "demo", "--json", "--home", str(home.folder)]
    tied, held = os.pipe()
    try:
        # Ctrl-C reaches the child as well: it ends its look in order, and we wait for that.
        done = subprocess.run(  # noqa: S603  # our own interpreter and words
            [sys.executable, *words, "--look", moment.isoformat()],
            stdin=tied,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    finally:
        os.close(tied)
        os.close(held)
    if done.returncode == Exit.INTERRUPTED:
        raise KeyboardInterrupt
    if done.returncode != Exit.DONE:
        sys.stderr.write(done.stderr)
        raise SystemExit(done.returncode)
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def die_with_the_parent() -> None:
    """Ends this process when the one that started it is gone: its end of our stdin closes."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
