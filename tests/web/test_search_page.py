"""The search page: its address is its whole state."""

import csv
import html
import io
import re
from collections.abc import Callable

import pytest

from index import UNKNOWN
from model.agency import Registry
from model.errors import UsageError
from model.ids import MeasureId
from model.report import ReportVersion
from tests.web.asking import Client
from web.reading.asked import Asked, asked_from
from web.reading.facets import facets_of

ReportOf = Callable[[int], ReportVersion]


def test_what_was_found_is_marked_and_leads_to_its_report(client: Client) -> None:
    page = client.get("/search", params={"q": "不够及时"}).text

    assert "<mark>不够及时</mark>" in page
    assert re.search(r'<a href="/report/[0-9a-f]{12}">', page)


def test_the_text_of_a_report_is_text(client: Client) -> None:
    page = client.get("/search", params={"q": "不是标签"}).text

    assert "<b>不是标签" not in page
    assert "不是标签" in page


def test_a_facet_is_a_link_that_narrows(client: Client) -> None:
    page = client.get("/search", params={"q": "公开"}).text
    narrowed = client.get("/search", params={"q": "公开", "year": "2022"}).text

    assert "q=%E5%85%AC%E5%BC%80&amp;year=2022" in page
    assert 'class="chosen"' in narrowed
    assert narrowed.count("<article>") == 1


@pytest.mark.parametrize("query", ["q=%22", "year=99", "page=0", "page=x", "sort=worst"])
def test_what_cannot_be_understood_is_said_beside_the_box(client: Client, query: str) -> None:
    answer = client.get(f"/en/search?{query}")

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'name="q"' in answer.text


def test_nothing_found_says_what_to_try(client: Client) -> None:
    assert "Try a shorter word" in client.get("/en/search?q=没有人写过的词").text


def test_an_address_is_what_was_asked() -> None:
    asked = Asked(q="第三方", year="2020..2024", region="410300", sort="newest", page=3)

    assert asked_from({key: str(value) for key, value in asked.query(page=3).items()}) == asked


def test_a_change_leads_to_the_first_page() -> None:
    assert "page" not in Asked(q="x", page=7).query(year="2024")


def test_a_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(UsageError) as told:
        asked_from({"page": "x" * 500})

    assert len(told.value.source) < 60


def test_the_figures_asked_for_stand_on_the_card_and_lead_to_their_proof(
    client: Client, report_of: ReportOf
) -> None:
    version = report_of(2024)
    value = version.report.measures[MeasureId("t3.new_received.total")].value
    page = client.get("/search", params={"q": "申请数量>=0 year:2024"}).text

    href = f"/report/{version.id}/cell/t3.new_received.total"
    assert f'<a href="{href}"><b>{value}</b></a>' in page


def test_words_that_find_nothing_lead_to_words_that_do(client: Client) -> None:
    page = client.get("/en/search", params={"q": "公开不购及时"}).text

    meant = re.search(r"Did you mean <a href=\"([^\"]+)\"", page)
    assert meant
    assert "<article>" in client.get(html.unescape(meant[1])).text


def test_a_query_is_explained_part_by_part(client: Client) -> None:
    page = client.get("/en/search", params={"q": "公开 year:2024", "explain": "1"}).text

    assert "What each part finds" in page
    assert page.count('class="depth-1"') == 2


def test_names_are_suggested_while_they_are_typed(client: Client) -> None:
    assert client.get("/suggest", params={"typed": "云渡统计"}).json() == ["云渡县统计局"]
    assert client.get("/suggest", params={"typed": "x" * 500}).json() == []
    assert client.get("/suggest").json() == []


def _counts(**found: dict[str, int]) -> dict[str, dict[str, int]]:
    return {"year": {}, "region": {}, "level": {}, **found}


def test_a_chosen_value_can_be_let_go_of_when_nothing_has_it() -> None:
    (facet,) = facets_of(Asked(year="2019..2020"), _counts(), Registry(agencies=()))
    (choice,) = facet.choices

    assert choice.chosen
    assert choice.query == {}


def test_regions_are_chosen_step_by_step() -> None:
    regions = {"410302": 3, "410303": 2, "410100": 1}
    registry = Registry(agencies=())

    def codes(region: str) -> list[object]:
        views = facets_of(Asked(region=region), _counts(region=regions), registry)
        return [one.query.get("region") for one in views[0].choices if not one.chosen]

    assert codes("") == ["410100", "410300"]  # the province alone is nothing to choose
    assert codes("410300") == ["410302", "410303"]


def test_a_rule_is_put_into_the_query_and_taken_out_again() -> None:
    rule = "applications.balance"
    counts = _counts(finding={rule: 2, UNKNOWN: 5})
    (facet,) = facets_of(Asked(q="公开"), counts, Registry(agencies=()))
    chosen = facet.choices[0].query

    assert chosen == {"q": f"公开 finding:{rule}"}
    (facet,) = facets_of(Asked(q=str(chosen["q"])), counts, Registry(agencies=()))
    assert facet.choices[0].query == {"q": "公开"}


def test_what_is_found_can_be_taken_away_whole(client: Client) -> None:
    page = client.get("/en/search", params={"q": "申请数量>=0 公开", "year": "2024"}).text
    link = re.search(r'href="([^"]*/export/search\.csv[^"]*)"', page)
    assert link

    answer = client.get(html.unescape(link[1]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert [row["reporting_year"] for row in rows] == ["2024"]


def test_a_search_leads_to_its_feed(client: Client) -> None:
    page = client.get("/en/search", params={"q": "公开", "year": "2024"}).text
    feed = re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', page
    )

    assert feed
    answer = client.get(html.unescape(feed[1]))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.text.count("<entry>") == 1
