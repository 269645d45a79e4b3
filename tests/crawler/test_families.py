"""Saved listings, as they are and disturbed: class names changed, an item gone, a banner added."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crawler.families import Entry, Page, Paging, entries_of, family_of
from crawler.links import to_link
from crawler.media import to_html, to_source
from model.capture import LinkKind

SITES = Path(__file__).parent / "sites"
ROOT = "http://www.qinghe.example/zwgk/nb/"
STORIES = sorted(folder.name for folder in SITES.iterdir() if folder.is_dir())

Disturbance = Callable[[str], str]


def undisturbed(source: str) -> str:
    return source


def classes_changed(source: str) -> str:
    return re.sub(r'(class|id)="([^"]*)"', r'\1="x9-\2"', source)


def banner_added(source: str) -> str:
    banner = (
        '<div class="banner"><a href="/zt/1/"><img src="b.jpg" alt=""></a><a href="/zt/1/">'
        '建设更高水平的法治清禾</a></div><div class="tip"><a href="/app/">下载客户端</a></div>'
    )
    return source.replace("<body>", f"<body>{banner}", 1)


def wrapped(source: str) -> str:
    return source.replace("<body>", "<body><div><section><div>", 1)


DISTURBANCES = (undisturbed, classes_changed, banner_added, wrapped)


def page(source: str, *, name: str = "index.html", number: int = 1) -> Page:
    return Page(html=to_html(source), source=source, url=ROOT + name, number=number)


def saved(story: str, disturb: Disturbance = undisturbed) -> list[Page]:
    pages = []
    for number, path in enumerate(sorted((SITES / story).glob("*.html")), start=1):
        source = disturb(to_source(path.read_bytes(), "text/html"))
        pages.append(page(source, name=path.name, number=number))
    return pages


def entries(story: str, disturb: Disturbance = undisturbed) -> list[Entry]:
    return [entry for page in saved(story, disturb) for entry in entries_of(page)]


def reports(found: list[Entry]) -> dict[int | None, date | None]:
    links = [to_link(entry) for entry in found]
    return {x.reporting_year: x.declared for x in links if x.kind is LinkKind.REPORT}


TRUTH: dict[str, dict[int | None, date | None]] = {
    "trs_three_pages": {
        2024: date(2025, 1, 22),
        2023: date(2024, 1, 19),
        2022: date(2023, 1, 18),
        2021: date(2022, 1, 18),
        2020: date(2021, 1, 18),
    },
    "trs_variables": {
        2024: date(2025, 1, 15),
        2023: date(2024, 1, 15),
        2022: date(2023, 1, 15),
        2021: date(2022, 1, 15),
    },
    "plain_list": {
        2024: date(2025, 1, 21),
        2023: date(2024, 1, 19),
        2022: date(2023, 1, 18),
        2021: date(2022, 1, 18),
        2020: date(2021, 1, 18),
    },
    "plain_table": {
        2024: date(2025, 1, 20),
        2023: date(2024, 1, 18),
        2022: date(2023, 1, 17),
    },
    "old_layout_table": {
        2024: date(2025, 1, 20),
        2023: date(2024, 1, 19),
        2022: date(2023, 1, 18),
    },
    "undated_list": {2024: None, 2023: None},
}
OTHERS = {
    "trs_three_pages": ["interpretation", "website_report"],
    "trs_variables": [],
    "plain_list": ["rule_of_law", "instruction"],
    "plain_table": [],
    "old_layout_table": [None],
    "undated_list": [None],
}


@pytest.mark.parametrize("disturb", DISTURBANCES)
@pytest.mark.parametrize("story", STORIES)
def test_reports_with_their_days_and_nothing_of_the_navigation(
    story: str, disturb: Disturbance
) -> None:
    found = entries(story, disturb)
    assert reports(found) == TRUTH[story]
    others = [to_link(entry) for entry in found]
    assert [x.refused for x in others if x.kind is not LinkKind.REPORT] == OTHERS[story]


@pytest.mark.parametrize("disturb", DISTURBANCES)
@pytest.mark.parametrize("story", STORIES)
def test_the_paging_leads_from_the_first_page_to_the_last(story: str, disturb: Disturbance) -> None:
    pages = saved(story, disturb)
    family = family_of(pages[0])
    assert family.name == ("trs" if story.startswith("trs") else "plain")
    following = [family.paging(each) for each in pages]
    assert [paging.next_url for paging in following] == [
        *(each.url for each in pages[1:]),
        None,
    ]
    assert {paging.broken for paging in following} == {None}


def test_an_item_that_is_gone_is_gone_and_nothing_else() -> None:
    def without_2022(source: str) -> str:
        return re.sub(r"<li>(?:(?!</li>).)*2022年政府信息公开工作(?:(?!</li>).)*</li>", "", source)

    whole, less = entries("plain_list"), entries("plain_list", without_2022)
    gone = [entry for entry in whole if entry not in less]
    assert [to_link(entry).reporting_year for entry in gone] == [2022]
    assert len(less) == len(whole) - 1


def test_a_listing_that_states_its_size_says_so() -> None:
    first, last = saved("plain_list")
    assert family_of(first).paging(first).total == 7
    assert family_of(last).paging(last).total == 7


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("<p>共3页 第1页 <a href='javascript:next()'>下一页</a>", "3 pages, no link behind page 1"),
        ("<p>1/12页", "12 pages, no link behind page 1"),
        (
            "<script>createPageHTML(total, now, 'index', 'html')</script>",
            "createPageHTML without numbers",
        ),
        ("<script>createPageHTML(3, 2, 'index', 'html')</script>", "page 1 says it is 3"),
    ],
)
def test_paging_that_breaks_off_is_not_an_end(source: str, broken: str) -> None:
    only = page(source)
    assert family_of(only).paging(only) == Paging(broken=broken)


@pytest.mark.parametrize(
    "source",
    [
        "<p>共1页",
        "<p>1/1页 <a href='javascript:;'>下一页</a>",
        "<p><a href='index.html'>下一页</a>",
        "<script>createPageHTML(1, 0, 'index', 'html')</script>",
        "<script>createPageHTML(0, 0, 'index', 'html')</script>",
    ],
)
def test_paging_that_ends_is_an_end(source: str) -> None:
    only = page(source)
    assert family_of(only).paging(only) == Paging()


@pytest.mark.parametrize(
    ("call", "following"),
    [
        ("createPageHTML(3, 0, 'index', 'html');", "index_1.html"),
        ("createPageHTML(3,0,'list','shtml')", "list_1.shtml"),
        ("createPageHTML('page_div',3, 0,'index','html',41);", "index_1.html"),
        ('createPageHTML( 12 , 0 , "index" , ".htm" );', "index_1.htm"),
    ],
)
def test_the_ways_in_which_templates_call_the_paging(call: str, following: str) -> None:
    only = page(f"<script>function createPageHTML(a, b, c, d){{ }}\n{call}</script>")
    assert family_of(only).paging(only).next_url == ROOT + following


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<body>",
        "<ul><li><a href='/'>首页</a></li><li><a href='/nb/'>政府信息公开年报</a></li></ul>",
        "<p>今天是2025年3月1日 星期六 <a href='/xw/'>新闻</a></p>",
        "<p>暂无数据</p>",
        "<ul><li><a href='#'>清禾市教育局2023年政府信息公开工作年度报告</a></li></ul>",
    ],
)
def test_a_page_without_a_list_has_no_entries(source: str) -> None:
    assert entries_of(page(source)) == ()


def test_a_report_behind_a_script_is_seen_though_it_cannot_be_followed() -> None:
    title = "清禾市教育局2023年政府信息公开工作年度报告"
    source = f"<ul><li><a href=\"javascript:show('17')\">{title}</a>2024-01-18</li></ul>"
    (entry,) = entries_of(page(source))
    assert to_link(entry).kind is LinkKind.REPORT
    assert entry.url == "javascript:show('17')"


def test_a_column_named_like_a_report_beside_the_list_is_no_report() -> None:
    source = """<ul><li><a href="1.html">清禾市教育局2023年政府信息公开工作年度报告</a></li>
        <li><a href="../nb/">政府信息公开年报</a></li></ul>"""
    kinds = [to_link(entry).kind for entry in entries_of(page(source))]
    assert kinds == [LinkKind.REPORT, LinkKind.OTHER]
