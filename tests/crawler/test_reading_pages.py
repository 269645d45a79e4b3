"""Walls, error pages, attachments and days: what a page is, from its words alone."""

from datetime import date

import pytest

from crawler.attachments import MOST, attachments_of
from crawler.families.dates import days_in, without_days
from crawler.families.visible import is_longer, visible_text
from crawler.judging import CHALLENGE, judge, leads_home
from crawler.media import is_html, may_hold_a_report, to_html, to_source
from model.capture import Outcome, Purpose
from storage.archive import Exchange
from tests.crawler.child import NOW

ARTICLE = "清禾市教育局依法办理政府信息公开申请。" * 60
URL = "http://www.qinghe.example/zwgk/nb/1.html"


def an_exchange(
    text: str | bytes, *, status: int = 200, kind: str = "text/html", truncated: str | None = None
) -> Exchange:
    return Exchange(
        url=URL,
        at=NOW,
        status=status,
        response_headers=(("Content-Type", kind),),
        body=text if isinstance(text, bytes) else text.encode(),
        truncated=truncated,
    )


def outcome(exchange: Exchange, purpose: Purpose = Purpose.REPORT) -> Outcome:
    return judge(exchange, purpose, 1 << 20).outcome


@pytest.mark.parametrize(
    "text",
    [
        '<script>var $_ts=window["$_ts"];$_ts.cd="q";</script>',
        '<script>document.cookie="__jsl_clearance=1";location.href=location.pathname</script>',
        "<script>var arg1='4A';function setCookie(){document.cookie='acw_sc__v2='}</script>",
        "<title>安全验证</title><p>请完成下方滑动验证后继续访问",
        "<p>您的请求被拦截，事件编号 1234",
        "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue",
        "<p>The requested URL was rejected. Please consult with your administrator.",
        "<iframe src='/_Incapsula_Resource'></iframe><p>Incapsula incident ID: 7",
        "<p>您的 IP 地址因访问频率过高已被限制，请稍后再试",
        "<h1>网防G01</h1><p>检测到疑似攻击行为",
        "<meta id='9Dhef' r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};_$jQ();</script>",
    ],
)
def test_a_challenge_is_a_wall_whatever_its_status(text: str) -> None:
    for status in (200, 202, 403, 503):
        judgement = judge(an_exchange(text, status=status), Purpose.REPORT, 1 << 20)
        assert (judgement.outcome, judgement.detail) == (Outcome.BLOCKED, CHALLENGE)


@pytest.mark.parametrize(
    "text",
    [
        f"<h1>年度报告</h1><p>本局网站开展安全验证和滑动验证改造。{ARTICLE}",
        f"<h1>年度报告</h1><script>document.cookie='a=1'; location.reload()</script>{ARTICLE}",
        f"<p>申请人要求公开的内容不存在的，告知其不存在。{ARTICLE}",
        f"<p>市民访问验证、HTTP 404、521 等错误页面均已整改，Web应用防火墙升级。{ARTICLE}",
        "<p><a href='1.pdf'>附件</a><script>document.cookie='a=1;path=/';x=location.href</script>",
        "<p>见附件：<a href='1.doc'>年度报告.doc</a><script>eval(function(p,a,c,k,e,d){})</script>",
        "<ul><li><a href='1.html'>我局查处一批存在非法行为的机构</a><li><a href='2.html'>采购",
        "<h1>清禾市教育局2023年政府信息公开工作年度报告</h1><p>本机关不掌握、信息不存在 404 件",
    ],
)
def test_an_article_that_mentions_such_things_is_an_article(text: str) -> None:
    assert outcome(an_exchange(text)) is Outcome.CAPTURED


@pytest.mark.parametrize(
    "text",
    [
        "<title>404</title><p>出错了",
        "<title>404 Not Found</title>",
        "<p>您访问的页面不存在，请检查网址",
        "<p>对不起，该文章已被删除！<a href='/'>返回首页</a>",
        "<title>提示</title><p>找不到您要访问的页面",
        "<h1>页面未找到</h1>",
    ],
)
def test_an_error_page_with_a_good_status_is_a_soft_404(text: str) -> None:
    assert outcome(an_exchange(text)) is Outcome.SOFT_404


