"""The platforms' own ways: what a list of each hides, and how one gets at it."""

import json
import re
from datetime import date
from urllib.parse import quote, urlencode

from demo.content import content
from demo.entries import view_of
from demo.places import Column, Site
from demo.sites import answer
from demo.web import Ask, Page

DAY = date(2025, 7, 5)
RECORD = re.compile(r"<record><!\[CDATA\[(.*?)\]\]></record>", re.DOTALL)


def site_and_column(site_id: str) -> tuple[Site, Column]:
    site = content().site(site_id)
    return site, site.columns[0]


def ask(site_id: str, target: str, *, form: dict[str, str] | None = None) -> Page:
    method = "GET" if form is None else "POST"
    asked = Ask(method=method, target=target, form=form or {})
    return answer(content(), content().site(site_id), asked, DAY)


def titles_of(site_id: str) -> list[str]:
    site, column = site_and_column(site_id)
    return [entry.title for entry in view_of(content(), site, DAY).listed(column)]


def shown(page: Page) -> list[str]:
    """The titles of a list, as `title` attributes give them."""
    source = page.body.decode()
    listed = source.partition('<ul class="news">')[0]
    return re.findall(r'<a href="[^"]+" title="([^"]+)"', listed)


def test_trs_counts_its_pages_by_a_script_from_0() -> None:
    pages = [
        ask("qinghe", f"/zwgk/xxgknb/{n}") for n in ("index.html", "index_1.html", "index_2.html")
    ]
    for number, page in enumerate(pages):
        assert f'createPageHTML(3, {number}, "index", "html")' in page.body.decode()
    assert [len(shown(page)) for page in pages] == [8, 8, 5]
    assert ask("qinghe", "/zwgk/xxgknb/index_3.html").status == 404


def test_a_plain_list_links_the_next_page() -> None:
    first, last = (
        ask("transport", f"/info/1021/{name}").body.decode()
        for name in ("list.html", "list_2.html")
    )
    assert '<a href="list_2.html">下一页</a>' in first
    assert "下一页" not in last
    assert '<a href="list.html">上一页</a>' in last


def test_jcms_gives_records_of_at_most_three_pages_by_post() -> None:
    site, column = site_and_column("health")
    titles = titles_of("health")
    first = ask("health", "/col/col1229350012/index.html")
    assert shown(first) == titles[: column.per_page]
    assert f"totalRecord:{len(titles)}" in first.body.decode()
    form = {"columnid": column.code, "unitid": "5550012", "webid": "61", "col": "1"}
    got: list[str] = []
    for start in range(1, len(titles) + 1, 9):
        query = urlencode({"startrecord": start, "endrecord": start + 8, "perpage": 3})
        page = ask("health", f"/module/web/jpage/dataproxy.jsp?{query}", form=form)
        assert page.media_type.startswith("text/xml")
        records = RECORD.findall(page.body.decode())
        assert len(records) <= 9
        got += [re.findall(r'title="([^"]+)"', record)[0] for record in records]
    assert got == titles
    greedy = ask(
        "health", "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=500&perpage=3", form=form
    )
    assert greedy.body.count(b"<record>") == 9
    nobody = ask(
        "health", "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=9&perpage=3", form={}
    )
    assert b"<totalrecord>0</totalrecord>" in nobody.body
    assert ask("health", site.columns[0].path).status == 404


def test_the_page_of_annual_reports_has_one_year_each() -> None:
    there = "/module/xxgk/xxgkAnnualReport.jsp?area=11999900MB7Q20418R"
    years = re.findall(r"fbtime=(\d{4})\"", ask("justice", there).body.decode())
    assert years == ["2024", "2023", "2022"]
    assert "统计期限自2024年1月1日起" in ask("justice", there).body.decode()
    for year in years:
        page = ask(
            "justice", f"/module/xxgk/xxgkAnnualReport.jsp?fbtime={year}&area=11999900MB7Q20418R"
        )
        assert f"统计期限自{year}年1月1日起" in page.body.decode()
    assert "暂无该年度的报告" in ask("justice", f"{there}&fbtime=2019").body.decode()
    assert ask("justice", "/module/xxgk/xxgkAnnualReport.jsp?area=1").status == 404


def test_jpaas_gives_fragments_of_html_in_json() -> None:
    source = ask("agri", "/zfxxgk/zfxxgknb/index.html").body.decode()
    titles = titles_of("agri")
    page_id = re.findall(r"&#x27;pageId&#x27;: &#x27;([0-9a-f]{32})", source)[0]
    url = re.findall(r'class="build-unit" url="([^"]+)"', source)[0]
    got: list[str] = []
    for number in (1, 2):
        parameters = quote(json.dumps({"pageNo": number, "pageSize": "5"}))
        page = ask("agri", f"{url}?pageId={page_id}&paramJson={parameters}")
        got += re.findall(r'title="([^"]+)"', json.loads(page.body)["data"]["html"])
    assert shown(ask("agri", "/zfxxgk/zfxxgknb/")) == titles[:5]
    assert got == titles
    assert json.loads(ask("agri", f"{url}?pageId=1").body)["success"] is False


