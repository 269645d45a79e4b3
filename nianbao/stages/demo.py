"""The demo: a season of looks at the invented sites, by the same code that users run.

Killed at any moment, the next run goes on: finished looks are known to the database, an unfinished
one is resumed.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path

from crawler import HarvestSummary
from demo import SEASON, Server, registry_csv, serve
from model.errors import AppError, UsageError
from model.text import Text
from nianbao.clock import clock_from, local_day
from nianbao.home import Home
from nianbao.settings import load_settings
from nianbao.stages.harvest import HarvestScope, run_harvest
from nianbao.stages.registering import store_registry
from registry import load_registry
from storage.database import Database

SETTINGS = """\
# Settings of the demo. Its sites are our own, on this machine: no need to be slow with them.
[harvest]
delay = 0.01
retry_pause = 0.05
contact = "demo@nianbao.invalid"

# Whether a report of pictures can be read depends on what is installed; here it must not.
[process]
ocr = "off"
"""

_PRELOADED = ["crawler.running", "crawler.sending", "nianbao.cli"]
"""What each look would take a second to import; the process they are forked from does it once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLook:
    """One day of the season."""

    at: datetime
    summary: HarvestSummary | None
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


def register_sites(home: Home, database: Database, server: Server) -> Path:
    """The registry file, which leads to the sites on this machine."""
    path = sites_folder(home) / "agencies.csv"
    path.write_text(registry_csv(server), encoding="utf-8", newline="")
    store_registry(home, database, load_registry([path]))
    return path


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


def play_season(home: Home, database: Database, until: date) -> Iterator[DemoLook]:
    """Each look in a process of its own, because Scrapy's reactor runs once in a process."""
    finished = {
        local_day(crawl.at)
        for crawl in database.crawls()
        if crawl.simulated and crawl.finished is not None
    }
    for moment in SEASON:
        if local_day(moment) <= until:
            done = local_day(moment) in finished
            yield DemoLook(at=moment, summary=None if done else _look_in_a_child(home, moment))


def _look_in_a_child(home: Home, moment: datetime) -> HarvestSummary:
    """Raises what the look raised; SystemExit when it died without a word."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_look_and_tell, args=(theirs, home.folder, moment))
    with _interrupts_held():
        child.start()
    theirs.close()
    try:
        told = _what_it_tells(ours)
    except KeyboardInterrupt:
        # Ctrl-C reaches the child as well: it ends its look in order, and we wait for that.
        child.join()
        raise
    child.join()
    if isinstance(told, AppError | KeyboardInterrupt):
        raise told
    if told is None:
        raise SystemExit(child.exitcode or 1)
    return told


def _what_it_tells(connection: Connection) -> HarvestSummary | AppError | KeyboardInterrupt | None:
    try:
        told: HarvestSummary | AppError | KeyboardInterrupt = connection.recv()
    except EOFError:
        return None
    return told


def _look_and_tell(connection: Connection, folder: Path, moment: datetime) -> None:
    """Runs in the child."""
    _speak_of_errors_only()
    _die_with_the_parent()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        summary = look_once(Home(folder=folder, settings=load_settings(folder)), moment)
        connection.send(KeyboardInterrupt() if summary.interrupted else summary)
    except (AppError, KeyboardInterrupt) as error:
        connection.send(error)


def _speak_of_errors_only() -> None:
    """As commands do; what was imported before us may have set up a log of its own."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    logging.basicConfig(handlers=[handler], level=logging.ERROR, force=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Whoever is started now is deaf to Ctrl-C until it listens: importing, it would only moan."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _die_with_the_parent() -> None:
    """Ends this process when the one that asked for it is gone."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
