"""Single pages: what is an entry, what leads on, what is an end and what is none."""

from datetime import date

import pytest

from crawler.families import Page, Paging, Query, entries_of, family_of
from crawler.families.columns import frames, refresh, year_columns
from crawler.links import to_link
from crawler.media import to_html
from model.capture import LinkKind

ROOT = "http://www.qinghe.example/zwgk/nb/"
TITLE = "清禾市教育局2023年政府信息公开工作年度报告"


def page(source: str, *, name: str = "index.html", number: int = 1, before: int = 0) -> Page:
    return Page(html=to_html(source), source=source, url=ROOT + name, number=number, before=before)


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("<p>共3页 第1页 <a href='javascript:next()'>下一页</a>", "3 pages, no link behind page 1"),
        ("<p>1/12页", "12 pages, no link behind page 1"),
        (
            "<script>createPageHTML(total, now, 'index', 'html')</script>",
            "createPageHTML without numbers",
        ),
        ("<p><a href='javascript:go(2)'>2</a>", "a script leads on from page 1"),
        ("<p><a href='#' onclick='next()'>下一页</a>", "a script leads on from page 1"),
        ("<p><a href='javascript:;' data-page='2'>下一页</a>", "a script leads on from page 1"),
        ("<div onclick='more()'>加载更多</div>", "a script leads on from page 1"),
        ("<button>下一页</button>", "a script leads on from page 1"),
        ("<input type='button' value='下一页 >'>", "a script leads on from page 1"),
        ("<span onclick='next()'>下页</span>", "a script leads on from page 1"),
        (
            "<select><option>1</option><option>2</option><option>3</option></select>",
            "3 pages, no link behind page 1",
        ),
        ("<a href='javascript:;'>查看更多</a>", "a script leads on from page 1"),
        (
            "<script>laypage.render({elem:'p', jump: load})</script>",
            "a script leads on from page 1",
        ),
        ("<script>var totalPage = 4;</script>", "4 pages, no link behind page 1"),
        (
            "<script>createPageHTML(parseInt(n), 0, 'index', 'html')</script>",
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
        "<p><a href='javascript:;' class='next disabled'>下一页</a>",
        "<p><span class='disabled'><a>下一页</a></span>",
        "<button disabled>下一页</button>",
        "<select><option>2024</option><option>2023</option></select>",
        "<select><option>1</option></select>",
        "<p>下一页",
        "<a href='/xw/'>更多</a><a href='/xw/'>加载更多</a>",
        "<script>var totalPage = 1; $('#p').pagination({})</script>",
        "<script>createPageHTML(1, 0, 'index', 'html')</script>",
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
    following_query = family_of(only).paging(only).next
    assert following_query == Query(url=ROOT + following)


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


def test_a_definition_is_no_call() -> None:
    only = page("<script>function  createPageHTML(count, now, name, end) { go(); }</script>")
    assert family_of(only).name == "plain"


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


@pytest.mark.parametrize(
    "source",
    [
        "<script>createPageHTML(0, 0, 'index', 'html')</script>",
        "<p>共0条</p>",
        "<div>暂无数据</div>",
        "<p>没有相关信息</p>",
    ],
)
def test_a_list_that_says_that_it_is_empty_says_so(source: str) -> None:
    only = page(source)
    assert family_of(only).paging(only).empty


def test_a_pager_that_a_script_draws_is_an_end_when_all_has_been_read() -> None:
    rows = "".join(
        f"<li><a href='{n}.html'>清禾市教育局{n}年政府信息公开工作年度报告</a></li>"
        for n in (2022, 2023)
    )
    script = "<script>laypage.render({count: total})</script>"
    whole = page(f"<ul>{rows}</ul><p>共2条</p>{script}")
    assert family_of(whole).paging(whole) == Paging(total=2)
    rest = page(f"<ul>{rows}</ul><p>共9条</p>{script}", number=3, before=7)
    assert family_of(rest).paging(rest) == Paging(total=9)
    half = page(f"<ul>{rows}</ul><p>共9条</p>{script}")
    assert family_of(half).paging(half).broken == "a script leads on from page 1"


@pytest.mark.parametrize(
    ("anchor", "followed"),
    [
        ("<a href='2023n/'>2023年</a>", True),
        ("<a href='2023n_5975415/index.html'>2023年度</a>", True),
        ("<a href='./gqxnb2023/'>2023</a>", True),
        ("<a href='../2024nb/'>2024年年报</a>", True),
        ("<a href='?year=2022'>2022年</a>", True),
        ("<a href='../../xw/2023/'>2023年</a>", False),
        ("<a href='http://www.yundu.example/zwgk/nb/2023n/'>2023年</a>", False),
        ("<a href='202301/t20230118_7.html'>2023年</a>", False),
        ("<a href='2023.html'>2023年度报告</a>", False),
        ("<a href='2023n/'>2023年工作要点</a>", False),
        ("<a href='?id=20230115'>2023年</a>", False),
        ("<a href='#'>2023年</a>", False),
    ],
)
def test_columns_of_years_are_folders_near_the_listing(anchor: str, followed: bool) -> None:
    found = year_columns(page(f"<div>{anchor}</div>"))
    assert (len(found.followed), found.lost) == (int(followed), ())


def test_years_behind_a_script_are_lost() -> None:
    source = (
        "<a href='javascript:show(2023)'>2023年</a><a href='#' onclick='show(2022)'>2022年</a>"
        "<a href='javascript:;'>2024年</a>"
    )
    found = year_columns(page(source))
    assert (found.lost, found.dead) == (("2023年", "2022年"), frozenset())


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ("<iframe src='list.html'></iframe>", ROOT + "list.html"),
        ("<iframe src='/a.html' height='1'></iframe>", None),
        ("<iframe src='/a.html' style='display: none'></iframe>", None),
        ("<iframe src='about:blank'></iframe>", None),
        ("<iframe></iframe>", None),
    ],
)
def test_frames_that_show_something(tag: str, target: str | None) -> None:
    found = next(frames(page(tag)), None)
    assert (found.url if found else None) == target


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=list.html", ROOT + "list.html"),
        ("1; URL='/nb/'", "http://www.qinghe.example/nb/"),
        ("300;url=list.html", None),
        ("5", None),
    ],
)
def test_a_page_that_sends_us_on(content: str, target: str | None) -> None:
    source = f'<head><meta http-equiv="refresh" content="{content}"></head>'
    found = refresh(page(source))
    assert (found.url if found else None) == target


def test_the_day_of_an_entry_is_the_one_beside_it() -> None:
    source = f"<ul><li><a href='1.html'>{TITLE}</a><i>2024-01-18</i></li></ul>"
    (entry,) = entries_of(page(source))
    assert entry.declared == date(2024, 1, 18)
