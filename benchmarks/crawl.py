"""How fast, how large and how patient a harvest is, against bare Scrapy on the same local sites.

    python -m benchmarks.crawl                  # speed, and memory at 4,000 pages
    python -m benchmarks.crawl --whole          # memory at 10,000 and 100,000 pages; 2,000 hosts

Sites are invented and stand on addresses 127.x.y.z of this machine, in a process of their own. All
times are those of the sites' log: from the first request to the last. Processor time is that of the
crawling process without its imports, which every command of ours pays once.
"""

import argparse
import asyncio
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from crawler import HarvestPlan, HarvestSummary
from model.agency import Agency, Duty, Kind, Level
from model.ids import AgencyId, RegionCode
from storage.archive import Archive
from storage.database import Database

CONTEXT = multiprocessing.get_context("spawn")
AGENT = "nianbao-benchmark/1.0"
TITLE = "清禾市教育局2024年政府信息公开工作年度报告"
TEXT = "".join(
    f"<p>{number}、主动公开政府信息情况，本机关依法做好公开工作。</p>" for number in range(150)
)
REPORT = (
    "<html><head><title>{title}</title></head><body><div class='nav'>"
    + "<a href='/'>首页</a>" * 40
    + "<h1>{title}</h1>{text}</body></html>"
)


def address(number: int) -> str:
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the sites' log says."""

    requests: int
    seconds: float
    closest: float
    """Seconds between two requests to one host, at least; 0 where a host was asked once."""


class _Sites(asyncio.Protocol):
    """HTTP/1.1 as far as it is needed: one request after the other on a connection."""

    pages = 0
    log: dict[str, list[float]]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            self._answer(head.split(b" ", 2)[1].decode())

    def _answer(self, path: str) -> None:
        self.log.setdefault(self.host, []).append(time.monotonic())
        status, body = "200 OK", b""
        if path == "/nb/":
            body = _listing(self.pages)
        elif path.startswith("/nb/"):
            # Different everywhere: what is the same is archived once.
            body = REPORT.format(title=TITLE, text=f"<p>{self.host}{path}</p>{TEXT}").encode()
        else:
            status = "404 Not Found"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
        self.transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def _listing(pages: int) -> bytes:
    rows = "".join(
        f"<li><span>2025-01-{1 + n % 28:02}</span><a href='/nb/{n}.html'>{TITLE}</a></li>"
        for n in range(pages)
    )
    end = f"<p>共{pages}条 第1页/共1页</p>"
    return f"<html><title>信息公开年报</title><ul>{rows}</ul>{end}</html>".encode()


def _serve(pages: int, pipe: Any) -> None:
    async def run() -> None:
        log: dict[str, list[float]] = {}
        kind = type("Sites", (_Sites,), {"pages": pages, "log": log})
        loop = asyncio.get_running_loop()
        server = await loop.create_server(kind, "0.0.0.0", 0, backlog=4096)
        pipe.send(server.sockets[0].getsockname()[1])
        await loop.run_in_executor(None, pipe.recv)
        pipe.send(_summed(log))

    asyncio.run(run())


def _summed(log: dict[str, list[float]]) -> Asked:
    moments = sorted(moment for each in log.values() for moment in each)
    gaps = [later - earlier for each in log.values() for earlier, later in pairwise(each)]
    return Asked(
        requests=len(moments), seconds=moments[-1] - moments[0], closest=min(gaps, default=0.0)
    )


@contextmanager
def sites(pages: int) -> Iterator[tuple[int, Callable[[], Asked]]]:
    """Their port, and how to end them and get their log."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_serve, args=(pages, theirs), daemon=True)
    process.start()

    def end() -> Asked:
        ours.send(None)
        asked: Asked = ours.recv()
        return asked

    try:
        yield ours.recv(), end
    finally:
        process.join(5)
        process.kill()


def agencies(hosts: int, port: int) -> tuple[Agency, ...]:
    return tuple(
        Agency(
            id=AgencyId(f"qinghe-{number}"),
            name=f"清禾市第{number}局",
            level=Level.PREFECTURE,
            kind=Kind.DEPARTMENT,
            region=RegionCode("410000"),
            duty=Duty.STATUTORY,
            listings=(f"http://{address(number)}:{port}/nb/",),
            hosts=(f"{address(number)}:{port}",),
        )
        for number in range(hosts)
    )


def system_clock() -> datetime:
    return datetime.now(tz=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    asked: Asked
    peak: float
    """MiB of the crawling process, at most."""
    processor: float
    """Seconds of processor time of the crawling process, its imports left out."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.asked.requests / self.asked.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of processor time a request."""
        return 1000 * self.processor / self.asked.requests


def _harvest(hosts: int, port: int, options: dict[str, Any], pipe: Any) -> None:
    from crawler import harvest, running, spider  # noqa: F401, PLC0415 - reactors are for children

    before = time.process_time()
    with TemporaryDirectory(dir=options.pop("folder")) as folder:
        home = Path(folder)
        with (
            Archive(home / "warc", software=AGENT) as archive,
            Database.open(home / "nianbao.db") as database,
        ):
            plan = HarvestPlan(
                crawl=database.begin_crawl(at=system_clock(), plan="{}", simulated=False),
                agencies=agencies(hosts, port),
                user_agent=AGENT,
                clock=system_clock,
                timeout=60.0,
                **options,
            )
            summary: HarvestSummary = harvest(plan, archive, database)
    # How the look ends is not the point here; that everything was asked and kept is.
    kept = summary.new_captures + summary.unchanged
    assert kept == sum(summary.visits.values()), summary
    assert not summary.interrupted
    pipe.send(_used(since=before))


