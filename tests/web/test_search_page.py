"""The search page: its address is its whole state."""

import re

import pytest

from model.errors import UsageError
from tests.web.asking import Client
from web.reading.asked import Asked, asked_from


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
        asked_from({"sort": "x" * 500})

    assert len(told.value.source) < 60
