"""What others archived comes in whole, once, and marked as theirs; the rest is named."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.capture import Look, Visit
from storage.archive import Archive
from storage.archive.foreign import ForeignRecord, read_foreign
from storage.database import Database
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
from tests.storage.taking_in import captures_in, take
from tests.storage.test_archive_records import run_tool

BODY = HTML.encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "warc", simulated=False)


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
