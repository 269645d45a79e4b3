"""The demo: a season of looks at the invented sites, by the same commands that users run.

Each look is a harvest in a process of its own under the demo's clock. Killed at any moment, the
next run goes on: finished looks are known to the database, an unfinished one is resumed.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from demo import SEASON, Server, registry_csv
from model.errors import UsageError
from model.text import Text
from nianbao.cli.exits import Exit
from nianbao.clock import local_day
from nianbao.home import Home
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
    """One day of the season; `summary` is what `nianbao harvest --json` printed."""

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


def register_sites(home: Home, database: Database, server: Server) -> int:
    """The number of agencies."""
    path = sites_folder(home) / "agencies.csv"
    path.write_text(registry_csv(server), encoding="utf-8", newline="")
    registry = load_registry([path])
    store_registry(home, database, registry)
    return len(registry.agencies)


def play_season(home: Home, database: Database, server: Server) -> Iterator[DemoLook]:
    finished = {
        local_day(crawl.at)
        for crawl in database.crawls()
        if crawl.simulated and crawl.finished is not None
    }
    for moment in SEASON:
        if local_day(moment) in finished:
            yield DemoLook(at=moment, summary=None)
            continue
        server.day = local_day(moment)
        yield DemoLook(at=moment, summary=_harvest(home, moment))


def _harvest(home: Home, moment: datetime) -> dict[str, Any]:
    words = ["-m", "nianbao", "harvest", "--json", "--home", str(home.folder)]
    done = subprocess.run(  # noqa: S603  # our own interpreter and words
        [sys.executable, *words, "--clock", moment.isoformat()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode == Exit.INTERRUPTED:
        raise KeyboardInterrupt
    if done.returncode not in (Exit.DONE, Exit.PARTLY):
        sys.stderr.write(done.stderr)
        raise SystemExit(done.returncode)
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary
