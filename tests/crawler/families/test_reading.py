"""How a reading ends: every page that is odd, empty, repeated or built by a script."""

import pytest

from crawler.reading import Ended
from model.capture import LookEnd
from tests.crawler.families.saved import Site, read

ROOT = "http://www.qinghe.example/zwgk/nb/"


def row(year: int, *, url: str | None = None, day: bool = True) -> str:
    shown = f"<span>{year + 1}-01-18</span>" if day else ""
    name = f"清禾市教育局{year}年政府信息公开工作年度报告"
    return f"<li><a href='{url or f'{year}.html'}'>{name}</a>{shown}</li>"


def ul(*years: int) -> str:
    return f"<ul>{''.join(map(row, years))}</ul>"


def ended(**answers: str) -> Ended:
    """`index` is the listing; others by the name of their file, `_` for `/`."""
    pages = {
        f"GET {ROOT}{'' if name == 'index' else name.replace('__', '/')}": text.encode()
        for name, text in answers.items()
    }
    site = Site(
        name="plain/made",
        listing=ROOT,
        agency="清禾市教育局",
        answers=pages,
        reports={},
        refused=[],
        other=0,
        removable=None,
    )
    return read(site).ended


def test_one_page_of_reports_is_a_whole_list() -> None:
    assert ended(index=ul(2023, 2022)) == Ended(end=LookEnd.READ_TO_END)


NEWS = "<ul><li><a href='/xw/1.html'>全市教育工作会议召开</a><span>2025-03-01</span></li></ul>"


@pytest.mark.parametrize(
    ("source", "end", "detail"),
    [
        ("<h1>政府信息公开年报</h1><p>暂无数据</p>", LookEnd.UNREADABLE, "says that it is empty"),
        ("<p>共0条</p>", LookEnd.UNREADABLE, "says that it is empty"),
        ("<p>清禾市教育局</p>", LookEnd.UNRECOGNISED, "nothing on the page looks like a list"),
        ("", LookEnd.UNRECOGNISED, "nothing on the page looks like a list"),
        ("<div id='app'></div><script>fetch('/x')</script>", LookEnd.NEEDS_SCRIPT, "a script"),
        (f"{NEWS}<div id='app'></div><script>$.ajax({{}})</script>", LookEnd.NEEDS_SCRIPT, ""),
        (f"<h1>政府信息公开年报</h1>{NEWS}", LookEnd.UNRECOGNISED, "1 entries, none of a report"),
        ("<ul><li><a href='{{url}}'>{{title}}</a></li></ul>", LookEnd.UNRECOGNISED, "template"),
        ("<TRS_DOCUMENTS><li>a</li></TRS_DOCUMENTS>", LookEnd.UNRECOGNISED, "template"),
        (ul(2023) + "<p>共9条", LookEnd.UNREADABLE, "says 9 entries, 1 read"),
        (ul(2023) + "<a href='javascript:n(2)'>下一页</a>", LookEnd.UNREADABLE, "a script leads"),
        (ul(2023) + "<a onclick='y(2022)'>2022年</a>", LookEnd.UNREADABLE, "only a script opens"),
        ('{"code":500,"msg":"error"}', LookEnd.UNRECOGNISED, "nothing on the page"),
    ],
)
def test_pages_that_are_no_whole_list(source: str, end: LookEnd, detail: str) -> None:
    found = ended(index=source)
    assert found.end is end
    assert detail in (found.detail or "")


def test_a_page_that_breaks_off_in_its_list_is_no_end() -> None:
    whole = f"<html><body><div>{ul(2023, 2022)}</div></body></html>"
    assert ended(index=whole).end is LookEnd.READ_TO_END
    for cut in range(whole.index("2022.html"), whole.index("</div>")):
        found = ended(index=whole[:cut])
        assert found.detail == "the page breaks off in its list", whole[:cut]
    careless = f"<html><body><div>{ul(2023, 2022)}</div>"
    assert ended(index=careless).end is LookEnd.READ_TO_END


