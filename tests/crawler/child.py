"""Harvests in a process of their own: Twisted's reactor starts once in a process."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from crawler import harvest as run
from crawler.plan import HarvestPlan, HarvestSummary
from model.agency import Agency, Duty, Kind, Level
from model.capture import Look, Visit
from model.ids import AgencyId, CrawlId, RegionCode
from storage.archive import Archive
from storage.database import Database
from tests.databases import open_copied
from tests.forking import Forked, fork

NOW = datetime(2025, 4, 1, 1, 0, 0, tzinfo=UTC)
AGENT = "nianbao-tests/1.0 (+mailto:archive@qinghe.example)"

_LOADED = ("crawler.running", "crawler.spider", "tests.crawler.child")


@dataclass
class Clock:
    """Each question is a moment later than the one before. Picklable, unlike a closure."""

    at: datetime

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def an_agency(
    *listings: str, hosts: tuple[str, ...], id_: str = "qinghe-edu", name: str = "清禾市教育局"
) -> Agency:
    return Agency(
        id=AgencyId(id_),
        name=name,
        level=Level.PREFECTURE,
        kind=Kind.DEPARTMENT,
        region=RegionCode("410000"),
        duty=Duty.STATUTORY,
        listings=listings,
        hosts=hosts,
    )


def open_archive(home: Path) -> Archive:
    return Archive(home / "warc", software="nianbao/0.0 (tests)", simulated_clock=True)


def open_database(home: Path) -> Database:
    return Database.open(f"sqlite:///{home / 'nianbao.db'}")


def begin(home: Path, at: datetime = NOW) -> CrawlId:
    with open_copied(home / "nianbao.db") as database:
        return database.begin_crawl(at=at, plan="{}", simulated=True)


@dataclass
class Harvest:
    """What a harvest left behind."""

    home: Path
    crawl: CrawlId
    summary: HarvestSummary
    visits: tuple[Visit, ...] = field(init=False)
    looks: tuple[Look, ...] = field(init=False)

    def __post_init__(self) -> None:
        with open_database(self.home) as database:
            self.visits = database.visits(crawl=self.crawl)
            self.looks = database.looks(crawl=self.crawl)

    @property
    def look(self) -> Look:
        (look,) = self.looks
        return look

    def visit(self, url: str) -> Visit:
        (visit,) = [visit for visit in self.visits if visit.url == url]
        return visit


def harvest(
    home: Path, *agencies: Agency, crawl: CrawlId | None = None, at: datetime = NOW, **more: Any
) -> Harvest:
    """Runs to the end. `more` goes to the plan."""
    crawl = crawl or begin(home, at)
    with harvesting(home, *agencies, crawl=crawl, at=at, **more) as (process, summary):
        process.join(60)
        assert process.exitcode == 0
        return Harvest(home=home, crawl=crawl, summary=summary())


@contextmanager
def harvesting(
    home: Path, *agencies: Agency, crawl: CrawlId, at: datetime = NOW, **more: Any
) -> Iterator[tuple[Forked, Callable[[], HarvestSummary]]]:
    """A harvest under way, and how to get its summary once it has ended."""
    options = {"delay": 0.0, "timeout": 5.0, "retry_pause": 0.05} | more
    plan = HarvestPlan(crawl=crawl, agencies=agencies, user_agent=AGENT, clock=Clock(at), **options)
    with forked(_run, home, plan) as (process, told):
        yield process, told


def _run(home: Path, plan: HarvestPlan, sender: int) -> None:
    with open_archive(home) as archive, open_database(home) as database:
        Connection(sender).send(run(plan, archive, database))


@contextmanager
def forked(
    function: Callable[..., None], *arguments: object
) -> Iterator[tuple[Forked, Callable[[], Any]]]:
    """A process that calls `function` with the arguments and the number of a pipe to tell through.

    And how to get what it told.
    """
    receiver, sender = Pipe(duplex=False)
    with receiver:
        with sender:
            process = fork(function, *arguments, files=[sender.fileno()], loaded=_LOADED)
        try:
            yield process, receiver.recv
        finally:
            process.kill()
            process.join()


def listing(rows: Mapping[str, tuple[str, str]], more: str = "") -> str:
    """A plain list: URL → title and day."""
    items = "".join(
        f'<li><span>{day}</span><a href="{url}">{title}</a></li>'
        for url, (title, day) in rows.items()
    )
    return (
        f"<html><head><title>信息公开年报</title></head><body><ul>{items}</ul>{more}</body></html>"
    )
