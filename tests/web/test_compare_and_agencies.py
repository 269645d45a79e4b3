"""Finding an agency, and choosing two reports to lay side by side."""

from collections.abc import Callable

from model.report import ReportVersion
from tests.web.asking import Client


def test_an_agency_is_found_by_part_of_its_name(client: Client) -> None:
    page = client.get("/agencies?name=统计").text

    assert 'href="/agency/yundu-tjj"' in page
    assert 'href="/agency/yundu-gov"' not in page


def test_all_agencies_are_listed_and_narrowed(client: Client) -> None:
    assert client.get("/agencies").text.count('href="/agency/') == 2
    departments = client.get("/agencies?kind=department").text
    assert departments.count('href="/agency/') == 1
    assert "没有这样的机关" in client.get("/agencies?region=110000").text
    assert client.get("/agencies?kind=palace").status_code == 400


def test_two_years_of_one_agency_lead_to_their_difference(
    client: Client, report_of: Callable[[int], ReportVersion]
) -> None:
    asked = "left=yundu-tjj&left_year=2023&right=云渡县统计局&right_year=2024"
    answer = client.get(f"/en/compare?{asked}")

    assert answer.status_code == 302
    expected = f"/en/report/{report_of(2023).id}/diff/{report_of(2024).id}"
    assert answer.headers["location"] == expected
    assert client.get(expected).status_code == 200


def test_what_is_still_to_be_chosen_is_asked_for(client: Client) -> None:
    first = client.get("/compare").text
    several = client.get("/compare?left=云渡县").text
    years = client.get("/compare?left=yundu-tjj&right=yundu-tjj").text
    nobody = client.get("/compare?left=无此机关").text

    assert first.count("<fieldset>") == 2
    assert '<option value="yundu-gov">' in several
    assert years.count("<option>2024") == 2
    assert "名录中没有这个机关" in nobody
    assert client.get("/compare?left_year=MMXX").status_code == 400
