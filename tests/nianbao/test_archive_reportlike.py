"""Of a crawl only what may be a report is read; menus, news and look-alikes are left alone."""

import pytest

from nianbao.stages.reportlike import Reportlike

SITE = "http://www.yundu.example/zwgk/"
TITLE = "云渡县人民政府2024年政府信息公开工作年度报告"
BODY = "一、总体情况 二、主动公开政府信息情况 三、收到和处理申请情况 四、行政复议 五、主要问题"
PDF = b"%PDF-1.7"


def page(title: str = "", body: str = "", **links: str) -> bytes:
    anchors = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in links.items())
    html = f"<html><head><title>{title}</title></head><body>{body}<ul>{anchors}</ul></body></html>"
    return html.encode()


def gathered(**entities: bytes) -> Reportlike:
    """Pages and files of the site by name."""
    reportlike = Reportlike()
    for name, entity in entities.items():
        kind = "application/pdf" if entity == PDF else "text/html"
        reportlike.note(SITE + name, entity, kind)
    return reportlike


@pytest.mark.parametrize(
    "entity",
    [
        page(TITLE),
        page(f"{TITLE}_云渡县人民政府门户网站"),
        b"<html><head><meta name='ArticleTitle' content='" + TITLE.encode() + b"'></head></html>",
        page("云渡县", f"<h1>{TITLE}</h1>"),
    ],
    ids=["title", "with the site's name", "meta", "heading"],
)
def test_a_page_with_the_title_of_a_report_is_read(entity: bytes) -> None:
    title = gathered(a=entity).title(f"{SITE}a")
    assert title is not None
    assert TITLE in title


def test_a_page_with_the_headings_of_a_report_is_read_without_a_title() -> None:
    assert gathered(a=page("云渡县", BODY)).title(f"{SITE}a") == ""


def test_a_page_that_a_list_calls_a_report_is_read() -> None:
    found = gathered(b=page("年报", **{TITLE: "a"}), a=page("云渡县", "见正文"))
    assert found.title(f"{SITE}a") == TITLE
    assert found.title(f"{SITE}b") is None


@pytest.mark.parametrize(
    "entity",
    [
        page("政府信息公开年报"),
        page("云渡县政府信息公开年报"),
        page("首页", "总体情况 主动公开"),
        page("云渡县人民政府2024年政府信息公开工作年度报告解读"),
        page("云渡县2024年法治政府建设年度报告"),
        b"",
    ],
    ids=["column", "column of an agency", "menu", "interpretation", "rule of law", "nothing"],
)
def test_other_pages_are_left_alone(entity: bytes) -> None:
    assert gathered(a=entity).title(f"{SITE}a") is None


def test_a_cover_gives_its_file_a_title_and_is_not_read_itself() -> None:
    found = gathered(cover=page(TITLE, **{"附件.pdf": "1.pdf"}), **{"1.pdf": PDF})
    assert found.title(f"{SITE}cover") is None
    assert found.title(f"{SITE}1.pdf") == "附件.pdf"


def test_a_cover_whose_file_is_not_there_is_read() -> None:
    """Then reading it says what is missing."""
    assert gathered(cover=page(TITLE, **{"附件.pdf": "1.pdf"})).title(f"{SITE}cover") == TITLE


def test_a_report_with_a_file_is_read_and_so_is_the_file() -> None:
    found = gathered(a=page(TITLE, BODY, **{"附件.pdf": "1.pdf"}), **{"1.pdf": PDF})
    assert found.title(f"{SITE}a") == TITLE
    assert found.title(f"{SITE}1.pdf") == "附件.pdf"


def test_files_that_other_pages_link_are_left_alone_and_those_nobody_links_are_not() -> None:
    found = gathered(
        news=page("新闻", **{"招标公告.pdf": "1.pdf", "2024年政府信息公开年报解读.pdf": "2.pdf"}),
        **{"1.pdf": PDF, "2.pdf": PDF, "3.pdf": PDF},
    )
    assert [found.title(f"{SITE}{n}.pdf") for n in (1, 2, 3)] == [None, None, ""]


def test_style_sheets_and_pictures_are_not_taken_note_of() -> None:
    found = Reportlike()
    assert not found.note(f"{SITE}a.css", b"body {}", "text/css")
    assert not found.note(f"{SITE}a.png", b"\x89PNG", "image/png")
    assert found.title(f"{SITE}a.css") is None
