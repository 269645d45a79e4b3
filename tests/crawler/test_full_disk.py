"""The disk is full, or the process dies, while a record is being written."""

import os
import random
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from crawler import harvest as run
from crawler.plan import HarvestPlan
from model.agency import Agency
from model.capture import LookEnd, Outcome
from model.errors import NoSpace
from model.ids import CrawlId
from storage.archive import Archive
from storage.archive.files import warc_files
from storage.archive.members import Break, read_members
from tests.crawler.child import (
    AGENT,
    NOW,
    Clock,
    an_agency,
    begin,
    forked,
    harvest,
    harvesting,
    listing,
    open_archive,
    open_database,
)
from tests.crawler.site import Reply, Site, html, serve

NAME = "清禾市教育局{}年政府信息公开工作年度报告"
YEARS = range(2012, 2024)
BODY = 300_000


def a_site(size: int = BODY) -> dict[str, Reply]:
    """Twelve reports that do not compress."""
    chance = random.Random(20250401)
    rows = {f"/nb/{year}.pdf": (NAME.format(year), f"{year + 1}-01-20") for year in YEARS}
    files = {
        path: Reply(body=b"%PDF-1.4\n" + chance.randbytes(size), media_type="application/pdf")
        for path in rows
    }
    return {"/nb/": html(listing(rows)), **files}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(a_site()) as served:
        yield served


def the_agency(site: Site) -> Agency:
    return an_agency(site.url("/nb/"), hosts=(site.host,))


def check_whole(home: Path, agency: Agency, crawl: CrawlId) -> None:
    """The next run heals the archive and brings everything."""
    done = harvest(home, agency, crawl=crawl)
    assert done.look.end is LookEnd.READ_TO_END
    reports = [visit for visit in done.visits if visit.url.endswith(".pdf")]
    assert len(reports) == len(YEARS)
    assert {visit.outcome for visit in reports} <= {Outcome.CAPTURED, Outcome.UNCHANGED}
    with open_archive(home) as archive:
        assert list(archive.verify()) == []
        with open_database(home) as database:
            for visit in reports:
                assert visit.capture is not None
                capture = database.captures([visit.capture])[visit.capture]
                holder = capture.refers_to and database.captures([capture.refers_to])
                found = holder[capture.refers_to] if holder and capture.refers_to else None
                assert len(archive.payload(capture, found)) == BODY + 9


def whole_records(home: Path) -> int:
    """Everything up to the last whole record can be read, by us and by verifying."""
    with open_archive(home) as archive:
        return sum(1 for _ in archive.records())


def _run_with_little_space(home: Path, plan: HarvestPlan, limit: int, sender: int) -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    told: str | None = None
    with open_archive(home) as archive, open_database(home) as database:
        try:
            run(plan, archive, database)
        except NoSpace as error:
            told = error.source
    Connection(sender).send(told)


def run_out_of_space(home: Path, agency: Agency, crawl: CrawlId, limit: int = 0) -> str | None:
    """What the harvest said was full. Files may grow to `limit` bytes, by order of the kernel."""
    plan = HarvestPlan(
        crawl=crawl, agencies=(agency,), user_agent=AGENT, clock=Clock(NOW), delay=0.0
    )
    with forked(_run_with_little_space, home, plan, limit) as (process, what):
        told: str | None = what()
        process.join(30)
        assert process.exitcode == 0
    return told


def test_no_file_may_grow_further(tmp_path: Path, site: Site) -> None:
    crawl = begin(tmp_path)
    agency = the_agency(site)
    told = run_out_of_space(tmp_path, agency, crawl, limit=4 * BODY)
    assert told is not None
    assert told.endswith(".warc.gz")
    assert whole_records(tmp_path) > 0
    assert {path for path in site.paths if path.endswith(".pdf")} != set(a_site(0)) - {"/nb/"}
    check_whole(tmp_path, agency, crawl)


@contextmanager
def a_small_disk(folder: Path, size: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    words = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if mount is None or umount is None or subprocess.run([mount, *words], check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        yield
    finally:
        subprocess.run([umount, str(folder)], check=True)


def test_the_disk_of_the_archive_is_full(tmp_path: Path, site: Site) -> None:
    crawl = begin(tmp_path)
    agency = the_agency(site)
    disk = tmp_path / "warc"
    kept = tmp_path / "kept"
    with a_small_disk(disk, 4 * BODY):
        told = run_out_of_space(tmp_path, agency, crawl)
        assert told is not None
        assert told.endswith(".warc.gz")
        assert whole_records(tmp_path) > 0
        # Tried again without anything being freed: the same words, and nothing is lost.
        before = whole_records(tmp_path)
        assert run_out_of_space(tmp_path, agency, crawl) is not None
        assert whole_records(tmp_path) >= before
        shutil.copytree(disk, kept)
    # Somebody moved the archive to a larger one.
    shutil.rmtree(disk)
    kept.rename(disk)
    check_whole(tmp_path, agency, crawl)


def test_killed_in_the_middle_of_a_record(tmp_path: Path) -> None:
    """The bodies are so large that the kernel is still copying one when the process dies."""
    torn = 0
    with serve(a_site(size := 30 << 20)) as site:
        agency = the_agency(site)
        crawl = begin(tmp_path)
        for _ in range(6):
            _kill_while_it_writes(tmp_path, agency, crawl, size)
            torn += _is_torn(tmp_path)
            assert whole_records(tmp_path) > 0
            if torn:
                break
        # What is left half written is healed by the next writer, whose archive is sound.
        small = a_site()
        site.replies.update(small)
        crawl = begin(tmp_path)
        check_whole(tmp_path, agency, crawl)
    assert torn, "never killed in the middle: the test shows nothing"
    assert list((tmp_path / "warc").glob("*.torn"))


def _kill_while_it_writes(home: Path, agency: Agency, crawl: CrawlId, size: int) -> None:
    with harvesting(home, agency, crawl=crawl, timeout=30.0) as (process, _):
        before = _written(home)
        while process.is_alive() and _written(home) < before + size // 3:
            time.sleep(0)
        os.kill(process.pid, 9)
        process.join()


def _written(home: Path) -> int:
    return sum(path.stat().st_size for path in (home / "warc").glob("*.warc.gz"))


def _is_torn(home: Path) -> bool:
    files = warc_files(Archive(home / "warc", software="tests").folder)
    with files[-1].open("rb") as file:
        return any(isinstance(found, Break) and found.torn for found in read_members(file))
