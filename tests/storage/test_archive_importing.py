"""What others archived comes in whole, once, and marked as theirs; the rest is named."""

import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.capture import Capture, Look, Visit
from model.errors import UsageError
from storage.archive import Archive
from storage.archive.foreign import LARGEST_RECORD, Flaw, ForeignRecord, read_foreign
from storage.database import Database
from storage.importing import Importing, Tally, why_unsound
from storage.rebuild import reconcile
from tests.storage.builders import (
    a_look,
    a_visit,
    an_exchange,
    archived_report,
    later,
    open_archive,
    open_database,
)
from tests.storage.foreign import (
    HTML,
    PAGE,
    http,
    members,
    record,
    record_id,
    response,
    revisit,
    sha1_of,
    write_wacz,
    write_warc,
)
from tests.storage.test_archive_records import run_tool

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
BODY = HTML.encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "warc", simulated=False)


def take(archive: Archive, database: Database, *paths: Path) -> tuple[Tally, list[Capture]]:
    importing = Importing(archive, database, at=NOW)
    captures = [found.capture for path in paths for found in importing.take(path)]
    return importing.tally, captures


def captures_in(archive: Archive) -> list[Capture]:
    return [each.item for each in archive.records() if isinstance(each.item, Capture)]


@pytest.mark.parametrize("how", ["members", "one", "plain"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_warc_of_any_make_comes_in_with_its_own_dates_and_digests(
    tmp_path: Path, archive: Archive, database: Database, how: str, version: str
) -> None:
    info = record("warcinfo", b"software: other\r\n", number=9, uri=None, version=version)
    page = record("response", http(), version=version)
    asked = record("request", b"GET / HTTP/1.1\r\n\r\n", number=2, version=version)
    path = write_warc(tmp_path / "other.warc.gz", info, asked, page, how=how)
    with archive:
        tally, (capture,) = take(archive, database, path)
        assert (tally.new, tally.known, tally.captures, tally.flaws) == (3, 0, 1, [])
        assert capture.imported
        assert capture.url == PAGE
        assert capture.at == datetime(2025, 1, 20, 8, tzinfo=UTC)
        assert capture.id == record_id(1)[10:-1]
        assert archive.payload(capture) == BODY
        assert captures_in(archive) == [capture]
        assert list(archive.verify()) == []
        (file,) = archive.files()
        # Octet for octet, behind a warcinfo that says where they come from.
        assert gzip.decompress(file.read_bytes()).endswith(info + asked + page)
        first = next(iter(read_foreign(file, file.name)))
        assert isinstance(first, ForeignRecord)
        assert b"imported-from: other.warc.gz\r\n" in first.record.block
        assert b"imported-at: 2026-03-04T05:06:07Z\r\n" in first.record.block
    checked = run_tool("warcio", "check", file)
    assert checked.returncode == 0, checked.stdout


def test_members_are_kept_as_they_were_compressed(
    tmp_path: Path, archive: Archive, database: Database
) -> None:
    member = gzip.compress(response(), compresslevel=1, mtime=77)
    (tmp_path / "a.warc.gz").write_bytes(member)
    with archive:
        take(archive, database, tmp_path / "a.warc.gz")
        assert archive.files()[0].read_bytes().endswith(member)


def test_nothing_is_twice(tmp_path: Path, archive: Archive, database: Database) -> None:
    everything = (
        record("warcinfo", b"a: b\r\n", number=9, uri=None),
        record("request", b"GET / HTTP/1.1\r\n\r\n", number=2),
        response(),
        revisit(3, of=BODY),
    )
    path = write_warc(tmp_path / "a.warc.gz", *everything)
    package = write_wacz(tmp_path / "a.wacz", {"archive/data.warc.gz": members(*everything)})
    with archive:
        first, _ = take(archive, database, path)
        files = archive.files()
        assert (first.new, first.known) == (4, 0)
        for again in (path, package):
            tally, captures = take(archive, database, again)
            assert (tally.new, tally.known, tally.flaws) == (0, 4, [])
            assert [capture.url for capture in captures] == [PAGE]
        assert archive.files() == files
        assert list(archive.verify()) == []


def test_what_we_exported_comes_back_to_us_as_known(
    tmp_path: Path, archive: Archive, database: Database
) -> None:
    with archive:
        capture, visit = archived_report(archive, 1)
        database.record(captures=[capture], visits=[visit])
        copy = tmp_path / "copy.warc.gz"
        copy.write_bytes(archive.files()[0].read_bytes())
        tally, found = take(archive, database, copy)
        assert found == [capture]
        # Only the warcinfo is no capture's: it says whose they were.
        assert (tally.new, tally.known) == (1, 3)


class TestRevisits:
    def test_refer_to_what_comes_later_or_in_another_file(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        package = write_wacz(
            tmp_path / "a.wacz",
            {
                "archive/1.warc.gz": members(revisit(3, of=BODY)),
                "archive/2.warc.gz": members(response()),
            },
        )
        with archive:
            tally, (holder,) = take(archive, database, package)
            assert tally.flaws == []
            (again,) = [one for one in captures_in(archive) if one.refers_to is not None]
            assert (again.refers_to, again.imported) == (holder.id, True)
            assert again.payload_digest == holder.payload_digest
            assert again.at == datetime(2025, 2, 20, 8, tzinfo=UTC)
            assert archive.payload(again, holder) == BODY
            assert list(archive.verify()) == []
            assert database.captures([again.id]) == {again.id: again}

    def test_of_something_absent_are_named_and_come_in_with_it(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        alone = write_warc(tmp_path / "alone.warc.gz", revisit(3, of=BODY))
        whole = write_warc(tmp_path / "whole.warc.gz", response())
        with archive:
            tally, _ = take(archive, database, alone)
            (flaw,) = tally.flaws
            assert (flaw.source, flaw.offset) == ("alone.warc.gz", 0)
            assert "holds it" in flaw.remedy.en
            assert archive.files() == ()
            tally, _ = take(archive, database, whole, alone)
            assert (tally.captures, tally.flaws) == (2, [])

    def test_whose_holder_is_lost_are_named_by_verify(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        holder = write_warc(tmp_path / "1.warc.gz", response())
        again = write_warc(tmp_path / "2.warc.gz", revisit(3, of=BODY))
        with archive:
            take(archive, database, holder, again)
            archive.files()[0].unlink()
            (damage,) = archive.verify()
            assert record_id(1) in damage.what.en


class TestOthersAreNotBelieved:
    def test_their_looks_visits_and_decisions_are_kept_and_not_heard(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        with open_archive(tmp_path / "theirs") as theirs:
            page = theirs.write_exchange(an_exchange())
            theirs.write_visit(a_visit(capture=page))
            theirs.write_look(a_look(pages=(page.id,)))
        with archive:
            tally, found = take(archive, database, *theirs.files())
            assert (tally.new, len(found)) == (5, 1)
            assert not [e for e in archive.records() if isinstance(e.item, Visit | Look)]
            with open_database(tmp_path, "rebuilt.db") as rebuilt:
                done = reconcile(archive, rebuilt)
                assert (done.captures, done.visits, done.looks) == (1, 0, 0)
                assert rebuilt.captures() == database.captures()

    def test_their_clock_is_not_ours(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        info = record("warcinfo", b"clock: simulated\r\n", number=9, uri=None)
        with archive:
            take(archive, database, write_warc(tmp_path / "a.warc.gz", info, response()))
            assert [each.simulated for each in archive.records()] == [False]

    def test_no_request_and_no_revisit_of_ours_rests_on_theirs(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        block = http(headers={"ETag": '"forged"'})
        path = write_warc(tmp_path / "a.warc.gz", record("response", block))
        with archive:
            _, (theirs,) = take(archive, database, path)
            assert theirs.etag == '"forged"'
            assert database.validators(PAGE) is None
            assert database.holder_of(theirs.payload_digest) is None
            ours = archive.write_exchange(an_exchange(BODY, url=PAGE, at=later(days=9)))
            database.record(captures=[ours])
            assert database.holder_of(theirs.payload_digest) == ours

    def test_our_own_capture_stands_for_the_payload(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        with archive:
            _, (theirs,) = take(archive, database, write_warc(tmp_path / "a.warc.gz", response()))
            visits = [a_visit("1", capture=theirs)]
            database.record(visits=visits)
            (work,) = database.unprocessed("1")
            assert work.capture == theirs
            ours = archive.write_exchange(an_exchange(BODY, url=PAGE, at=later(days=99)))
            database.record(captures=[ours], visits=[a_visit("2", capture=ours)])
            (work,) = database.unprocessed("1")
            assert work.capture == ours

    def test_what_we_archive_next_is_ours_again(
        self, tmp_path: Path, archive: Archive, database: Database
    ) -> None:
        with archive:
            take(archive, database, write_warc(tmp_path / "a.warc.gz", response()))
            ours, _ = archived_report(archive, 1)
            assert not ours.imported
            assert [path.name[:8] for path in archive.files()] == ["imported", "nianbao-"]


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


class TestCodings:
    @pytest.mark.parametrize(
        ("stored", "headers"),
        [
            (b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"}),
            (b"hello world", {"Transfer-Encoding": "chunked"}),
            (gzip.compress(b"hello world"), {"Content-Encoding": "gzip"}),
            (b"hello world", {"Content-Encoding": "gzip"}),
        ],
        ids=["chunks", "only said to be chunks", "gzip", "only said to be gzip"],
    )
    def test_are_undone_and_a_digest_of_any_layer_is_right(
        self,
        tmp_path: Path,
        archive: Archive,
        database: Database,
        stored: bytes,
        headers: dict[str, str],
    ) -> None:
        digests = (sha1_of(stored), sha1_of(b"hello world"))
        pages = [
            record(
                "response",
                http(stored, headers=headers),
                number=number,
                fields={"WARC-Payload-Digest": digest},
            )
            for number, digest in enumerate(digests)
        ]
        with archive:
            tally, captures = take(archive, database, write_warc(tmp_path / "a.warc.gz", *pages))
            assert tally.flaws == []
            assert [archive.payload(capture) for capture in captures] == [b"hello world"] * 2
            assert list(archive.verify()) == []


def test_wgets_angle_brackets_are_no_part_of_a_url(
    tmp_path: Path, archive: Archive, database: Database
) -> None:
    path = write_warc(tmp_path / "a.warc.gz", record("response", http(), uri=f"<{PAGE}>"))
    with archive:
        _, (capture,) = take(archive, database, path)
        assert capture.url == PAGE
        index = archive.write_cdxj().read_text()
    expected = run_tool("cdxj-indexer", "--sort", *archive.files())
    assert index == expected.stdout


def test_the_index_of_others_records_agrees_with_cdxj_indexer(
    tmp_path: Path, archive: Archive, database: Database
) -> None:
    """With what Browsertrix adds, and digests left out."""
    page = b'{"url": "x"}'
    pageinfo = record(
        "resource", page, number=4, uri=f"urn:pageinfo:{PAGE}", content_type="application/json"
    )
    picture = record(
        "resource", b"\x89PNG", number=5, uri=f"urn:thumbnail:{PAGE}", content_type="image/png"
    )
    everything = (response(), pageinfo, picture, revisit(6, of=BODY))
    with archive:
        tally, _ = take(archive, database, write_warc(tmp_path / "a.warc.gz", *everything))
        assert tally.captures == 4
        index = archive.write_cdxj().read_text()
    expected = run_tool("cdxj-indexer", "--sort", *archive.files())
    assert index == expected.stdout
    assert index.count("\n") == 4


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
from tests.storage.test_archive_importing import NOW
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
from tests.storage.test_archive_importing import NOW, captures_in
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
