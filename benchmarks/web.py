"""How soon pages come, from a real server with many reports and many readers.

    python -m benchmarks.web                              # 20,000 reports, 20 readers
    python -m benchmarks.web --folder F --reports 20000   # generated into F once, and kept there
    python -m benchmarks.web --seconds 10                 # for each kind of page; the default

Each kind of page (search, report, matrix of the audit) is asked for by all readers at once, each
with its own questions, on connections that stay open. Given are the 95th of a hundred waits, pages
a second, and processor milliseconds of the server for a page: on a machine that does other things
as well only the last can be compared. Then one reader alone: the first byte of a report's page, and
what pages weigh without their charts.
"""

import argparse
import gzip
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

from benchmarks.web_home import YEARS, fill
from storage.database import Database

READERS = 20
REPORTS = 20_000
MOST_BYTES = 200_000
"""Of a page without its charts."""
WORDS = (
    "依申请公开", "行政复议", "政务新媒体", "双公示", "再生水利用", "农村宅基地审批", "营商环境",
    "重点领域", "人员不足的情况", "一岗多责", "民政局", "微信公众号", "不存在的词", "办理时限",
)  # fmt: skip
_CHART = re.compile(rb"<svg.*?</svg>", re.DOTALL)
_ADDRESS = re.compile(r"http://[\w.]+:\d+")

Question = Callable[[Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    waits: Sequence[float]
    """Seconds until the last byte, of each page."""
    seconds: float
    processor: float
    """Seconds of the server in all."""

    @property
    def slowest_but_five(self) -> float:
        return quantiles(self.waits, n=20)[-1]


def questions(reports: Sequence[str], regions: Sequence[str]) -> dict[str, Question]:
    """Kind of page → an address of it."""

    def search(random: Random) -> str:
        narrowed = f"&year={random.choice(YEARS)}" if random.random() < 0.5 else ""
        return f"/search?q={quote(random.choice(WORDS))}{narrowed}"

    def matrix(random: Random) -> str:
        where = random.choice(("", f"&region={random.choice(regions)}"))
        return f"/audit?year={random.choice(YEARS)}{where}"

    return {
        "search": search,
        "report": lambda random: f"/report/{random.choice(reports)}",
        "matrix": matrix,
    }


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """Host with port, and the number of the process."""
    words = ["-m", "nianbao", "serve", "--home", str(home), "--port", "0", "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "NIANBAO_WEB__REQUESTS_A_MINUTE": "1000000"},
    )
    assert process.stdout is not None
    try:
        told = "".join(iter(process.stdout.readline, "Ctrl-C ends it.\n"))
        found = _ADDRESS.search(told)
        assert found is not None, told
        yield urlsplit(found[0]).netloc, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def processor_seconds(pid: int) -> float:
    """Of a process, in user's and system's mode. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def page(connection: HTTPConnection, path: str) -> tuple[bytes, float]:
    """The page, and the seconds until its first byte."""
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    first = time.perf_counter() - start
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return body, first


def crowd(host: str, pid: int, ask: Question, readers: int, seconds: float) -> Measured:
    """All readers at once, for so long."""
    waits: list[float] = []
    troubles: list[BaseException] = []
    start, before = time.perf_counter(), processor_seconds(pid)
    until = start + seconds

    def read(seed: int) -> None:
        random, connection = Random(seed), HTTPConnection(host, timeout=120)
        try:
            while time.perf_counter() < until:
                asked = time.perf_counter()
                page(connection, ask(random))
                waits.append(time.perf_counter() - asked)
        except (OSError, RuntimeError) as error:
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise RuntimeError(f"{len(troubles)} readers gave up") from troubles[0]
    return Measured(
        waits=tuple(waits),
        seconds=time.perf_counter() - start,
        processor=processor_seconds(pid) - before,
    )


def alone(host: str, paths: Sequence[str]) -> Sequence[float]:
    """Seconds until the first byte of each, to one reader after the other."""
    with closing(HTTPConnection(host, timeout=120)) as connection:
        return [page(connection, path)[1] for path in paths]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Bytes of a page without its charts."""

    plain: int
    packed: int
    findings: int
    """Shown on the page of a report: each weighs more than a kilobyte."""


def weight(host: str, path: str) -> Weight:
    with closing(HTTPConnection(host, timeout=120)) as connection:
        bare = _CHART.sub(b"", page(connection, path)[0])
    return Weight(
        plain=len(bare),
        packed=len(gzip.compress(bare, 6)),
        findings=bare.count(b'id="finding-'),
    )


def known(home: Path) -> tuple[Sequence[str], Sequence[str]]:
    """Some reports of the home, and the cities and counties of its agencies."""
    with Database.open(home / "nianbao.db", read_only=True) as database:
        reports = [str(one) for one in database.report_stamps()]
        counties = {str(one.region) for one in database.registry().agencies}
    regions = sorted(counties | {f"{county[:4]}00" for county in counties})
    return Random(3).sample(reports, min(500, len(reports))), regions


def run(home: Path, readers: int, seconds: float) -> int:
    """Prints what was measured; 1 when a page is too heavy."""
    asked = questions(*known(home))
    heavy = False
    with served(home) as (host, pid):
        # What the first reader of all waits for is another matter.
        alone(host, [ask(Random(number)) for ask in asked.values() for number in range(3)])
        for kind, ask in asked.items():
            one = crowd(host, pid, ask, readers, seconds)
            print(
                f"{kind}: {len(one.waits)} pages to {readers} readers,"
                f" p95 {one.slowest_but_five * 1000:.0f} ms,"
                f" median {median(one.waits) * 1000:.0f} ms,"
                f" {len(one.waits) / one.seconds:.1f} a second,"
                f" {one.processor / len(one.waits) * 1000:.1f} ms of processor a page",
                flush=True,
            )
        firsts = alone(host, [asked["report"](Random(number)) for number in range(100, 130)])
        print(f"report, one reader: first byte after {median(firsts) * 1000:.0f} ms (median)")
        for kind, ask in asked.items():
            weighed = weight(host, ask(Random(5)))
            heavy |= weighed.plain >= MOST_BYTES
            print(
                f"{kind}: {weighed.plain / 1000:.0f} kB without charts,"
                f" {weighed.packed / 1000:.0f} kB packed"
                + (f"; {weighed.findings} findings on it" if weighed.findings else "")
            )
    return int(heavy)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, help="where to keep what is generated")
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    print("load of the machine:", os.getloadavg())
    with TemporaryDirectory(prefix="nianbao-web-") as scratch:
        home = given.folder or Path(scratch)
        fill(home, given.reports)
        return run(home, given.readers, given.seconds)


if __name__ == "__main__":
    sys.exit(main())
