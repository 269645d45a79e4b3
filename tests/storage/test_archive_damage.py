"""Damage is named where it is, a torn end is healed, and neither costs what stands around it."""

import errno
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from model.capture import Capture
from model.errors import ArchiveError, NoSpace
from storage.archive import Archive, Archived, Damage
from storage.archive.verify import agrees
from tests.storage.builders import (
    START,
    an_exchange,
    archived_report,
    later,
    open_archive,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of three exchanges with their visits, in one file."""
    with open_archive(tmp_path) as archive:
        for number in range(3):
            archived_report(archive, number)
    return tmp_path


def only_file(folder: Path) -> Path:
    (path,) = folder.glob("*.warc.gz")
    return path


def items(folder: Path) -> list[object]:
    return [each.item for each in open_archive(folder).records()]


def ends(folder: Path) -> list[int]:
    """Where each gzip member of the file ends."""
    data = only_file(folder).read_bytes()
    found, rest = [], data
    while rest:
        inflater = zlib.decompressobj(31)
        inflater.decompress(rest)
        rest = inflater.unused_data
        found.append(len(data) - len(rest))
    return found


def test_a_flipped_octet_anywhere_is_named_by_verify(folder: Path) -> None:
    path = only_file(folder)
    good = path.read_bytes()
    borders = [0, *ends(folder)]
    for position in range(0, len(good), 7):
        bad = bytearray(good)
        bad[position] ^= 0x04
        path.write_bytes(bad)
        record = max(border for border in borders if border <= position)
        damages = list(open_archive(folder).verify())
        if _is_free(position - record):
            assert damages == []
        else:
            assert (path.name, record) in [(d.warc, d.offset) for d in damages], position
    path.write_bytes(good)
    assert list(open_archive(folder).verify()) == []


def _is_free(position: int) -> bool:
    """Octets of a gzip header that say nothing about the content: time, flags, system."""
    return 4 <= position <= 9


def test_damage_in_the_middle_costs_one_record(folder: Path) -> None:
    before = items(folder)
    path = only_file(folder)
    data = bytearray(path.read_bytes())
    second = [each for each in open_archive(folder).records() if isinstance(each.item, Capture)][1]
    data[second.place.offset + 40] ^= 0xFF
    path.write_bytes(data)

    with pytest.raises(ArchiveError, match=f"@{second.place.offset}"):
        items(folder)
    damages: list[Damage] = []
    rest = [each.item for each in open_archive(folder).records(on_damage=damages.append)]
    assert rest == [item for item in before if item != second.item]
    assert [(d.offset, d.torn) for d in damages] == [(second.place.offset, False)]


def test_damage_inside_is_not_taken_for_a_torn_end(folder: Path) -> None:
    path = only_file(folder)
    data = bytearray(path.read_bytes())
    last = ends(folder)[-2]
    for position in (ends(folder)[1] + 12, last + 30):
        data[position] ^= 0xFF
    path.write_bytes(data)
    with open_archive(folder) as archive:
        archive.heal()
    assert path.read_bytes() == bytes(data)
    assert not list(folder.glob("*.torn"))


def test_a_torn_end_is_cut_at_any_length_and_kept_aside(folder: Path) -> None:
    path = only_file(folder)
    whole = path.read_bytes()
    borders = [0, *ends(folder)]
    last = borders[-2]
    for length in (*range(0, last, 23), *range(last, len(whole), 5), len(whole) - 1):
        path.write_bytes(whole[:length])
        with open_archive(folder) as archive:
            archive.heal()
        kept = max(border for border in borders if border <= length)
        assert (path.read_bytes() if path.exists() else b"") == whole[:kept]
        torn = list(folder.glob("*.torn"))
        assert b"".join(t.read_bytes() for t in torn) == whole[kept:length]
        for each in torn:
            each.unlink()


def test_a_torn_end_is_not_read_and_verify_tells_of_it(folder: Path) -> None:
    before = items(folder)
    last = ends(folder)[-2]
    path = only_file(folder)
    path.write_bytes(path.read_bytes()[:-10])
    assert items(folder) == before[:-1]
    (damage,) = open_archive(folder).verify()
    assert (damage.warc, damage.offset, damage.torn) == (path.name, last, True)


def test_a_file_cut_short_that_is_not_the_last_is_damage(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=1) as archive:
        for number in range(3):
            archived_report(archive, number)
    first = min(tmp_path.glob("*.warc.gz"))
    first.write_bytes(first.read_bytes()[:-5])
    with pytest.raises(ArchiveError):
        items(tmp_path)
    with open_archive(tmp_path) as archive:
        archive.heal()
    assert [d.warc for d in open_archive(tmp_path).verify()] == [first.name]


def test_writing_goes_on_in_a_new_file_after_healing(folder: Path) -> None:
    path = only_file(folder)
    path.write_bytes(path.read_bytes()[:-10])
    with open_archive(folder) as archive:
        archived_report(archive, 9)
        assert list(archive.verify()) == []
    assert len(items(folder)) == 5 + 2
    assert len(list(folder.glob("*.torn"))) == 1


def test_a_file_without_a_whole_record_gives_way_and_its_number_is_not_used_again(
    tmp_path: Path,
) -> None:
    with open_archive(tmp_path) as archive:
        archived_report(archive, 1)
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:20])
    with open_archive(tmp_path) as archive:
        archived_report(archive, 1)
    assert only_file(tmp_path).name.endswith("-00002.warc.gz")


def test_a_revisit_whose_holder_is_gone_is_named(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=1) as archive:
        holder = archive.write_exchange(an_exchange())
        again = archive.write_exchange(an_exchange(at=later(days=1)), known=holder)
    (tmp_path / holder.record.warc).unlink()
    (damage,) = open_archive(tmp_path).verify()
    assert (damage.warc, damage.offset) == (again.record.warc, again.record.offset)
    assert holder.id in damage.what.en


def test_a_conclusion_of_another_shape_is_damage(tmp_path: Path, folder: Path) -> None:
    with open_archive(folder) as archive:
        place = next(e.place for e in archive.records() if not isinstance(e.item, Capture))
    path = folder / place.warc
    data = path.read_bytes()
    member = zlib.decompress(data[place.offset : place.offset + place.length], 31)
    wrong = zlib.compressobj(wbits=31)
    replaced = member.replace(b'"outcome":"captured"', b'"outcome":"vanished"')
    other = wrong.compress(replaced) + wrong.flush()
    path.write_bytes(data[: place.offset] + other + data[place.offset + place.length :])
    damages: list[Damage] = []
    found: list[Archived] = list(open_archive(folder).records(on_damage=damages.append))
    assert len(found) == 5
    assert [d.offset for d in damages] == [place.offset]
    assert "vanished" in damages[0].what.en


class TestOneWriter:
    def test_a_second_writer_is_told_who_writes_and_what_to_do(self, tmp_path: Path) -> None:
        with open_archive(tmp_path) as first, open_archive(tmp_path) as second:
            archived_report(first, 1)
            with pytest.raises(ArchiveError, match=str(os.getpid())) as caught:
                archived_report(second, 2)
            assert "Wait until it ends" in caught.value.remedy.en
            # Reading needs no lock.
            assert len(list(second.records())) == 2

    def test_closing_gives_the_lock_up(self, tmp_path: Path) -> None:
        first, second = open_archive(tmp_path), open_archive(tmp_path)
        archived_report(first, 1)
        first.close()
        archived_report(second, 2)
        second.close()
        archived_report(first, 3)
        first.close()
        assert len(items(tmp_path)) == 6

    def test_a_killed_writer_leaves_no_lock(self, tmp_path: Path) -> None:
        code = (
            "import os, signal; from pathlib import Path\n"
            "from tests.storage.builders import archived_report, open_archive\n"
            f"archived_report(open_archive(Path({str(tmp_path)!r})), 1)\n"
            "os.kill(os.getpid(), signal.SIGKILL)"
        )
        killed = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
        assert killed.returncode == -9
        with open_archive(tmp_path) as archive:
            archived_report(archive, 2)
        assert len(items(tmp_path)) == 4


class TestNoSpace:
    def test_a_limit_on_the_file_leaves_whole_records_only(self, tmp_path: Path) -> None:
        code = f"""
import resource
from pathlib import Path
from model.errors import NoSpace
from tests.storage.builders import archived_report, open_archive
archive = open_archive(Path({str(tmp_path)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
done = 0
try:
    while True:
        archived_report(archive, done)
        done += 1
except NoSpace as error:
    assert "Free some space" in error.remedy.en
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
archived_report(archive, 9)
print(done)
"""
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 0, ran.stderr
        assert int(ran.stdout) > 0
        archive = open_archive(tmp_path)
        assert list(archive.verify()) == []
        urls = [e.item.url for e in archive.records() if isinstance(e.item, Capture)]
        assert urls[-1].endswith("?n=9")
        assert len(urls) in (int(ran.stdout) + 1, int(ran.stdout) + 2)

    def test_no_space_for_a_new_file_leaves_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_file: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with open_archive(tmp_path, simulated=False) as archive:
            monkeypatch.setattr("storage.archive.appending.os.fsync", full)
            with pytest.raises(NoSpace):
                archive.write_exchange(an_exchange())
            assert not list(tmp_path.glob("*.warc.gz"))
            monkeypatch.undo()
            archive.write_exchange(an_exchange())
        assert len(items(tmp_path)) == 1

    def test_another_trouble_of_the_disk_is_told_as_such(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(_file: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with open_archive(tmp_path, simulated=False) as archive:
            archived_report(archive, 1)
            monkeypatch.setattr("storage.archive.appending.os.fsync", broken)
            with pytest.raises(ArchiveError, match="Input/output"):
                archive.write_exchange(an_exchange())
            monkeypatch.undo()
            assert len(list(archive.records())) == 2


def test_nothing_waits_for_the_disk_under_a_simulated_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []
    with (
        open_archive(tmp_path) as simulated,
        open_archive(tmp_path / "real", simulated=False) as real,
    ):
        for archive in (simulated, real):
            archive.write_exchange(an_exchange())
        monkeypatch.setattr("storage.archive.appending.os.fsync", waited.append)
        simulated.write_exchange(an_exchange())
        assert waited == []
        real.write_exchange(an_exchange())
        assert len(waited) == 1
    assert len(items(tmp_path)) == 2


def test_an_interrupted_write_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_file: int) -> None:
        raise KeyboardInterrupt

    with open_archive(tmp_path, simulated=False) as archive:
        for number in (1, 2, 3):
            monkeypatch.setattr("storage.archive.appending.os.fsync", interrupted)
            with pytest.raises(KeyboardInterrupt):
                archive.write_exchange(an_exchange())
            monkeypatch.undo()
            archived_report(archive, number)
        monkeypatch.setattr("storage.archive.appending.os.fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            archive.write_exchange(an_exchange())
    monkeypatch.undo()
    assert list(archive.verify()) == []
    visits = [item for item in items(tmp_path) if not isinstance(item, Capture)]
    assert len(visits) == 3
    assert len(items(tmp_path)) == 6


def test_a_file_of_somebody_else_is_never_cut(folder: Path) -> None:
    path = only_file(folder)
    foreign = path.rename(folder / "elsewhere.warc.gz")
    foreign.write_bytes(foreign.read_bytes()[:-10])
    size = foreign.stat().st_size
    with open_archive(folder) as archive:
        archive.heal()
    assert foreign.stat().st_size == size


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    archive = Archive(tmp_path / "file" / "warc", software="x")
    with pytest.raises(ArchiveError, match="Not a directory"):
        archive.write_exchange(an_exchange())


def test_an_empty_archive_holds_nothing(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "none")
    assert list(archive.records()) == []
    assert list(archive.verify()) == []
    assert archive.write_cdxj().read_text() == ""


@pytest.mark.parametrize(
    ("labelled", "expected"),
    [
        ("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", False),
        ("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", True),  # of the empty string, as Heritrix writes
        ("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", True),
        ("md5:d41d8cd98f00b204e9800998ecf8427e", True),
        ("sha256:0", False),
        ("blake9:0", False),
        ("nothing", False),
    ],
)
def test_digests_of_other_archives_are_understood(labelled: str, expected: bool) -> None:
    assert agrees(labelled, b"") is expected


def test_moments_without_a_time_zone_are_refused(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive, pytest.raises(ValueError, match="time zone"):
        archive.write_exchange(an_exchange(at=START.replace(tzinfo=None)))
