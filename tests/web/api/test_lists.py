"""The lists of the API: pages, filters, formats, provenance, and what is wrong said at once."""

import csv
import io
import json
from typing import Any

import pytest

from tests.web.asking import Client

API = "/api/v1"
LISTS = ("agencies", "obligations", "verdicts", "reports", "measures", "findings", "captures")


def items(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


class TestPages:
    @pytest.mark.parametrize("name", LISTS)
    def test_followed_to_the_end_give_what_one_page_gives(self, client: Client, name: str) -> None:
        whole = items(client, f"{name}?limit=1000")
        address, found = f"{API}/{name}?limit=1", []
        while address:
            page = client.get(address).json()
            found += page["items"]
            address = page["links"].get("next")
            assert (address is None) == (page["next"] is None)
        assert found == whole
        assert whole

    def test_name_the_next_one_in_a_header_too(self, client: Client) -> None:
        answer = client.get(f"{API}/reports?limit=1&year=2020..2024")
        assert answer.headers["Link"] == f'<{answer.json()["links"]["next"]}>; rel="next"'
        assert "year=2020..2024" in answer.headers["Link"]


class TestFormats:
    @pytest.mark.parametrize("name", LISTS)
    def test_hold_the_same_rows(self, client: Client, name: str) -> None:
        pages = items(client, f"{name}?limit=1000")
        lines = client.get(f"{API}/{name}.jsonl")
        table = client.get(f"{API}/{name}.csv")
        assert lines.headers["Content-Type"] == "application/jsonl"
        assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
        listed = [json.loads(line) for line in lines.text.splitlines()]
        if name != "measures":  # a page of measures holds 20 reports at most
            assert listed == pages
        assert len(list(csv.DictReader(io.StringIO(table.text)))) == len(listed)

    @pytest.mark.parametrize(
        ("accept", "given"),
        [
            ("text/csv", "text/csv; charset=utf-8"),
            ("application/jsonl", "application/jsonl"),
            ("application/x-ndjson", "application/jsonl"),
            ("text/html, application/json;q=0.9, text/csv;q=0.1", "application/json"),
            ("text/html,*/*", "application/json"),
        ],
    )
    def test_are_chosen_by_the_header_accept(self, client: Client, accept: str, given: str) -> None:
        answer = client.get(f"{API}/agencies", headers={"Accept": accept})
        assert answer.headers["Content-Type"] == given
        assert "Accept" in answer.headers["Vary"]

    def test_have_a_bom_when_it_is_asked_for(self, client: Client) -> None:
        plain = client.get(f"{API}/agencies.csv").content
        with_bom = client.get(f"{API}/agencies.csv?bom=1").content
        assert with_bom == b"\xef\xbb\xbf" + plain

    def test_csv_narrows_as_the_page_does(self, client: Client) -> None:
        link = client.get(f"{API}/reports?year=2023&limit=1").json()["links"]["csv"]
        rows = list(csv.DictReader(io.StringIO(client.get(link).text)))
        assert {row["reporting_year"] for row in rows} == {"2023"}


class TestFilters:
    def test_narrow_verdicts(self, client: Client) -> None:
        everything = items(client, "verdicts?limit=1000")
        published = items(client, "verdicts?limit=1000&verdict=published&agency=yundu-tjj")
        assert published == [
            row
            for row in everything
            if row["verdict"] == "published" and row["agency"] == "yundu-tjj"
        ]

    def test_narrow_findings_by_rule_and_severity(self, client: Client) -> None:
        found = items(client, "findings?rule=applications.result_sum&severity=error")
        assert {row["rule"] for row in found} == {"applications.result_sum"}
        assert items(client, "findings?rule=applications.result_sum&severity=attention") == []

    def test_a_region_takes_in_all_below_it(self, client: Client) -> None:
        assert len(items(client, "agencies?region=990000")) == 2
        assert items(client, "agencies?region=110000") == []

    def test_years_may_be_named_either_way_round(self, client: Client) -> None:
        assert items(client, "reports?year=2024..2022") == items(client, "reports?year=2022..2024")

    def test_of_cells_may_be_given_repeatedly(self, client: Client) -> None:
        found = items(client, "measures?measure=t3.granted.total&measure=t2.rules.made&year=2024")
        assert {row["measure"] for row in found} == {"t3.granted.total", "t2.rules.made"}

    def test_all_versions_are_there_when_asked_for(self, client: Client) -> None:
        standing = items(client, "reports?year=2023")
        everything = items(client, "reports?year=2023&versions=all")
        assert len(standing) == 2
        assert {row["version"] for row in everything} == {1, 2}

    def test_by_first_seen_leave_nothing_out_between_them(self, client: Client) -> None:
        rows = items(client, "reports?versions=all&limit=1000")
        cut = rows[2]["first_seen"].replace("+", "%2B")
        newer = items(client, f"reports?versions=all&seen_from={cut}")
        older = items(client, f"reports?versions=all&seen_until={cut}")
        assert newer + older == rows
        assert newer[-1] == rows[2]


class TestTroubles:
    def test_are_all_told_at_once(self, client: Client) -> None:
        answer = client.get(f"{API}/verdicts?yaer=1&year=x&verdict=missing&limit=0&rule=a")
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert {one["name"] for one in problem["problems"]} == {
            "yaer",
            "year",
            "verdict",
            "limit",
            "rule",
        }
        assert problem["status"] == 422
        assert problem["instance"] == f"{API}/verdicts"

    @pytest.mark.parametrize(
        "query",
        [
            "limit=1001",
            "limit=-1",
            "limit=1&limit=2",
            "year=20244",
            "year=",
            "region=12345",
            "region=b%1D",
            "region=%25",
            "seen_from=yesterday",
            "seen_from=2025-02-30",
            "published_from=0001-01-01",
            "year=2024&year=2023",
            "agency=%00",
            "bom=yes",
        ],
    )
    def test_are_no_empty_lists(self, client: Client, query: str) -> None:
        assert client.get(f"{API}/reports?{query}").status_code == 422

    @pytest.mark.parametrize("cursor", ["", "%F0%9F%98%80", "AAAA", "W10"])
    def test_there_is_no_page_after_a_cursor_that_nobody_gave(
        self, client: Client, cursor: str
    ) -> None:
        assert client.get(f"{API}/reports?cursor={cursor}").status_code == 404
        assert client.get(f"{API}/search?cursor={cursor}").status_code == 404

    def test_nor_after_one_of_another_list(self, client: Client) -> None:
        cursor = client.get(f"{API}/captures?limit=1").json()["next"]
        assert client.get(f"{API}/obligations?cursor={cursor}").status_code == 404

    def test_nothing_is_written(self, client: Client) -> None:
        answer = client.request("DELETE", f"{API}/reports")
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert answer.json()["status"] == 405

    @pytest.mark.parametrize("path", ["reports", "search", "reports/84f901e9d8e4", ""])
    def test_what_may_be_asked_can_be_asked(self, client: Client, path: str) -> None:
        answer = client.request("OPTIONS", f"{API}/{path}")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert client.request("OPTIONS", f"{API}/raports").status_code == 404
        head = client.request("HEAD", f"{API}/reports")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == client.get(f"{API}/reports").headers["ETag"]

    def test_an_unknown_address_is_a_problem_too(self, client: Client) -> None:
        for path in (f"{API}/raports", f"{API}/verdicts/a%0Ab/2024", "/api/v9/"):
            answer = client.get(path)
            assert answer.status_code == 404
            assert answer.headers["Content-Type"] == "application/problem+json"


class TestKeeping:
    @pytest.mark.parametrize(
        "path", ["", "/", "/reports", "/reports.csv", "/agencies/yundu-tjj", "/search?q=公开"]
    )
    def test_an_answer_that_is_still_good_is_not_sent_again(
        self, client: Client, path: str
    ) -> None:
        first = client.get(f"{API}{path}", follow_redirects=True)
        again = client.get(
            f"{API}{path}",
            headers={"If-None-Match": f'"other", {first.headers["ETag"]}'},
            follow_redirects=True,
        )
        assert first.status_code == 200
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == first.headers["ETag"]

    def test_other_questions_and_formats_have_other_tags(self, client: Client) -> None:
        paths = ("/reports", "/reports?limit=1", "/reports.csv", "/verdicts")
        assert len({client.get(f"{API}{path}").headers["ETag"] for path in paths}) == 4
