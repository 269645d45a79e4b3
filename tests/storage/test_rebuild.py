"""The archive is the truth: the database can always be brought in line with it, or made anew."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from model.capture import Capture, Look, Visit
from model.finding import Decision, DecisionKind
from storage.archive import Archive
from storage.database import Database
from storage.rebuild import reconcile
from tests.storage.builders import (
    START,
    a_look,
    a_visit,
    an_exchange,
    archived_report,
    later,
    open_archive,
    open_database,
    registered,
)

KILLS = 24


def harvest(archive: Archive, database: Database, first: int, last: int) -> None:
    """What a crawl does: archive, then register."""
    for number in range(first, last):
        capture, visit = archived_report(archive, number)
        database.record(captures=[capture], visits=[visit])
    look = a_look(at=later(minutes=last))
    archive.write_look(look)
    database.record(looks=[look])


def everything(database: Database) -> tuple[object, ...]:
    return database.captures(), database.visits(), database.looks(), database.decisions()


def test_an_empty_database_is_rebuilt_the_same(tmp_path: Path, database: Database) -> None:
    decision = Decision(fingerprint="f", kind=DecisionKind.CONFIRM, at=START, by="甲")
    crawl = database.begin_crawl(at=START, plan="{}", simulated=True)
    with open_archive(tmp_path / "warc", max_file_bytes=5000) as archive:
        harvest(archive, database, 0, 20)
        known = next(iter(database.captures().values()))
        exchange = an_exchange(archive.payload(known), url=known.url, at=later(days=3))
        again = archive.write_exchange(exchange, known=known)
        visit = a_visit("again", capture=again, at=later(days=3), crawl=crawl)
        visit = replace(visit, record=archive.write_visit(visit))
        database.record(captures=[again], visits=[visit])
        archive.write_decision(decision)
        database.save_decision(decision)

        with open_database(tmp_path, "rebuilt.db") as rebuilt:
            done = reconcile(archive, rebuilt)
            assert everything(rebuilt) == everything(database)
            assert (done.captures, done.visits, done.looks, done.decisions) == (21, 21, 1, 1)
            assert done.damages == ()
            assert {c.id for c in rebuilt.crawls()} == {c.id for c in database.crawls()}
            assert all(c.simulated for c in rebuilt.crawls())
            # Their plans are not archived: nobody can go on with them, so they are over.
            ended = {c.id: c.finished for c in rebuilt.crawls()}
            for crawl, finished in ended.items():
                looks, visits = rebuilt.looks(crawl=crawl), rebuilt.visits(crawl=crawl)
                assert finished in {*(one.at for one in looks), *(one.at for one in visits)}
            works = [list(each.unprocessed("1")) for each in (rebuilt, database)]
            assert works[0] == works[1]


def test_a_second_time_there_is_nothing_to_do(tmp_path: Path, database: Database) -> None:
    with open_archive(tmp_path / "warc") as archive:
        harvest(archive, database, 0, 5)
        for _ in range(2):
            done = reconcile(archive, database)
            assert (done.captures, done.visits, done.looks) == (0, 0, 0)
        assert database.counts()["captures"] == 5


def test_only_what_is_new_is_read_again(tmp_path: Path, database: Database) -> None:
    with open_archive(tmp_path / "warc") as archive:
        harvest(archive, database, 0, 5)
        reconcile(archive, database)
        archived_report(archive, 9)
        read = [each.item for each in archive.records(since=database.archived_until())]
        assert [type(item) for item in read] == [Capture, Visit]
        done = reconcile(archive, database)
    assert (done.captures, done.visits, done.looks) == (1, 1, 0)


def test_what_was_archived_before_something_registered_is_not_missed(
    tmp_path: Path, database: Database
) -> None:
    with open_archive(tmp_path / "warc") as archive:
        archived_report(archive, 1)  # killed before it was registered ...
        capture, visit = archived_report(archive, 2)
        database.record(captures=[capture], visits=[visit])  # ... another was
        reconcile(archive, database)
    assert [visit.id for visit in database.visits()] == ["v1", "v2"]


def test_damage_costs_only_itself_and_is_told(tmp_path: Path, database: Database) -> None:
    with open_archive(tmp_path / "warc") as archive:
        harvest(archive, database, 0, 5)
        broken = list(database.captures().values())[2]
        path = tmp_path / "warc" / broken.record.warc
        good = path.read_bytes()
        data = bytearray(good)
        data[broken.record.offset + 60] ^= 0xFF
        path.write_bytes(data)
        with open_database(tmp_path, "rebuilt.db") as rebuilt:
            done = reconcile(archive, rebuilt)
            assert [(d.warc, d.offset) for d in done.damages] == [
                (broken.record.warc, broken.record.offset)
            ]
            assert (done.captures, done.visits, done.looks) == (4, 5, 1)
            assert broken.id not in rebuilt.captures()
            path.write_bytes(good)
            assert reconcile(archive, rebuilt).captures == 0
            assert reconcile(archive, rebuilt, afresh=True).captures == 1
            assert everything(rebuilt) == everything(database)


def test_a_database_that_knows_more_loses_nothing(tmp_path: Path, database: Database) -> None:
    """A file of the archive may be away for a while, on another disk."""
    with open_archive(tmp_path / "warc") as archive:
        harvest(archive, database, 0, 3)
        before = everything(database)
        (path,) = (tmp_path / "warc").glob("*.warc.gz")
        path.rename(tmp_path / "away")
        assert reconcile(archive, database).captures == 0
    assert everything(database) == before


CHILD = """
import sys
from pathlib import Path
from storage.rebuild import reconcile
from tests.storage.builders import a_look, archived_report, later, open_archive, open_database
folder, start = Path(sys.argv[1]), int(sys.argv[2])
archive = open_archive(folder / "warc", max_file_bytes=20_000)
with archive, open_database(folder) as database:
    reconcile(archive, database)
    number = start
    while True:
        capture, visit = archived_report(archive, number)
        print("archived", number, flush=True)
        database.record(captures=[capture], visits=[visit])
        print("registered", number, flush=True)
        number += 1
