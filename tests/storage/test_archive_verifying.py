"""Verifying in several processes, resumed and afresh, finds what reading in order finds."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.archive import Archive, Census
from tests.storage.builders import an_exchange, archived_report, later, open_archive
from tests.storage.foreign import response, revisit, write_warc

NOW = datetime.now(UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Six files; a revisit in the last one refers to the first."""
    with open_archive(tmp_path / "warc", max_file_bytes=1500) as archive:
        holder = archive.write_exchange(an_exchange())
        for number in range(8):
            archived_report(archive, number)
        archive.write_exchange(an_exchange(at=later(days=1)), known=holder)
    return archive


def scratch(archive: Archive) -> Path:
    return archive.folder.parent / ".verify.sqlite"


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 0x20
    path.write_bytes(data)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_sound_archive_is_sound_and_nothing_is_left_behind(
    archive: Archive, workers: int
) -> None:
    told: list[None] = []
    verified = archive.verify_in_parallel(
        scratch(archive), now=NOW, workers=workers, advance=lambda: told.append(None)
    )
    assert verified.damages == ()
    assert verified.files == len(archive.files()) == len(told) > 4
    warcinfos = verified.files
    assert verified.records == warcinfos + 10 * 2 + 8
    assert not scratch(archive).exists()


def test_damage_is_named_by_file_offset_and_record_as_reading_in_order_names_it(
    archive: Archive,
) -> None:
    first, second, *_, last = archive.files()
    first.unlink()
    places = [each.place for each in archive.records() if each.place.warc == second.name]
    flip(second, places[-1].offset + 30)
    last.write_bytes(last.read_bytes()[:-9])
    expected = [(d.warc, d.offset, d.what) for d in archive.verify()]
    verified = archive.verify_in_parallel(scratch(archive), now=NOW)
    assert [(d.warc, d.offset, d.what) for d in verified.damages] == expected
    assert len(expected) == 3
    lost = next(damage for damage in verified.damages if "refers to" in damage.what.en)
    assert (lost.record or "").startswith("<urn:uuid:")
    assert verified.damages[-1].torn


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from tests.storage.builders import open_archive
from tests.storage.test_archive_verifying import NOW, scratch
archive = open_archive(Path(sys.argv[1]))
done = []
def advance():
    done.append(None)
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
archive.verify_in_parallel(scratch(archive), now=NOW, workers=1, advance=advance)
"""


@pytest.fixture
def interrupted(archive: Archive) -> Archive:
    """Killed when it had verified three files."""
    child = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(archive.folder)], check=False, timeout=60
    )
    assert child.returncode == -signal.SIGKILL
    assert scratch(archive).exists()
    return archive


def test_goes_on_where_it_was_killed(interrupted: Archive) -> None:
    verified = interrupted.verify_in_parallel(scratch(interrupted), now=NOW)
    assert (verified.resumed, verified.damages) == (3, ())
    assert verified.records == interrupted.verify_in_parallel(scratch(interrupted), now=NOW).records


def test_begins_again_when_told_to_and_when_it_was_long_ago(interrupted: Archive) -> None:
    state = scratch(interrupted).read_bytes()
    assert interrupted.verify_in_parallel(scratch(interrupted), now=NOW, afresh=True).resumed == 0
    scratch(interrupted).write_bytes(state)
    month = NOW + timedelta(days=30)
    assert interrupted.verify_in_parallel(scratch(interrupted), now=month).resumed == 0


def test_a_file_that_changed_since_is_read_again(interrupted: Archive) -> None:
    first = interrupted.files()[0]
    flip(first, 40)
    os.utime(first, ns=(1, 1))
    verified = interrupted.verify_in_parallel(scratch(interrupted), now=NOW)
    assert verified.resumed == 2
    assert verified.damages[0].warc == first.name


def test_a_file_that_is_gone_since_is_missed(interrupted: Archive) -> None:
    interrupted.files()[0].unlink()
    verified = interrupted.verify_in_parallel(scratch(interrupted), now=NOW)
    assert verified.resumed == 2
    (damage,) = verified.damages
    assert "missing" in damage.what.en


def test_a_damaged_scratch_file_costs_only_time(interrupted: Archive) -> None:
    scratch(interrupted).write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    assert interrupted.verify_in_parallel(scratch(interrupted), now=NOW).resumed == 0
    with sqlite3.connect(scratch(interrupted)) as state:
        state.execute("CREATE TABLE files (other TEXT)")
    state.close()
    assert interrupted.verify_in_parallel(scratch(interrupted), now=NOW).damages == ()


class TestCensus:
    def test_counts_every_record_by_type_host_and_year(self, archive: Archive) -> None:
        census = archive.census()
        assert count(census, "response") == 9
        assert count(census, "revisit") == 1
        assert count(census, "request") == 10
        assert count(census, "metadata") == 8
        assert count(census, "warcinfo") == len(archive.files())
        assert {kind.host for kind in census if kind.type == "response"} == {"www.qinghe.example"}
        assert {kind.year for kind in census} == {2025}
        size = sum(path.stat().st_size for path in archive.files())
        assert sum(amount.packed for amount in census.values()) == size
        (spared,) = (a.spared for k, a in census.items() if k.type == "revisit")
        assert spared == len(an_exchange().body)

    def test_reads_a_file_once(self, archive: Archive) -> None:
        before = archive.census()
        first = archive.files()[0]
        stat = first.stat()
        first.write_bytes(bytes(stat.st_size))  # would count nothing
        os.utime(first, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert archive.census() == before
        os.utime(first)
        assert count(archive.census(), "response") < count(before, "response")

    @pytest.mark.parametrize("broken", [b"", b"[]", b"{", b'{"x": 1}'])
    def test_what_was_kept_may_be_lost(self, archive: Archive, broken: bytes) -> None:
        before = archive.census()
        (archive.folder / "census.json").write_bytes(broken)
        assert archive.census() == before


def count(census: Census, type_: str) -> int:
    return sum(amount.records for kind, amount in census.items() if kind.type == type_)


def test_imported_revisits_are_held_to_what_they_refer_to(tmp_path: Path) -> None:
    """A folder of others' files, as it may lie in an archive since long."""
    folder = tmp_path / "warc"
    folder.mkdir()
    body = b"x"
    write_warc(folder / "imported-20260101000000-00001.warc.gz", response(1, body=body))
    alone = revisit(2, of=body).replace(
        b"WARC-Profile", b"WARC-Refers-To: <urn:uuid:0>\r\nWARC-Profile"
    )
    write_warc(folder / "imported-20260101000000-00002.warc.gz", alone)
    (damage,) = open_archive(folder).verify_in_parallel(tmp_path / "state", now=NOW).damages
    assert damage.warc.endswith("00002.warc.gz")
