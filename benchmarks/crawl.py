"""How fast, how large and how patient a harvest is, against bare Scrapy on the same local sites.

    python -m benchmarks.crawl                  # speed, and memory at 2,000 pages
    python -m benchmarks.crawl --whole          # memory at 10,000 and 100,000 pages; 2,000 hosts

Sites are invented and stand on addresses 127.x.y.z of this machine, in a process of their own. All
times are those of the sites' log: from the first request to the last.
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
    """Seconds of processor time of the crawling process, its start included."""


def _harvest(hosts: int, port: int, options: dict[str, Any], pipe: Any) -> None:
    from crawler import harvest  # noqa: PLC0415 - reactors are for children

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
    pipe.send(_used())


def _bare(hosts: int, port: int, options: dict[str, Any], pipe: Any) -> None:
    """Scrapy's own spider: the same requests, links taken from the listing, nothing kept."""
    from scrapy import Spider  # noqa: PLC0415
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415

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
        }
    )
    process.crawl(Bare)
    process.start()
    pipe.send(_used())


def _used() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return used.ru_maxrss / unit, used.ru_utime + used.ru_stime


def run(crawl: Callable[..., None], hosts: int, pages: int, **options: Any) -> Run:
    receiver, sender = CONTEXT.Pipe(duplex=False)
    with sites(pages) as (port, end):
        process = CONTEXT.Process(target=crawl, args=(hosts, port, options, sender))
        process.start()
        sender.close()
        peak, processor = receiver.recv()
        process.join()
        return Run(asked=end(), peak=peak, processor=processor)


def speed(folder: Path, hosts: int = 16, pages: int = 60) -> None:
    print(f"Speed: {hosts} hosts side by side, {pages} reports each")
    best: dict[str, float] = {}
    least: dict[str, float] = {}
    for _ in range(3):
        for name, crawl in (("bare Scrapy", _bare), ("nianbao", _harvest)):
            more = {"folder": folder, "delay": 0.0} if crawl is _harvest else {}
            done = run(crawl, hosts, pages, hosts_at_a_time=hosts, **more)
            rate = done.asked.requests / done.asked.seconds
            cost = 1000 * done.processor / done.asked.requests
            best[name] = max(rate, best.get(name, 0.0))
            least[name] = min(cost, least.get(name, cost))
            print(
                f"  {name:<12} {done.asked.requests} requests  {rate:6.0f}/s"
                f"  {cost:5.2f} ms of processor each"
                f"  {done.peak:4.0f} MiB"
            )
    ratio = best["nianbao"] / best["bare Scrapy"]
    print(f"  nianbao / bare Scrapy, best of three: {ratio:.2f} (wanted: 0.75)")
    # What else is at work on the machine slows a crawl down, but hardly makes it costlier.
    ratio = least["bare Scrapy"] / least["nianbao"]
    print(f"  the same by processor time, starting included: {ratio:.2f}")


def memory(folder: Path, sizes: tuple[int, ...], hosts: int = 50) -> None:
    print(f"Memory: {hosts} hosts")
    peaks = []
    for size in sizes:
        done = run(_harvest, hosts, size // hosts, folder=folder, delay=0.0, hosts_at_a_time=hosts)
        peaks.append(done.peak)
        rate = done.asked.requests / done.asked.seconds
        print(f"  {size:>7,} pages  {done.peak:5.0f} MiB  {rate:5.0f}/s")
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
        memory(words.folder, (10_000, 100_000) if words.whole else (500, 2_000))
    if words.only in (None, "politeness"):
        politeness(words.folder, 2_000 if words.whole else 100, at_a_time=128)


if __name__ == "__main__":
    main()
