"""Families with an address for each year: every year that the page offers, in whatever way."""

from datetime import date

import pytest

from crawler.families import Page, family_of
from crawler.media import to_html

AREA = "http://www.yundu.example/module/xxgk/xxgkAnnualReport.jsp?area=11370883004300001A"
COLUMN = "http://www.yundu.example/public/column/24601?type=3"
YEARS = "http://www.yundu.example/zfxxgknb.html"
HEADS = (
    "总体情况 主动公开政府信息情况 收到和处理政府信息公开申请情况 行政复议、行政诉讼情况 主要问题"
)


def offered(source: str, url: str = AREA) -> dict[int | None, str]:
    page = Page(html=to_html(source), source=source, url=url, number=1)
    return {e.reporting_year: e.url.rpartition("?")[2] for e in family_of(page).entries(page)}


@pytest.mark.parametrize(
    "source",
    [
        f"<a href='{AREA}&fbtime=2023'>2023年</a>",
        "<a href='?area=11370883004300001A&amp;fbtime=2023'>2023</a>",
        "<select><option value='2023'>2023年度</option></select>",
        "<select><option>2023</option></select>",
        f"<select><option value='{AREA}&fbtime=2023'>2023</option></select>",
        "<a href='javascript:show(2023)'>2023年</a>",
        "<li onclick=\"go('2023')\">2023年度报告</li>",
    ],
)
def test_a_year_is_offered_as_a_link_a_choice_or_a_script(source: str) -> None:
    assert offered(source) == {2023: "area=11370883004300001A&fbtime=2023"}


@pytest.mark.parametrize(
    "source",
    [
        "<a href='/module/xxgk/search.jsp?fbtime=2023'>2023年</a>",
        "<a href='javascript:show(7)'>2023年</a>",
        "<a href='javascript:show(2023)'>机构概况</a>",
        "<select><option value='1'>清禾市</option></select>",
        f"<a href='{AREA}&fbtime=1998'>1998年</a>",
    ],
)
def test_other_numbers_are_no_years(source: str) -> None:
    assert offered(source) == {}


def test_the_year_that_is_shown_is_one_of_them_though_it_is_no_link() -> None:
    shown = f"<h1>云渡县审计局2024年政府信息公开工作年度报告</h1><p>{HEADS}</p><b>2024年</b>"
    assert offered(shown + f"<a href='{AREA}&fbtime=2023'>2023年</a>") == {
        2024: "area=11370883004300001A&fbtime=2024",
        2023: "area=11370883004300001A&fbtime=2023",
    }


def test_other_columns_of_a_site_with_one_address_for_all_are_no_years() -> None:
    links = (
        "<a href='?type=1'>指南</a><a href='?action=detail&type=2&title=2022'>制度</a>"
        "<a href='?action=detail&type=3&title=2023'>2023年度</a>"
    )
    assert offered(links, COLUMN) == {2023: "action=detail&type=3&title=2023"}


def test_years_that_show_reports_themselves_are_entries() -> None:
    links = "<a href='?nbYear=2023'>2023</a><a href='?nbYear=2022'>2022</a>"
    assert offered(links, YEARS) == {2023: "nbYear=2023", 2022: "nbYear=2022"}


def test_what_could_be_taken_for_a_report_is_told_beside_the_years() -> None:
    """And nothing else of what stands there: a guide, a system of rules, the news."""
    source = (
        "<ul><li><a href='?action=detail&type=3&title=2023'>2023年度</a>"
        "<span>2024-01-15</span></li>"
        "<li><a href='/a/1.html'>云渡县林业局政府信息公开工作制度</a><span>2023-05-23</span></li>"
        "<li><a href='/a/2.html'>春季森林防火期延长通告</a><span>2023-04-30</span></li></ul>"
    )
    page = Page(html=to_html(source), source=source, url=COLUMN, number=1)

    entries = family_of(page).entries(page)

    assert [(entry.title, entry.declared, entry.reporting_year) for entry in entries] == [
        ("2023年度", date(2024, 1, 15), 2023),
        ("云渡县林业局政府信息公开工作制度", date(2023, 5, 23), None),
    ]
