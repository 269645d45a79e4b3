"""Damage, hostility, kills and full disks on the way in: what is sound comes in, all is named."""

import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import UsageError
from storage.archive import Archive
from storage.archive.foreign import LARGEST_RECORD, Flaw, ForeignRecord, read_foreign
from storage.database import Database
from storage.importing import why_unsound
from storage.rebuild import reconcile
from tests.storage.builders import (
    open_archive,
)
from tests.storage.foreign import (
    HTML,
    PAGE,
    http,
    members,
    record,
    response,
    revisit,
    sha1_of,
    write_wacz,
    write_warc,
)
from tests.storage.taking_in import captures_in, take

BODY = HTML.encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "warc", simulated=False)


class TestFlaws:
    def test_a_damaged_member_costs_only_itself(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        packed = [gzip.compress(response(n, uri=f"{PAGE}?{n}"), mtime=0) for n in (1, 2, 3)]
        bad = bytearray(packed[1])
        bad[40] ^= 0xFF
        path = tmp_path / "a.warc.gz"
        path.write_bytes(packed[0] + bytes(bad) + packed[2])
        with archive:
            tally, captures = take(archive, database, path)
            (flaw,) = tally.flaws
            assert (flaw.source, flaw.offset) == ("a.warc.gz", len(packed[0]))
            assert "import it again" in flaw.remedy.en
            assert [capture.url[-1] for capture in captures] == ["1", "3"]
            # The file is repaired and given again: only what was missing comes in.
            path.write_bytes(b"".join(packed))
            tally, _ = take(archive, database, path)
            assert (tally.new, tally.known, tally.flaws) == (1, 2, [])

    @pytest.mark.parametrize("how", ["members", "plain", "one"])
    def test_a_file_cut_short_gives_what_is_whole(
        self, tmp_path: Path, archive: Archive, database: Database, how: str
    ) -> None:
        chance = random.Random(5)
        pages = [response(n, uri=f"{PAGE}?{n}", body=chance.randbytes(900)) for n in range(8)]
        path = write_warc(tmp_path / "a.warc", *pages, how=how)
        path.write_bytes(path.read_bytes()[:-40])
        with archive:
            tally, captures = take(archive, database, path)
            assert len(tally.flaws) == 1
            assert len(captures) == 7
            assert list(archive.verify()) == []

    def test_garbage_between_records_is_named_once_and_passed_over(self, tmp_path: Path) -> None:
        data = response(1) + b"\x00garbage\nmore garbage\n" + response(2)
        (tmp_path / "a.warc").write_bytes(data)
        first, flaw, second = read_foreign(tmp_path / "a.warc", "a.warc")
        assert isinstance(first, ForeignRecord)
        assert isinstance(second, ForeignRecord)
        assert isinstance(flaw, Flaw)
        assert flaw.offset == len(response(1))

    @pytest.mark.parametrize(
        "broken",
        [
            record("response", http(), fields={"WARC-Block-Digest": sha1_of(b"other")}),
            record("response", http(), fields={"WARC-Payload-Digest": sha1_of(b"other")}),
            record("response", http(), date="yesterday"),
            record("response", http(), uri=None),
            response().replace(b"Content-Length", b"Content-Depth"),
        ],
        ids=["block digest", "payload digest", "date", "no url", "no length"],
    )
    def test_a_record_that_contradicts_itself_is_not_taken(
        self, tmp_path: Path, archive: Archive, database: Database, broken: bytes
    ) -> None:
        path = write_warc(tmp_path / "a.warc.gz", broken, response(7, uri=f"{PAGE}?7"))
        with archive:
            tally, captures = take(archive, database, path)
            assert [flaw.offset for flaw in tally.flaws] == [0]
            assert [capture.url for capture in captures] == [f"{PAGE}?7"]
            assert list(archive.verify()) == []

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7", b"\x1f\x8b", b"PK\x03\x04", b"WARC/1.0\r\n"]
    )
    def test_what_is_no_warc_is_refused(
        self, tmp_path: Path, archive: Archive, database: Database, content: bytes
    ) -> None:
        (tmp_path / "a.warc.gz").write_bytes(content)
        with archive, pytest.raises(UsageError, match="no readable WARC record"):
            take(archive, database, tmp_path / "a.warc.gz")
        assert archive.files() == ()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_in_a_file_it_is_a_record_or_a_flaw(data: st.DataObject) -> None:
    octets = bytearray(record("warcinfo", b"a: b\r\n", number=9, uri=None) + response())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc"
        path.write_bytes(bytes(octets))
        for found in read_foreign(path, "a.warc"):
            assert isinstance(found, ForeignRecord | Flaw)
            wrong = why_unsound(found) if isinstance(found, ForeignRecord) else found.what
            assert wrong is None or wrong.zh


