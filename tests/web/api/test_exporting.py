"""Lists to take away: what a page shows under a query is what the file holds."""

import csv
import io

import openpyxl
import pytest

from tests.web.asking import Client


@pytest.mark.parametrize(
    "query", ["", "?year=2023", "?region=110000", "?year=&level=county&page=2"]
)
def test_csv_holds_what_the_api_lists(client: Client, query: str) -> None:
    answer = client.get(f"/export/reports.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="nianbao-reports-'
    )
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    asked = query.replace("year=&", "").replace("&page=2", "")
    listed = client.get(f"/api/v1/reports{asked}").json()["items"]
    assert [row["id"] for row in rows] == [row["id"] for row in listed]


def test_a_workbook_is_in_the_language_of_the_page(client: Client) -> None:
    titles = []
    for path in ("/export/verdicts.xlsx", "/en/export/verdicts.xlsx"):
        answer = client.get(path)
        assert answer.status_code == 200
        titles.append(openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0])
    assert titles == ["结论", "Verdicts"]


def test_a_search_is_exported_as_it_is_found(client: Client) -> None:
    answer = client.get("/export/search.csv?q=公开&sort=newest&year=2020..2024&page=3")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    found = client.get("/api/v1/search?q=公开&sort=newest&year=2020..2024&limit=100").json()[
        "items"
    ]
    assert [row["id"] for row in rows] == [one["report"] for one in found]
    assert rows
    assert client.get("/export/search.csv?q=year:abc").status_code == 400


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_other_formats_come_whole(client: Client, ending: str) -> None:
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    answer = client.get(f"/export/measures.{ending}?year=2024")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PAR1" if ending == "parquet" else b"{")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/export/reports.exe", 404),
        ("/export/nothing.csv", 404),
        ("/export/..%2Fnianbao.toml", 404),
        ("/export/reports.csv?year=x", 400),
        ("/export/reports.csv?rule=a.b", 400),
    ],
)
def test_mistakes_are_pages_not_files(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "Content-Disposition" not in answer.headers
