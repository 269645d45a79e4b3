"""What is written is standard WARC 1.1, and what is read back is what was written."""

import gzip
import subprocess
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from cdxj_indexer.main import write_cdx_index
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from model.capture import Capture
from model.errors import ArchiveError
from model.finding import Decision, DecisionKind
from storage.archive import Archive, Exchange
from tests.storage.builders import (
    HTML,
    START,
    URL,
    a_look,
    a_visit,
    an_exchange,
    archived_report,
    later,
    open_archive,
)

GZIPPED = (*HTML, ("Content-Encoding", "gzip"))


def warcs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def run_tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name(name)
    return subprocess.run(
        [tool, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )


def raw_records(folder: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Type, fields and block of every record, as another program reads them."""
    found = []
    for path in warcs(folder):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                fields = dict(record.rec_headers.headers)
                found.append((record.rec_type, fields, record.raw_stream.read()))
    return found


def write_one_of_each(archive: Archive) -> list[object]:
    """Every kind of record; returns what `records` has to give back."""
    page = archive.write_exchange(an_exchange(headers=(*HTML, ("ETag", '"a"'))))
    again = archive.write_exchange(an_exchange(at=later(days=1)), known=page)
    unmodified = archive.write_exchange(
        an_exchange(b"", at=later(days=2), status=304, headers=(("ETag", '"a"'),)), known=page
    )
    coded = archive.write_exchange(an_exchange(gzip.compress(b"coded", mtime=0), headers=GZIPPED))
    gone = archive.write_exchange(an_exchange(b"", status=301, headers=(("Location", "/x"),)))
    cut = archive.write_exchange(an_exchange(b"%PDF-1.7 cut", truncated="disconnect"))
    file = archive.write_file(
        name="报告.pdf", payload=b"%PDF-1.7", media_type="application/pdf", at=START
    )
    same_file = archive.write_file(
        name="copy.pdf", payload=b"%PDF-1.7", media_type="application/pdf", at=START, known=file
    )
    visit = a_visit(capture=page)
    visit = replace(visit, record=archive.write_visit(visit))
    look = a_look(pages=(page.id,))
    archive.write_look(look)
    decision = Decision(
        fingerprint="f", kind=DecisionKind.DISMISS, at=START, by="审核员", note="扫描件"
    )
    archive.write_decision(decision)
    captures = [page, again, unmodified, coded, gone, cut, file, same_file]
    return [*captures, visit, look, decision]


def test_records_come_back_in_writing_order_exactly_as_returned(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        written = write_one_of_each(archive)
        archived = list(archive.records())
    assert [each.item for each in archived] == written
    assert all(each.simulated for each in archived)
    assert [each.place.offset for each in archived] == sorted(e.place.offset for e in archived)


def test_warcio_writes_the_same_octets(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        write_one_of_each(archive)
    kinds = set()
    for path in warcs(tmp_path):
        ours = gzip.decompress(path.read_bytes())
        theirs = BytesIO()
        writer = WARCWriter(theirs, gzip=False, warc_version="WARC/1.1")
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                kinds.add(record.rec_type)
                writer.write_record(record)
        assert theirs.getvalue() == ours
    assert kinds >= {"warcinfo", "response", "request", "revisit", "resource", "metadata"}


def test_warcio_check_finds_every_digest_right(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        write_one_of_each(archive)
        assert list(archive.verify()) == []
    checked = run_tool("warcio", "check", "-v", *warcs(tmp_path))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("digest pass") == len(raw_records(tmp_path)) - 3  # not revisits
    assert "no digest to check" not in checked.stdout


def test_the_index_agrees_with_cdxj_indexer(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=2000) as archive:
        write_one_of_each(archive)
        index = archive.write_cdxj()
    assert len(warcs(tmp_path)) > 2
    expected = run_tool("cdxj-indexer", "--sort", *warcs(tmp_path))
    assert expected.returncode == 0, expected.stderr
    assert index.read_text() == expected.stdout
    assert index.read_text().count("\n") == 11


def test_the_index_grows_to_what_it_would_be_afresh(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=4000) as archive:
        for number in range(9, 0, -1):
            archived_report(archive, number)
            grown = archive.write_cdxj().read_text()
            assert grown == archive.write_cdxj().read_text()
            assert grown == archive.write_cdxj(afresh=True).read_text()
            assert grown.count("\n") == 2 * (10 - number)
    assert [p.name for p in tmp_path.glob("*cdxj*")] == ["index.cdxj"]


def test_the_index_forgets_files_that_are_gone(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=1) as archive:
        archived_report(archive, 1)
        archive.write_cdxj()
        warcs(tmp_path)[0].unlink()
        assert archive.write_cdxj().read_text() == archive.write_cdxj(afresh=True).read_text()


@pytest.mark.parametrize("broken", ["garbage\n", "b {}\n", "{", "\x00"])
def test_an_index_that_is_broken_is_made_anew(tmp_path: Path, broken: str) -> None:
    with open_archive(tmp_path) as archive:
        archived_report(archive, 1)
        good = archive.write_cdxj().read_text()
        for text in (broken, good + broken, "".join(reversed(good.splitlines(keepends=True)))):
            (tmp_path / "index.cdxj").write_text(text)
            assert archive.write_cdxj().read_text() == good


def test_damage_does_not_stop_the_index(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        captures = [archived_report(archive, number)[0] for number in range(3)]
    flip(tmp_path, captures[1])
    index = archive.write_cdxj().read_text()
    assert index.count("\n") == 5
    assert f'"offset": "{captures[1].record.offset}"' not in index


def test_each_file_opens_with_a_warcinfo_that_tells_who_wrote_it_and_how(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=1) as archive:
        archived_report(archive, 1)
    files = warcs(tmp_path)
    assert len(files) > 1
    for path in files:
        with path.open("rb") as file:
            first = next(iter(ArchiveIterator(file)))
            assert first.rec_type == "warcinfo"
            assert first.rec_headers.get_header("WARC-Filename") == path.name
            body = first.raw_stream.read().decode()
        assert "software: nianbao/0.0 (tests)\r\n" in body
        assert "operator: archive@qinghe.example\r\n" in body
        assert "robots: obey\r\n" in body
        assert "clock: simulated\r\n" in body


def test_a_real_clock_is_not_called_simulated(tmp_path: Path) -> None:
    with open_archive(tmp_path, simulated=False) as archive:
        archived_report(archive, 1)
        assert [each.simulated for each in archive.records()] == [False, False]
    assert b"simulated" not in raw_records(tmp_path)[0][2]


def test_every_record_is_one_gzip_member(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        write_one_of_each(archive)
        for each in archive.records():
            data = (tmp_path / each.place.warc).read_bytes()
            member = data[each.place.offset : each.place.offset + each.place.length]
            assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")


def test_the_request_stands_beside_its_response(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        capture = archive.write_exchange(an_exchange(url="http://u:p@a.example:81/b?c=1"))
    _, response, request = raw_records(tmp_path)
    assert request[0] == "request"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert request[1]["WARC-Concurrent-To"] == f"<urn:uuid:{capture.id}>"
    assert request[2].startswith(b"GET /b?c=1 HTTP/1.1\r\nHost: a.example:81\r\n")


def test_octets_of_the_answer_are_kept_as_they_were_sent(tmp_path: Path) -> None:
    name = "全年报.pdf".encode().decode("latin-1")
    headers = (("Content-Disposition", f"attachment; filename={name}"),)
    with open_archive(tmp_path) as archive:
        archive.write_exchange(an_exchange(b"\x00\xff\r\n\r\n", headers=headers))
    block = raw_records(tmp_path)[1][2]
    head, _, body = block.partition(b"\r\n\r\n")
    assert "filename=全年报.pdf".encode() in head
    assert body == b"\x00\xff\r\n\r\n"


def test_headers_that_would_break_a_replay_are_set_aside(tmp_path: Path) -> None:
    headers = (
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "999"),
        ("Content-Encoding", "gzip"),
    )
    with open_archive(tmp_path) as archive:
        capture = archive.write_exchange(an_exchange(b"not compressed", headers=headers))
        assert archive.payload(capture) == b"not compressed"
    head = raw_records(tmp_path)[1][2].partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert head[1:] == [
        b"X-Orig-Transfer-Encoding: chunked",
        b"X-Orig-Content-Length: 999",
        b"Content-Length: 14",
        b"X-Orig-Content-Encoding: gzip",
    ]


def test_headers_that_agree_are_left_alone(tmp_path: Path) -> None:
    body = gzip.compress(b"entity")
    headers = (("Content-Length", str(len(body))), ("Content-Encoding", "gzip"))
    with open_archive(tmp_path) as archive:
        capture = archive.write_exchange(an_exchange(body, headers=headers))
        assert archive.payload(capture) == b"entity"
    assert b"X-Orig" not in raw_records(tmp_path)[1][2]
    assert capture.payload_length == 6
    assert capture.stored_digest not in (None, capture.payload_digest)


def test_a_line_break_in_a_header_or_a_url_ends_nothing(tmp_path: Path) -> None:
    headers = (("X-A", "b\r\nSet-Cookie: x"),)
    with open_archive(tmp_path) as archive:
        capture = archive.write_exchange(
            an_exchange(url="http://a.example/年 报\r\nWARC-Type: resource", headers=headers)
        )
        assert list(archive.verify()) == []
    assert capture.url == ("http://a.example/%E5%B9%B4%20%E6%8A%A5%0D%0AWARC-Type:%20resource")
    assert b"\r\nSet-Cookie" not in raw_records(tmp_path)[1][2]


TOKENS = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True)
LATIN = st.text(st.characters(max_codepoint=255), max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    url=st.text(max_size=20).map("http://a.example/".__add__),
    status=st.integers(100, 599),
    reason=LATIN,
    headers=st.lists(st.tuples(TOKENS | st.just("Content-Type"), LATIN), max_size=4).map(tuple),
    body=st.binary(max_size=40),
)
def test_whatever_a_server_sends_can_be_archived_and_read_back(
    url: str, status: int, reason: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    exchange = replace(an_exchange(body, url=url, status=status, headers=headers), reason=reason)
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder)) as archive:
        capture = archive.write_exchange(exchange)
        assert list(archive.verify()) == []
        assert [each.item for each in archive.records()] == [capture]
        assert archive.payload(capture) == body
        assert (capture.http_status, capture.payload_length) == (status, len(body))
        expected = run_tool_in_process(archive.folder)
        assert archive.write_cdxj().read_text() == expected


def run_tool_in_process(folder: Path) -> str:
    """`cdxj-indexer --sort`, without the cost of a process."""
    output = folder / "expected"
    write_cdx_index(str(output), [str(path) for path in warcs(folder)], {"sort": True})
    return output.read_text()


def test_an_unchanged_payload_is_a_revisit_that_points_to_the_one_that_holds_it(
    tmp_path: Path,
) -> None:
    with open_archive(tmp_path) as archive:
        holder = archive.write_exchange(an_exchange())
        again = archive.write_exchange(an_exchange(at=later(days=1)), known=holder)
        assert archive.payload(again, holder) == archive.payload(holder)
    fields = raw_records(tmp_path)[3][1]
    assert fields["WARC-Type"] == "revisit"
    assert fields["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert fields["WARC-Refers-To"] == f"<urn:uuid:{holder.id}>"
    assert fields["WARC-Refers-To-Target-URI"] == URL
    assert fields["WARC-Refers-To-Date"] == "2025-04-01T01:02:03.456789Z"
    assert again.refers_to == holder.id
    assert (again.payload_digest, again.payload_length) == (
        holder.payload_digest,
        holder.payload_length,
    )


def test_not_modified_stands_for_the_payload_that_is_known(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        holder = archive.write_exchange(an_exchange())
        answer = an_exchange(b"", at=later(days=1), status=304, headers=())
        unmodified = archive.write_exchange(answer, known=holder)
    assert raw_records(tmp_path)[3][1]["WARC-Profile"].endswith("server-not-modified")
    assert (unmodified.http_status, unmodified.refers_to) == (304, holder.id)
    assert unmodified.payload_digest == holder.payload_digest
    assert unmodified.media_type == "text/html"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (an_exchange(b"one"), an_exchange(b"two")),
        (an_exchange(b"x"), an_exchange(gzip.compress(b"x"), headers=GZIPPED)),
        (an_exchange(b""), an_exchange(b"")),
    ],
    ids=["another payload", "the same, coded otherwise", "nothing at all"],
)
def test_other_stored_octets_are_stored_even_if_something_is_known(
    tmp_path: Path, first: Exchange, second: Exchange
) -> None:
    with open_archive(tmp_path) as archive:
        known = archive.write_exchange(first)
        capture = archive.write_exchange(second, known=known)
        assert capture.refers_to is None
        assert archive.payload(capture) in (b"two", b"x", b"")


def test_a_revisit_cannot_hold_the_payload_of_another(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        holder = archive.write_exchange(an_exchange())
        revisit = archive.write_exchange(an_exchange(at=later(days=1)), known=holder)
        with pytest.raises(ValueError, match="holds no payload"):
            archive.write_exchange(an_exchange(at=later(days=2)), known=revisit)


def test_a_local_file_is_archived_without_the_path_it_had(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        capture = archive.write_file(
            name="/home/someone/2024 年报.txt", payload=b"x", media_type=None, at=START
        )
        assert archive.payload(capture) == b"x"
    assert capture.url == "urn:nianbao:file:2d711642b726:2024%20%E5%B9%B4%E6%8A%A5.txt"
    assert capture.http_status is None
    assert all(b"someone" not in block for _, _, block in raw_records(tmp_path))


def test_the_same_writing_gives_the_same_ids_and_octets(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with open_archive(tmp_path / name) as archive:
            write_one_of_each(archive)
    one, two = (warcs(tmp_path / name)[0].read_bytes() for name in ("one", "two"))
    assert one == two


def test_ids_differ_for_the_same_answer_at_the_same_moment(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        ids = {archive.write_exchange(an_exchange()).id for _ in range(3)}
    assert len(ids) == 3


def test_files_are_filled_up_in_turn_and_named_in_order(tmp_path: Path) -> None:
    for start in (0, 5):
        with open_archive(tmp_path, max_file_bytes=1500) as archive:
            for number in range(start, start + 5):
                archived_report(archive, number)
    names = [path.name for path in warcs(tmp_path)]
    assert len(names) >= 4
    assert [name[-13:-8] for name in names] == [f"{n:05d}" for n in range(1, len(names) + 1)]
    numbers = [e.item.url[-1] for e in archive.records() if isinstance(e.item, Capture)]
    assert numbers == list("0123456789")


def test_reading_goes_on_where_it_ended(tmp_path: Path) -> None:
    with open_archive(tmp_path, max_file_bytes=1500) as archive:
        for number in range(5):
            archived_report(archive, number)
        everything = list(archive.records())
        for index, each in enumerate(everything):
            known = {e.place.warc: e.place.offset + e.place.length for e in everything[: index + 1]}
            assert list(archive.records(since=known)) == everything[index + 1 :], each


def test_metadata_of_other_programs_is_passed_over(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archived_report(archive, 1)
    path = warcs(tmp_path)[0]
    foreign = (
        b"WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/warc-fields\r\n"
        b"Content-Length: 5\r\n\r\na: b\n\r\n\r\n"
    )
    path.write_bytes(path.read_bytes() + gzip.compress(foreign))
    assert len(list(archive.records())) == 2


class TestPayload:
    def test_of_another_record_is_refused(self, tmp_path: Path) -> None:
        with open_archive(tmp_path) as archive:
            one, _ = archived_report(archive, 1)
            two, _ = archived_report(archive, 2)
            with pytest.raises(ArchiveError, match="another record"):
                archive.payload(replace(one, record=two.record))

    def test_with_another_digest_is_refused(self, tmp_path: Path) -> None:
        with open_archive(tmp_path) as archive:
            one, _ = archived_report(archive, 1)
            two, _ = archived_report(archive, 2)
            with pytest.raises(ArchiveError, match="digest"):
                archive.payload(replace(one, payload_digest=two.payload_digest))

    def test_of_a_revisit_without_its_holder_is_refused(self, tmp_path: Path) -> None:
        with open_archive(tmp_path) as archive:
            holder = archive.write_exchange(an_exchange())
            again = archive.write_exchange(an_exchange(), known=holder)
            with pytest.raises(ArchiveError, match="not known"):
                archive.payload(again)

    def test_of_a_lost_file_names_it(self, tmp_path: Path) -> None:
        with open_archive(tmp_path) as archive:
            capture, _ = archived_report(archive, 1)
        (tmp_path / capture.record.warc).unlink()
        with pytest.raises(ArchiveError) as caught:
            archive.payload(capture)
        assert caught.value.source == f"{capture.record.warc}@{capture.record.offset}"
        assert "archive verify" in caught.value.remedy.en

    def test_of_a_damaged_record_is_refused(self, tmp_path: Path) -> None:
        with open_archive(tmp_path) as archive:
            capture, _ = archived_report(archive, 1)
        flip(tmp_path, capture)
        with pytest.raises(ArchiveError):
            archive.payload(capture)


def flip(folder: Path, capture: Capture) -> None:
    """Damages one octet in the middle of a capture's record."""
    path = folder / capture.record.warc
    data = bytearray(path.read_bytes())
    data[capture.record.offset + capture.record.length // 2] ^= 0x10
    path.write_bytes(data)