class TestHostilePackages:
    @pytest.mark.parametrize(
        "name", ["../../evil.warc.gz", "/etc/evil.warc.gz", "..\\evil.warc.gz", "c:evil.warc.gz"]
    )
    def test_paths_that_lead_elsewhere_are_refused(
        self, tmp_path: Path, archive: Archive, database: Database, name: str
    ) -> None:
        package = tmp_path / "a.wacz"
        with zipfile.ZipFile(package, "w") as file:
            file.writestr(zipfile.ZipInfo(name), members(response()))
        before = sorted(tmp_path.rglob("evil*"))
        with archive, pytest.raises(UsageError, match="has a member with the path"):
            take(archive, database, package)
        assert sorted(tmp_path.rglob("evil*")) == before

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        package = write_wacz(
            tmp_path / "a.wacz",
            {"archive/a.warc": bytes(8 << 20)},
            compress=zipfile.ZIP_DEFLATED,
        )
        with archive, pytest.raises(UsageError, match="would grow to 8388608 octets"):
            take(archive, database, package)

    def test_a_gzip_bomb_is_passed_over_and_the_next_record_read(self, tmp_path: Path) -> None:
        size = LARGEST_RECORD + 10
        head = record("response", b"").replace(b"Content-Length: 0", b"Content-Length: %d" % size)
        path = tmp_path / "a.warc.gz"
        with path.open("wb") as file:
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as bomb:
                bomb.write(head[:-4])
                for _ in range(size >> 20):
                    bomb.write(bytes(1 << 20))
            file.write(gzip.compress(response(2)))
        flaw, found = read_foreign(path, "a.warc.gz")
        assert isinstance(flaw, Flaw)
        assert "MB when unpacked" in flaw.what.en
        assert isinstance(found, ForeignRecord)

    def test_what_is_no_zip_and_a_zip_without_warc_are_told_apart(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        (tmp_path / "a.wacz").write_bytes(b"PK\x03\x04 no")
        write_wacz(tmp_path / "b.wacz", {"pages/pages.jsonl": b"{}"})
        with archive:
            with pytest.raises(UsageError, match="no sound WACZ"):
                take(archive, database, tmp_path / "a.wacz")
            with pytest.raises(UsageError, match="holds no WARC file"):
                take(archive, database, tmp_path / "b.wacz")

    def test_a_package_that_was_altered_is_told_and_its_sound_records_taken(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        package = write_wacz(
            tmp_path / "a.wacz", {"archive/a.warc.gz": members(response())}, lie=True
        )
        with archive:
            tally, captures = take(archive, database, package)
            (flaw,) = tally.flaws
            assert flaw.source == "a.wacz:archive/a.warc.gz"
            assert "datapackage.json" in flaw.what.en
            assert len(captures) == 1
        assert not list((tmp_path / "warc").glob(".import-*"))


CHILD = """
import sys
from pathlib import Path
from storage.importing import Importing
from tests.storage.builders import open_archive, open_database
from tests.storage.taking_in import NOW
folder = Path(sys.argv[1])
archive = open_archive(folder / "warc", max_file_bytes=20_000)
with archive, open_database(folder) as database:
    for found in Importing(archive, database, at=NOW).take(folder / "big.warc.gz"):
        print("taken", flush=True)
"""


def test_killed_halfway_an_import_goes_on_and_nothing_is_twice(
    tmp_path: Path, database: Database
) -> None:
    count = 600
    pages = [response(n, uri=f"{PAGE}?{n}") for n in range(count)]
    path = write_warc(tmp_path / "big.warc.gz", *pages, revisit(count, of=BODY, uri=f"{PAGE}?0"))
    held = 0
    for delay in (0.0, 0.05):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(delay)
        os.kill(child.pid, signal.SIGKILL)
        child.stdout.close()
        child.wait(timeout=30)
        with open_archive(tmp_path / "warc") as archive:
            archive.heal()
            now = len(captures_in(archive))
            assert now >= held
            held = now
    assert 0 < held < count
    with open_archive(tmp_path / "warc") as archive:
        reconcile(archive, database)
        tally, found = take(archive, database, path)
        assert len(found) == count
        assert tally.new + tally.known == count + 1
        stored = captures_in(archive)
        assert len(stored) == len({capture.id for capture in stored}) == count + 1
        assert len(database.captures()) == count + 1
        assert list(archive.verify()) == []


def test_a_full_disk_leaves_whole_records_and_the_import_goes_on(tmp_path: Path) -> None:
    pages = [response(n, uri=f"{PAGE}?{n}", body=os.urandom(9000)) for n in range(300)]
    write_warc(tmp_path / "big.warc.gz", *pages)
    code = """
import resource, sys
from pathlib import Path
from model.errors import NoSpace
from storage.importing import Importing
from tests.storage.builders import open_archive, open_database
from tests.storage.taking_in import NOW, captures_in
folder = Path(sys.argv[1])
with open_archive(folder / "warc") as archive, open_database(folder) as database:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, resource.RLIM_INFINITY))
    try:
        list(Importing(archive, database, at=NOW).take(folder / "big.warc.gz"))
    except NoSpace as error:
        print(len(captures_in(archive)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert list(archive.verify()) == []
    importing = Importing(archive, database, at=NOW)
    list(importing.take(folder / "big.warc.gz"))
    assert list(archive.verify()) == []
    print(importing.tally.known, len(captures_in(archive)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    before, after = done.stdout.splitlines()
    assert 0 < int(before) < 300
    assert after == f"{before} 300"