"""


def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_twice(tmp_path: Path) -> None:
    chance = random.Random(20250401)
    archived: set[int] = set()
    registered_: set[int] = set()
    start = 0
    for _ in range(KILLS):
        told = _run_and_kill(tmp_path, start, after=chance.uniform(0.0, 0.12))
        archived |= {number for what, number in told if what == "archived"}
        registered_ |= {number for what, number in told if what == "registered"}
        start = max(archived, default=-1) + 2  # the one that was cut is not tried again
        _holds_everything(tmp_path, archived, registered_)
    assert len(archived) > KILLS
    with open_archive(tmp_path / "warc") as archive:
        archive.heal()
        assert list(archive.verify()) == []


def _run_and_kill(folder: Path, start: int, *, after: float) -> list[tuple[str, int]]:
    """Lets a crawl run until `after` seconds behind its first record; what it said it had done."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(start)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    rest = child.stdout.read()
    child.stdout.close()
    assert child.wait(timeout=30) == -signal.SIGKILL
    lines = [line.split() for line in (first + rest).splitlines(keepends=True) if line[-1] == "\n"]
    return [(what, int(number)) for what, number in lines]


def _holds_everything(folder: Path, archived: set[int], registered_: set[int]) -> None:
    with open_archive(folder / "warc") as archive, open_database(folder) as database:
        database.check()
        numbers = [int(visit.id[1:]) for visit in database.visits()]
        assert registered_ <= set(numbers)
        archive.heal()
        reconcile(archive, database)
        visits = database.visits()
        numbers = [int(visit.id[1:]) for visit in visits]
        assert len(numbers) == len(set(numbers))
        assert archived <= set(numbers)
        urls = [capture.url for capture in database.captures().values()]
        assert len(urls) == len(set(urls))
        in_archive = [e.item for e in archive.records()]
        assert len([i for i in in_archive if isinstance(i, Visit)]) == len(visits)
        assert len([i for i in in_archive if isinstance(i, Capture)]) == len(urls)
        assert not [i for i in in_archive if isinstance(i, Look)]


def test_a_report_saved_while_killed_is_there_or_not(tmp_path: Path) -> None:
    """SIGKILL in a loop of saving: the payload is read with its report, or left to be read."""
    code = """
import sys
from pathlib import Path
from tests.storage.builders import a_reading, a_report, open_database
with open_database(Path(sys.argv[1])) as database:
    print("ready", flush=True)
    for work in database.unprocessed("1", again=True):
        # Each says something else: 150 versions of one report.
        reading = a_reading(work.capture, report=a_report(text=work.digest))
        database.save_report(reading, code_version=sys.argv[2])
"""
    chance = random.Random(7)
    with open_archive(tmp_path / "warc") as archive, open_database(tmp_path) as database:
        registered(database, *(archived_report(archive, number)[0] for number in range(150)))
    for version in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), str(version)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.25))
        child.kill()
        child.wait(timeout=30)
        child.stdout.close()
        with open_database(tmp_path) as database:
            database.check()
            counts = database.counts()
            assert counts["reports"] == counts["documents"]
            assert counts["sections"] == 2 * counts["reports"]
            versions = sorted(report.version for report in database.reports(current=False))
            assert versions == list(range(1, counts["reports"] + 1))
            done = {r.id for r in database.reports(current=False) if r.code_version == str(version)}
            left = {work.digest[:12] for work in database.unprocessed(str(version))}
            assert not done & left
            assert len(done) + len(left) == 150
