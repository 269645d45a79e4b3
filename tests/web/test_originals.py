"""Archived content: as it was, and unable to do anything."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from model.report import ReportVersion
from tests.web.asking import Client
from web.originals import file_name
from web.sanitising import table_markup

ReportOf = Callable[[int], ReportVersion]


def test_an_archived_page_is_a_stranger_that_may_do_nothing(
    client: Client, report_of: ReportOf
) -> None:
    answer = client.get(f"/archived/{report_of(2023).capture.id}")
    policy = answer.headers["content-security-policy"]

    assert policy.startswith("sandbox;")
    assert "allow-" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("year", [2024, 2020])
def test_what_is_no_page_is_a_file(client: Client, report_of: ReportOf, year: int) -> None:
    answer = client.get(f"/archived/{report_of(year).capture.id}")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("year", [2024, 2023, 2020, 2022])
def test_a_download_is_the_very_bytes(client: Client, report_of: ReportOf, year: int) -> None:
    capture = report_of(year).capture
    answer = client.get(f"/archived/{capture.id}/download")

    assert hashlib.sha256(answer.content).hexdigest() == capture.payload_digest
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("id_", ["nothing", "%2e%2e%2fn.db", "..%5c..%5cn.db", "x" * 300])
def test_no_path_from_an_address_reaches_a_file(client: Client, id_: str) -> None:
    assert client.get(f"/archived/{id_}").status_code == 404
    assert client.get(f"/archived/{id_}/download").status_code == 404


def test_the_page_of_an_original_frames_it_or_shows_its_pages(
    client: Client, report_of: ReportOf
) -> None:
    web = client.get(f"/report/{report_of(2023).id}/original").text
    pdf = client.get(f"/report/{report_of(2024).id}/original").text
    word = client.get(f"/en/report/{report_of(2020).id}/original").text

    assert 'sandbox title="' in web
    assert f'src="/report/{report_of(2024).id}/page/1.png"' in pdf
    assert "A browser cannot show" in word
    for page in (web, pdf, word):
        assert "WARC" in page


def test_pages_of_a_pdf_are_pictures_and_end(client: Client, report_of: ReportOf) -> None:
    base = f"/report/{report_of(2024).id}/page"

    assert client.get(f"{base}/1.png").headers["content-type"] == "image/png"
    assert client.get(f"{base}/99.png").status_code == 422
    assert client.get(f"{base}/0.png").status_code == 422
    assert client.get(f"{base}/x.png").status_code == 400


@pytest.mark.parametrize(
    "hostile",
    [
        "<table><tr><td onclick=alert(1)>1<script>alert(1)</script></td></tr></table>",
        "<table><tr><td><a href='javascript:alert(1)'>1</a></td></tr></table>",
        "<table><tr><td><svg onload=alert(1)><script>alert(1)</script></svg>1</td></tr></table>",
        "<table><tr><td style='position:fixed;background:url(//evil.example)'>1</td></tr></table>",
        "<table><tr><td><img src=x onerror=alert(1)>1</td></tr></table>",
        "<table><tr><td><iframe srcdoc='<script>alert(1)</script>'></iframe>1</td></tr></table>",
        "<table><tr><td><form action=//evil.example><input name=token>1</form></td></tr></table>",
    ],
)
def test_a_table_of_others_keeps_its_words_only(hostile: str) -> None:
    shown = table_markup(hostile)

    assert "1" in shown
    for bad in ("script", "alert", "evil", "on", "style", "href", "src", "<form", "<input"):
        assert bad not in shown, bad


def test_a_file_is_named_by_its_address_and_harmlessly(report_of: ReportOf) -> None:
    capture = report_of(2024).capture
    names = {
        "http://a.example/x/年报.pdf": "年报.pdf",
        "http://a.example/..%2f..%2fetc%2fpasswd": "passwd",
        'http://a.example/a"b;c\r\n.pdf': "abc.pdf",
        "http://a.example/": f"{capture.payload_digest[:12]}.bin",
        "http://a.example/.bashrc": "bashrc",
        "urn:nianbao:file:0a1b:report.pdf": "report.pdf",
    }
    for url, name in names.items():
        assert file_name(replace(capture, url=url)) == name