def test_what_came_must_fit_what_was_asked_for() -> None:
    pdf = an_exchange(b"%PDF-1.7 ...", kind="text/html")
    assert outcome(pdf, Purpose.REPORT) is Outcome.CAPTURED
    assert outcome(pdf, Purpose.ATTACHMENT) is Outcome.CAPTURED
    assert outcome(pdf, Purpose.LISTING) is Outcome.WRONG_TYPE
    page = an_exchange(f"<p>{ARTICLE}")
    assert outcome(page, Purpose.ATTACHMENT) is Outcome.WRONG_TYPE
    data = an_exchange("{}", kind="application/json")
    assert outcome(data) is Outcome.WRONG_TYPE
    assert outcome(an_exchange(b"", kind="text/plain"), Purpose.ROBOTS) is Outcome.CAPTURED


def test_a_broken_off_or_swollen_answer_is_not_read() -> None:
    assert outcome(an_exchange(ARTICLE, truncated="disconnect")) is Outcome.TRUNCATED
    assert judge(an_exchange(ARTICLE), Purpose.REPORT, 100).outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    ("url", "target", "home"),
    [
        ("http://a.example/zwgk/nb/", "http://a.example/", True),
        ("http://a.example/zwgk/nb/", "http://a.example/index.html", True),
        ("http://a.example/zwgk/nb/", "https://a.example/zwgk/nb/", False),
        ("http://a.example/zwgk/nb/", "http://a.example/nb/index.html", False),
        ("http://a.example/", "http://a.example/index.html", False),
        ("http://a.example/nb/", "http://a.example/index.jsp?column=7", False),
    ],
)
def test_a_redirect_to_the_front_page_gives_nothing(url: str, target: str, home: bool) -> None:
    assert leads_home(url, target) is home


def test_first_bytes_count_more_than_names() -> None:
    assert is_html(b"\n<!-- x --><!DOCTYPE html><html>", "application/pdf")
    assert is_html("<p>年报".encode(), "text/html; charset=utf-8")
    assert not is_html(b"%PDF-1.4", "text/html")
    assert may_hold_a_report(b"PK\x03\x04", "application/zip")
    assert not may_hold_a_report(b"\x00", "video/mp4")


def test_old_pages_are_read_in_their_own_charset() -> None:
    source = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>镕朱'
    assert "镕朱" in to_source(source.encode("gb18030"), "text/html")
    assert "镕朱" in to_source("<p>镕朱".encode("gb18030"), "text/html; charset=GBK")
    assert "镕朱" in to_source("<p>镕朱".encode("gb18030"), None)
    assert "镕朱" in to_source("<p>镕朱".encode(), "text/html")


def test_a_charset_left_over_from_a_template_garbles_nothing() -> None:
    source = '<meta charset="gbk"><p>年度报告'
    assert "年度报告" in to_source(source.encode(), "text/html")
    assert "年度报告" in to_source(source.encode(), "text/html; charset=GB2312")
    # 联通 in GBK is four bytes that are UTF-8 too, but no Chinese.
    assert "联通" in to_source("<p>联通".encode("gbk"), "text/html; charset=gbk")


def test_attachments_are_files_that_may_be_the_report() -> None:
    html = to_html(
        """<a href="./P020.pdf">清禾市教育局2023年政府信息公开工作年度报告.pdf</a>
        <a href="/down.jsp?id=7">2023年度报告.docx</a>
        <a href="/system/_content/download.jsp?urltype=news&wbfileid=17">附件</a>
        <a href="x.doc">一图读懂2023年政府信息公开工作年度报告</a>
        <a href="table.xlsx">附表.xlsx</a><a href="/">首页</a><a href="P020.pdf#page=2">下载</a>"""
    )
    found = attachments_of(html, "http://www.qinghe.example/zwgk/nb/1.html")
    assert [(each.url, each.reporting_year) for each in found] == [
        ("http://www.qinghe.example/zwgk/nb/P020.pdf", 2023),
        ("http://www.qinghe.example/down.jsp?id=7", 2023),
        (
            "http://www.qinghe.example/system/_content/download.jsp?urltype=news&wbfileid=17",
            None,
        ),
    ]