def test_ucap_counts_its_pages_by_a_script_from_1() -> None:
    names = ["list.shtml", "list_2.shtml", "list_3.shtml"]
    pages = [ask("culture", f"/c101425/{name}") for name in names]
    for number, page in enumerate(pages, start=1):
        assert f"createPageHTML('page_div',3, {number},'list','shtml',9)" in page.body.decode()
    assert [title for page in pages for title in shown(page)] == titles_of("culture")
    assert ask("culture", "/c101425/list_4.shtml").status == 404


def test_vsb_counts_its_pages_down() -> None:
    pages = [ask("hr", path) for path in ("/xxgk/ndbg.htm", "/xxgk/ndbg/2.htm", "/xxgk/ndbg/1.htm")]
    assert [title for page in pages for title in shown(page)] == titles_of("hr")
    first, second, last = (page.body.decode() for page in pages)
    assert '<a href="ndbg/2.htm">下页</a>' in first
    assert '<a href="../ndbg/1.htm">下页</a>' in second
    assert "下页" not in last
    assert "共10条" in first


def test_gkmlpt_answers_json_to_its_own_site_only() -> None:
    source = ask("nature", "/gkmlpt/annualreport").body.decode()
    settings = json.loads(re.findall(r"window\._CONFIG = (\{.*?\});</script>", source)[0])
    assert shown(ask("nature", "/gkmlpt/annualreport")) == []
    category = settings["TREE"][-1]["id"]
    page = ask("nature", f"/gkmlpt/api/all/{category}?page=1&sid={settings['SID']}")
    answered = json.loads(page.body)
    assert [article["title"] for article in answered["articles"]] == titles_of("nature")
    assert answered["total"] == len(titles_of("nature"))
    assert all("/gkmlpt/content/" in article["url"] for article in answered["articles"])
    assert json.loads(ask("nature", f"/gkmlpt/api/all/{category}?page=2").body)["articles"] == []
    assert json.loads(ask("nature", f"/gkmlpt/api/all/{category}?sid=1").body)["total"] == 0


def test_anhui_answers_whatever_the_order_of_its_parameters() -> None:
    for target in ("?type=3", "?action=list&type=3", "?type=3&action=list"):
        assert shown(ask("forest", f"/public/column/24601{target}")) == titles_of("forest")
    detail = ask("forest", "/public/column/24601?title=2023&action=detail&type=3").body.decode()
    assert "统计期限自2023年1月1日起" in detail
    assert ask("forest", "/public/column/24601?type=3&action=detail&title=2019").status == 404
    assert ask("forest", "/public/column/24601").status == 404


def test_yunnan_has_a_page_for_each_year() -> None:
    assert shown(ask("data", "/zfxxgk/zfxxgknb.html?nbYear=2024")) == titles_of("data")
    assert shown(ask("data", "/zfxxgk/zfxxgknb.html")) == titles_of("data")
    empty = ask("data", "/zfxxgk/zfxxgknb.html?nbYear=2023")
    assert (empty.status, shown(empty)) == (200, [])


def test_gongkai_pages_by_a_parameter() -> None:
    channel = "/gongkai/site_qhsswj/channel_6389a0883759918282632999/"
    pages = [ask("commerce", f"{channel}{query}") for query in ("", "?page=2", "?page=3")]
    assert [title for page in pages for title in shown(page)] == titles_of("commerce")
    assert ask("commerce", f"{channel}?page=4").status == 404
    moved = ask("commerce", "/swj/xxgknb/")
    assert (moved.status, moved.location) == (302, channel)


def test_gbk_is_called_gb2312_and_left_out_of_the_header() -> None:
    page = ask("qilan", "/zwgk/nb/list.html")
    assert page.media_type == "text/html"
    assert b'<meta charset="gb2312">' in page.body
    assert "栖岚区人民政府" in page.body.decode("gb18030")


def test_twins_for_telephones_say_the_same() -> None:
    listing = ask("science", "/xxgk/nb/").body.decode()
    twins = re.findall(r'href="\./([^"]+_wap\.html)"', listing)
    assert len(twins) == 3
    twin = ask("science", f"/xxgk/nb/{twins[0]}").body.decode()
    page = ask("science", f"/xxgk/nb/{twins[0].replace('_wap', '')}").body.decode()
    tables = re.compile(r"<table>.*?</table>", re.DOTALL)
    assert tables.findall(twin) == tables.findall(page) != []