def test_tabs_of_years_that_only_a_script_fills_are_no_columns() -> None:
    def tabs(*years: int) -> str:
        return "".join(f"<a href='javascript:;' data-y='{y}'>{y}年</a>" for y in years)

    found = ended(index=tabs(2023, 2022, 2021) + ul(2023))
    assert found.detail == "offers 2021、2022 and shows nothing of it"
    # Tabs whose lists all stand on the page, and the heading of the year being shown.
    assert ended(index=tabs(2023, 2022) + ul(2023, 2022)).end is LookEnd.READ_TO_END
    assert ended(index=tabs(2024) + ul(2023, 2022)).end is LookEnd.READ_TO_END


HEADS = (
    "总体情况 主动公开政府信息情况 收到和处理政府信息公开申请情况 行政复议、行政诉讼情况 主要问题"
)


def test_an_article_with_its_neighbours_is_no_list() -> None:
    around = f"<h1>清禾市教育局2023年政府信息公开工作年度报告</h1><p>{HEADS}</p>{ul(2022)}"
    found = ended(index=around)
    assert found == Ended(end=LookEnd.UNRECOGNISED, detail=f"{ROOT} is a report itself")
    # Words about reports are no report.
    assert ended(index=f"<p>总体情况 主要问题</p>{ul(2022)}").end is LookEnd.READ_TO_END


def test_a_second_page_without_entries_is_no_end() -> None:
    first = ul(2023) + "<a href='2'>下一页</a>"
    assert ended(**{"index": first, "2": "<p>清禾市"}).detail == "no entries on page 2"
    assert ended(**{"index": first, "2": "<p>暂无数据"}).detail == "no entries on page 2"


def test_pages_that_go_round_in_a_circle_are_no_end() -> None:
    first = ul(2023) + "<a href='2'>下一页</a>"
    second = ul(2022) + f"<a href='{ROOT}'>下一页</a>"
    assert ended(**{"index": first, "2": second}).detail == f"leads back to {ROOT}"


def test_a_page_that_repeats_another_is_no_end() -> None:
    first = ul(2023, 2022) + "<a href='2'>下一页</a>"
    assert ended(**{"index": first, "2": ul(2022)}).detail == "page 2 repeats what came before"


YEARS = "<a href='2023n/'>2023年</a><a href='2022n/'>2022年</a>"


def test_columns_of_years_are_read_each_to_its_end() -> None:
    pages = {"index": YEARS, "2023n__": ul(2023), "2022n__": ul(2022) + "<a href='2'>下一页</a>"}
    assert ended(**pages).detail == "not_found"
    assert ended(**pages, **{"2022n__2": ul(2021)}).end is LookEnd.READ_TO_END


def test_a_column_that_says_it_is_empty_does_not_spoil_the_others() -> None:
    empty = {"index": YEARS, "2023n__": "<p>暂无数据", "2022n__": ul(2022)}
    assert ended(**empty).end is LookEnd.READ_TO_END
    silent = empty | {"2023n__": "<p>清禾市"}
    assert ended(**silent).detail == f"no entries in the column {ROOT}2023n/"
    assert ended(**(empty | {"2022n__": "<p>暂无数据"})).detail == "nothing was listed"


def test_two_columns_that_show_the_same_are_no_two_columns() -> None:
    same = ul(2023).replace("2023.html", "/nb/2023.html")
    found = ended(index=YEARS, **{"2023n__": same, "2022n__": same})
    assert found.end is LookEnd.UNREADABLE
    assert "shows what another year's column shows" in (found.detail or "")


def test_the_column_that_a_listing_shows_first_may_stand_beside_it() -> None:
    same = ul(2023).replace("2023.html", "/nb/2023.html")
    found = ended(index=same + YEARS, **{"2023n__": same, "2022n__": ul(2022)})
    assert found.end is LookEnd.READ_TO_END


def test_a_frame_without_a_list_is_no_list() -> None:
    found = ended(index="<iframe src='w'></iframe>", w="<p>晴</p>")
    assert found.end is LookEnd.UNRECOGNISED


def test_a_page_that_sends_us_on_for_ever_is_no_list() -> None:
    def on(target: str) -> str:
        return f'<head><meta http-equiv="refresh" content="0;url={target}"></head>'

    found = ended(index=on("a"), a=on("b"), b=on("c"), c=on("d"), d=ul(2023))
    assert found.end is LookEnd.UNRECOGNISED
    assert ended(index=on("a"), a=on("b"), b=ul(2023)).end is LookEnd.READ_TO_END
    assert ended(index=on("a"), a=on(ROOT)).detail == f"leads back to {ROOT}"