def test_a_page_of_many_files_is_not_followed_without_end() -> None:
    html = to_html("".join(f'<a href="{n}.pdf">附件{n}</a>' for n in range(90)))
    assert len(attachments_of(html, URL)) == MOST


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025-01-20", [date(2025, 1, 20)]),
        ("[2025/1/2]", [date(2025, 1, 2)]),
        ("2025.01.02 10:30", [date(2025, 1, 2)]),
        ("发布时间：2025年1月2日", [date(2025, 1, 2)]),
        ("2025年 1月 2日 与 2024-12-31", [date(2025, 1, 2), date(2024, 12, 31)]),
        ("2023年度 2023年1月 01-20 2025-13-01 2025-02-30", []),
        ("今天是2025年1月2日", []),
        ("2025年1月2日 星期四", []),
        ("电话 12025-01-20", []),
    ],
)
def test_days(text: str, days: list[date]) -> None:
    assert list(days_in(text)) == days


def test_a_day_at_the_end_of_a_title_is_no_part_of_it() -> None:
    assert without_days("清禾市2023年度报告 （2024-01-18）") == "清禾市2023年度报告"
    assert without_days("2024-01-18 会议纪要") == "2024-01-18 会议纪要"
    assert without_days("清禾市2023年度报告") == "清禾市2023年度报告"


def test_what_makes_a_link_a_file_may_stand_anywhere_in_it() -> None:
    html = to_html(
        "<body><a href='/f/1&#46;PDF'>正文</a><a href='/f/2.p\ndf'>正文</a>"
        "<a href='/down?id=3'><span>2024年年报</span>.docx</a>"
        "<a href='/down?id=4' title='2024年度报告.wps'></a>"
        "<a href='/system/_content/download.jsp?wbfileid=5'>附件</a>"
        "<a href='/down?id=6'>2024年年报.xlsx</a><a href='/f/7.pdf/'>正文</a>"
        "<a href='javascript:open(\"8.pdf\")'>8.pdf</a></body>"
    )
    found = attachments_of(html, "http://www.qinghe.example/nb/1.html")
    paths = [each.url.removeprefix("http://www.qinghe.example") for each in found]
    assert paths == [
        "/f/1.PDF",
        "/f/2.pdf",
        "/down?id=3",
        "/down?id=4",
        "/system/_content/download.jsp?wbfileid=5",
    ]


def test_a_link_may_leave_to_the_pages_address_what_makes_it_a_file() -> None:
    html = to_html("<body><a href='?wbfileid=2'>附件</a><a href='/'>首页</a></body>")
    page = "http://www.qinghe.example/system/_content/download.jsp?wbfileid=1"
    assert [each.url for each in attachments_of(html, page)] == [page[:-1] + "2"]


@pytest.mark.parametrize(
    "text",
    [
        "<p>甲 乙\n丙</p><td>丁</td>戊<span> </span><script>var a = '己庚辛壬癸'</script>",
        "<p>甲</p><noscript><p>请启用脚本后再访问</p></noscript><p>乙</p>",
        "<style>p{color:red}</style><div>甲<!-- 乙丙丁 -->戊</div><p>己",
        "<title>甲乙丙丁</title>",
        "",
        "<frameset><frame src='a'></frameset>",
    ],
)
def test_how_long_a_page_is_can_be_told_by_its_beginning(text: str) -> None:
    html = to_html(text)
    length = len(visible_text(html))
    for characters in range(length + 10):
        assert is_longer(html, characters) == (length > characters), characters
    long = to_html(f"<p>{'年度报告 ' * 400}</p>{text}")
    assert is_longer(long, 1600)
    assert not is_longer(long, len(visible_text(long)))