def _bare(hosts: int, port: int, options: dict[str, Any], pipe: Any) -> None:
    """Scrapy's own spider: the same requests, links taken from the listing, nothing kept."""
    from scrapy import Spider  # noqa: PLC0415
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415

    before = time.process_time()

    class Bare(Spider):
        name = "bare"
        start_urls: ClassVar = [f"http://{address(number)}:{port}/nb/" for number in range(hosts)]

        def parse(self, response: Any) -> Iterator[Any]:
            for link in response.css("li a"):
                yield response.follow(link, callback=self.parse_report)

        def parse_report(self, response: Any) -> None:
            assert response.css("h1::text").get()

    process = CrawlerProcess(
        {
            "USER_AGENT": AGENT,
            "CONCURRENT_REQUESTS": options["hosts_at_a_time"],
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": True,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            **options.get("settings", {}),
        }
    )
    process.crawl(Bare)
    process.start()
    pipe.send(_used(since=before))


def _used(*, since: float) -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return used.ru_maxrss / unit, time.process_time() - since


def run(crawl: Callable[..., None], hosts: int, pages: int, **options: Any) -> Run:
    receiver, sender = CONTEXT.Pipe(duplex=False)
    with sites(pages) as (port, end):
        process = CONTEXT.Process(target=crawl, args=(hosts, port, options, sender))
        process.start()
        sender.close()
        peak, processor = receiver.recv()
        process.join()
        return Run(asked=end(), peak=peak, processor=processor)


THEIRS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("bare Scrapy", {}),
    # By default Scrapy starts a hundred tasks for the items of every response: half of its time,
    # on which nobody should rest a comparison alone.
    ("one item at a time", {"settings": {"CONCURRENT_ITEMS": 1}}),
)


def speed(folder: Path, rounds: int = 3, hosts: int = 16, pages: int = 60) -> None:
    """Turn by turn, and compared within each turn: a machine is seldom at rest for long."""
    print(f"Speed: {hosts} hosts side by side, {pages} reports each")
    ratios: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in THEIRS}
    for _ in range(rounds):
        ours = run(_harvest, hosts, pages, hosts_at_a_time=hosts, folder=folder, delay=0.0)
        _say("nianbao", ours)
        for name, options in THEIRS:
            theirs = run(_bare, hosts, pages, hosts_at_a_time=hosts, **options)
            _say(name, theirs)
            ratios[name].append((ours.rate / theirs.rate, theirs.cost / ours.cost))
    for name, each in ratios.items():
        rate, cost = (median(values) for values in zip(*each, strict=True))
        # What else is at work on the machine slows a crawl down, but hardly makes it costlier.
        print(f"  nianbao / {name}, median: {rate:.2f} by the clock, {cost:.2f} by processor time")
    print("  wanted: 0.75 of bare Scrapy")


def _say(name: str, done: Run) -> None:
    print(
        f"  {name:<18} {done.asked.requests} requests  {done.rate:6.0f}/s"
        f"  {done.cost:5.2f} ms of processor each  {done.peak:4.0f} MiB",
        flush=True,
    )


def memory(folder: Path, sizes: tuple[int, ...], pages: int = 40, at_a_time: int = 50) -> None:
    """More agencies, not longer listings: the links of a listing are kept until they are visited,
    which is no matter of how much has been visited before."""
    print(f"Memory: {pages} reports a host, {at_a_time} hosts at a time")
    peaks = []
    for size in sizes:
        hosts = max(at_a_time, size // pages)
        done = run(_harvest, hosts, pages, folder=folder, delay=0.0, hosts_at_a_time=at_a_time)
        peaks.append(done.peak)
        print(f"  {done.asked.requests:>7,} requests  {done.peak:5.0f} MiB  {done.rate:5.0f}/s")
    print(f"  largest / smallest: {peaks[-1] / peaks[0]:.2f} (flat: 1.0)")


def politeness(
    folder: Path, hosts: int, at_a_time: int, delay: float = 2.0, pages: int = 3
) -> None:
    """Where every host is asked as fast as manners allow, manners are the limit."""
    print(f"Politeness: {hosts} hosts, {at_a_time} at a time, {delay:g} s between two requests")
    done = run(_harvest, hosts, pages, folder=folder, delay=delay, hosts_at_a_time=at_a_time)
    each = done.asked.requests / hosts
    least = (each - 1) * delay * max(1.0, hosts / at_a_time)
    print(
        f"  {done.asked.requests} requests in {done.asked.seconds:.1f} s,"
        f" {done.asked.requests / done.asked.seconds:.0f}/s, {done.peak:.0f} MiB,"
        f" processor {100 * done.processor / done.asked.seconds:.0f} %"
    )
    print(f"  closest two requests to one host: {done.asked.closest:.2f} s")
    print(f"  manners alone would take {least:.1f} s: {least / done.asked.seconds:.2f} of it")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--whole", action="store_true", help="the sizes that take half an hour")
    parser.add_argument("--only", choices=("speed", "memory", "politeness"))
    parser.add_argument("--folder", type=Path, help="where the archives are written")
    words = parser.parse_args()
    if words.only in (None, "speed"):
        speed(words.folder)
    if words.only in (None, "memory"):
        memory(words.folder, (10_000, 100_000) if words.whole else (2_000, 4_000))
    if words.only in (None, "politeness"):
        politeness(words.folder, 2_000 if words.whole else 100, at_a_time=128)


if __name__ == "__main__":
    main()
