"""Single things, search and the document of the API: every value leads back to the archive."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from model.report import ReportVersion
from tests.web.asking import Client
from web.site import Site

API = "/api/v1"


def got(client: Client, path: str) -> Any:
    answer = client.get(path if path.startswith("/") else f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_cell_leads_to_the_octets_it_was_read_from(
    client: Client, site: Site, report_of: Callable[[int], ReportVersion]
) -> None:
    report = got(client, f"reports/{report_of(2024).id}")
    cell = report["measures"]["t3.granted.total"]
    assert cell["state"] == "read"
    assert cell["where"]["page"] >= 1
    assert len(cell["where"]["box"]) == 4
    capture = got(client, report["links"]["capture"])
    assert capture["digest"] == report["source"]["digest"]
    (known,) = site.database.captures([capture["id"]]).values()
    assert capture["record"] == {
        "warc": known.record.warc,
        "offset": known.record.offset,
        "length": known.record.length,
    }
    assert site.archive.payload(known).startswith(b"%PDF")


def test_a_finding_leads_to_its_report_and_back(client: Client) -> None:
    (row, *_) = got(client, "findings?rule=applications.result_sum")["items"]
    finding = got(client, row["links"]["self"])
    report = got(client, finding["links"]["report"])
    assert finding == row
    assert finding["id"] in {one["id"] for one in report["findings"]}
    assert set(finding["cells"]) <= set(report["measures"])
    assert finding["message"]["zh"] != finding["message"]["en"]


def test_a_verdict_is_at_its_agency_and_year(client: Client) -> None:
    verdict = got(client, "verdicts/yundu-tjj/2024")
    assert (verdict["agency"], verdict["reporting_year"]) == ("yundu-tjj", 2024)
    assert verdict["links"]["self"] == f"{API}/verdicts/yundu-tjj/2024"


def test_an_old_version_has_an_address_of_its_own(client: Client) -> None:
    rows = got(client, "reports?year=2023&versions=all")["items"]
    (old,) = [row for row in rows if not row["current"] and row["version"] == 1]
    assert got(client, f"reports/{old['id']}")["version"] == old["version"]


@pytest.mark.parametrize(
    "path",
    [
        "agencies/nobody",
        "verdicts/yundu-tjj/1999",
        "reports/000000000000",
        "findings/0",
        "captures/x",
        "reports/..%2F..%2Fetc",
    ],
)
def test_what_is_not_there_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_search_finds_passages_page_by_page(client: Client) -> None:
    page = got(client, "search?q=公开&limit=2")
    assert page["total"] >= 3
    following = got(client, page["links"]["next"])
    met = [found["report"] for found in page["items"] + following["items"]]
    assert len(met) == len(set(met))
    passages = [one for found in page["items"] for one in found["passages"]]
    assert {
        passage["text"][start:end] for passage in passages for start, end in passage["marks"]
    } == {"公开"}


def test_a_query_that_cannot_be_read_says_so(client: Client) -> None:
    answer = client.get(f"{API}/search", params={"q": "year:abc"})
    assert answer.status_code == 422
    assert answer.json()["type"].startswith("urn:nianbao:problem:")


class TestDocument:
    @pytest.fixture(scope="class")
    @staticmethod
    def document(client: Client) -> Any:
        return got(client, "openapi.json")

    def test_describes_every_operation_in_both_languages(self, document: Any) -> None:
        for path in document["paths"].values():
            for operation in path.values():
                assert re.search("[a-z]", operation["summary"])
                assert re.search("[一-鿿]", operation["summary"])
                assert operation["description"]
                for parameter in operation.get("parameters", ()):
                    assert parameter["description"]

    def test_describes_the_fields_of_rows(self, document: Any) -> None:
        schemas = document["components"]["schemas"]
        assert "stars" in schemas["ReportPart"]["properties"]["text"]["description"]
        assert "null" in str(schemas["VerdictRow"]["properties"]["reason"])

    def test_promises_no_errors_but_ours(self, document: Any) -> None:
        schemas = document["components"]["schemas"]
        assert "ProblemDetails" in schemas
        assert not {"HTTPValidationError", "ValidationError"} & set(schemas)

    def test_the_index_names_every_list(self, client: Client) -> None:
        index = got(client, f"{API}/")
        for name in ("agencies", "verdicts", "reports", "indicators"):
            assert client.get(index["links"][name]).status_code == 200
        assert index["counts"]["agencies"] == 2
