"""What was posted is kept, and two POSTs to one URL are two things."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive import FORM, lookup_url
from tests.storage.builders import an_exchange, later, open_archive
from tests.storage.test_archive_records import run_tool, warcs

URL = "http://www.qinghe.example/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=45"
TYPE = (("Content-Type", f"{FORM}; charset=UTF-8"),)


def test_the_form_is_in_the_request_record_and_in_the_index(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        for number, form in enumerate(("columnid=7&path=%2F", "columnid=8&webname=%E6%B8%85")):
            asked = an_exchange(b"<record/>", url=URL, at=later(days=number))
            asked = replace(asked, method="POST", request_headers=TYPE, request_body=form.encode())
            archive.write_exchange(asked)
        archive.write_exchange(an_exchange(url=URL, at=later(days=2)))
        assert list(archive.verify()) == []
        index = archive.write_cdxj().read_text()
        assert archive.write_cdxj().read_text() == index
    assert run_tool("warcio", "check", *warcs(tmp_path)).returncode == 0
    expected = run_tool("cdxj-indexer", "--post-append", "--sort", *warcs(tmp_path))
    assert index == expected.stdout
    assert len({line.split(" ")[0] for line in index.splitlines()}) == 3
    (warc,) = warcs(tmp_path)
    records = ArchiveIterator(BytesIO(warc.read_bytes()), no_record_parse=False)
    bodies = [r.content_stream().read() for r in records if r.rec_type == "request"]
    assert bodies == [b"columnid=7&path=%2F", b"columnid=8&webname=%E6%B8%85", b""]


@pytest.mark.parametrize(
    ("method", "body", "kind", "expected"),
    [
        ("GET", b"", None, "http://a.example/x"),
        ("POST", b"a=1&b=2", FORM, "http://a.example/x?__wb_method=POST&a=1&b=2"),
        ("POST", b"a=%E6%B8%85", FORM, "http://a.example/x?__wb_method=POST&a=%E6%B8%85"),
        ("POST", b"", FORM, "http://a.example/x?__wb_method=POST"),
        ("POST", b"\xff", FORM, "http://a.example/x?__wb_method=POST&__wb_post_data=/w=="),
        ("POST", b"{}", "application/octet-stream", "http://a.example/x?__wb_method=POST&__wb_post_data=e30="),
    ],
)  # fmt: skip
def test_the_url_that_a_question_is_looked_up_by(
    method: str, body: bytes, kind: str | None, expected: str
) -> None:
    assert lookup_url("http://a.example/x", method, body, kind) == expected
