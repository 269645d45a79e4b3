"""Records taken apart: the short way says what warcio says, or leaves it to warcio."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.capture import RecordPlace
from storage.archive.members import Member, read_members
from storage.archive.record import BadRecordError, Record, parse_any, parse_record, parse_tidy
from tests.storage.builders import open_archive
from tests.storage.test_archive_records import write_one_of_each

PLACE = RecordPlace(warc="a.warc.gz", offset=0, length=1)
URL = "http://www.qinghe.example/nb/"


def a_record(kind: str, block: bytes, *more: str, uri: str = URL) -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:1>",
        "WARC-Date: 2025-04-01T00:00:00Z",
        f"WARC-Target-URI: {uri}",
        *more,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def test_what_we_write_is_read_the_short_way_and_read_right(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        write_one_of_each(archive)
        (path,) = archive.files()
    with path.open("rb") as file:
        written = [found.data for found in read_members(file) if isinstance(found, Member)]
    short = [found for data in written if (found := parse_tidy(data, PLACE)) is not None]
    assert {each.kind for each in short} >= {"response", "revisit", "metadata", "resource"}
    for data in written:
        found = parse_tidy(data, PLACE)
        assert found is None or found == parse_any(data, PLACE)


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Empty: none\r\n\r\n<p>body\r\n\r\n</p>"


@pytest.mark.parametrize(
    "data",
    [
        a_record("response", ANSWER.replace(b"none", b"")),
        a_record("response", ANSWER.replace(b"X-Empty:", b"X-Empty :")),
        a_record("response", ANSWER.replace(b": none", b": a\r\n folded")),
        a_record("response", ANSWER.replace(b"none", "文件".encode())),
        a_record("response", ANSWER.replace(b"none", b"\xff")),
        a_record("response", ANSWER.replace(b"X-Empty: none", b"no field at all")),
        a_record("response", ANSWER.replace(b"\r\n", b"\n")),
        a_record("response", ANSWER.replace(b"HTTP/1.1", b"ICY")),
        a_record("response", b""),
        a_record("revisit", b""),
        a_record("resource", ANSWER),
        a_record("metadata", b"{}", "WARC-Type: response"),
        a_record("request", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        a_record("warcinfo", b"software: other/1.0\r\n"),
        a_record("response", ANSWER, uri="urn:a:b"),
        a_record("resource", b"x", uri="<http://a.example/>"),
        a_record("resource", b"x", uri="http://a.example/a b"),
        a_record("response", ANSWER).replace(b"WARC/1.1", b"WARC/1.0", 1),
        a_record("response", ANSWER).replace(b"WARC/1.1", b"WARC/0.18", 1),
    ],
)
def test_both_ways_lead_to_one_record(data: bytes) -> None:
    short = parse_tidy(data, PLACE)
    assert short is None or short == parse_any(data, PLACE)
    assert isinstance(parse_record(data, PLACE), Record)


TEXTS = st.text("aZ0-: \t\r\n<>文\x00\x85ÿ", max_size=12)


@given(
    kind=st.sampled_from(["response", "revisit", "metadata", "resource", "request"]),
    names=st.lists(st.tuples(TEXTS, TEXTS), max_size=4),
    field=TEXTS,
    body=st.binary(max_size=20),
)
def test_whatever_stands_in_a_record(
    kind: str, names: list[tuple[str, str]], field: str, body: bytes
) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in names)
    block = f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body
    data = a_record(kind, block, f"X-Field: {field}")
    short = parse_tidy(data, PLACE)
    try:
        assert short is None or short == parse_any(data, PLACE)
    except BadRecordError:
        raise AssertionError(f"{short} where warcio found no record") from None


def test_a_record_of_another_length_than_it_says_is_none() -> None:
    data = a_record("response", ANSWER)
    for broken in (data[:-4] + b"x\r\n\r\n", data[:-6] + b"\r\n\r\n", data[:-2]):
        assert parse_tidy(broken, PLACE) is None
        with pytest.raises(BadRecordError):
            parse_record(broken, PLACE)
