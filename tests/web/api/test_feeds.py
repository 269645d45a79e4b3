"""Feeds: valid Atom (RFC 4287) with stable ids, restrained words, and nothing uncertain."""

from datetime import datetime
from typing import Any

import pytest
from lxml import etree

from tests.web.asking import Client
from tests.web.atom import assert_atom, moment, texts
from web.site import Site

FEEDS = ("reports.atom", "findings.atom", "search.atom?q=公开")


def feed(client: Client, path: str) -> Any:
    answer = client.get(f"/feeds/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/atom+xml"
    return assert_atom(answer.content)


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_they_are_atom_and_have_entries(client: Client, path: str, language: str) -> None:
    root = feed(client, f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert texts(root, "entry/id")


@pytest.mark.parametrize("path", FEEDS)
def test_ids_are_stable_and_the_latest_comes_first(client: Client, path: str) -> None:
    first, again = feed(client, path), feed(client, f"{path}{'&' if '?' in path else '?'}lang=en")
    assert texts(first, "entry/id") == texts(again, "entry/id")
    moments = [moment(text) for text in texts(first, "entry/updated")]
    assert moments == sorted(moments, reverse=True)
    assert moment(texts(first, "updated")[0]) == moments[0]


def test_an_entry_is_from_when_we_saw_the_report_first(client: Client, site: Site) -> None:
    root = feed(client, "reports.atom?year=2024")
    (key,), (updated,) = texts(root, "entry/id"), texts(root, "entry/updated")
    report = site.database.report(key.removeprefix("urn:nianbao:report:"))
    assert moment(updated) == report.capture.at.replace(microsecond=moment(updated).microsecond)


def test_only_findings_whose_reading_is_certain_are_told(client: Client) -> None:
    told = {key.rpartition(":")[2] for key in texts(feed(client, "findings.atom"), "entry/id")}
    rows = client.get("/api/v1/findings?limit=1000").json()["items"]
    certain = {row["id"] for row in rows if row["certainty"] == "confirmed"}
    assert told == certain
    assert client.get("/feeds/findings.atom?certainty=unconfirmed").status_code == 400


def test_they_narrow_like_lists(client: Client) -> None:
    years = [
        row["reporting_year"]
        for row in client.get("/api/v1/reports?year=2020..2023").json()["items"]
    ]
    assert len(texts(feed(client, "reports.atom?year=2020..2023"), "entry/id")) == len(years)
    assert texts(feed(client, "reports.atom?region=110000"), "entry") == []


def test_links_lead_to_pages_of_this_server(client: Client) -> None:
    root = feed(client, "reports.atom?lang=en")
    links = root.findall("{*}entry/{*}link")
    assert {link.get("href").startswith("http://127.0.0.1/en/report/") for link in links} == {True}


@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_that_has_it_is_not_sent_it_again(client: Client, path: str) -> None:
    tag = client.get(f"/feeds/{path}").headers["ETag"]
    again = client.get(f"/feeds/{path}", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_signs_that_xml_cannot_write_do_no_harm(client: Client) -> None:
    feed(client, "search.atom?q=%22%E5%85%AC%E5%BC%80%0B%22")


@pytest.mark.parametrize("path", ["reports.atom?year=x", "search.atom?q=year:abc", "nix.atom"])
def test_what_is_wrong_is_told(client: Client, path: str) -> None:
    assert client.get(f"/feeds/{path}").status_code in (400, 404)


def test_the_validator_of_these_tests_can_say_no() -> None:
    broken = etree.fromstring(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>')
    with pytest.raises(AssertionError):
        assert_atom(etree.tostring(broken))
    assert moment("2025-01-01T00:00:00Z") == datetime.fromisoformat("2025-01-01T00:00:00+00:00")
