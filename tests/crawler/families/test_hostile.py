"""Pages made to be slow or deep: read in no time, and never an end."""

import time

import pytest

from crawler.families import FAMILIES, Family, Page, Query
from crawler.media import to_html
from crawler.reading import Reading

URL = "http://www.qinghe.example/zwgk/nb/"
LINKS = "".join(f"<a href='/a/{number}.html'>栏目{number}</a>\n" for number in range(5000))
SOURCES = {
    "bare links": f"<html><body><div>{LINKS}</div></body></html>",
    "deep": "<html><body>" + "<div>" * 3000 + "<a href='a'>b</a>" + "</div>" * 3000,
    "calls": "<script>" + "createPageHTML(" * 20000,
    "totals": "<script>" + "totalRecord" * 50000,
    "records": "/module/web/jpage/dataproxy.jsp" + "<record><![CDATA[" * 20000,
    "years": "<a onclick='x'>2023年</a>" * 2000,
    "templates": "{{" * 50000,
    "lists": "[" * 100000,
    "objects": '{"a":' * 100000,
    "a literal": "<p url='/jpaas-a/b' queryData='" + "[" * 50000 + "'></p>",
    "a tree": "<script>window._CONFIG = {SID: 1, TREE:" + "[" * 100000 + "</script>gkmlpt",
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_page_made_to_be_slow_is_read_in_no_time(name: str) -> None:
    source = SOURCES[name]
    began = time.process_time()
    reading = Reading(URL)
    asked = Query(url=URL)
    page = Page(html=to_html(source), source=source, url=URL, number=1, asked=asked)
    assert reading.take(page) is not None
    assert time.process_time() - began < 5


ANSWERS = {"gkmlpt": "gkmlpt/api/all/7?page=1&sid=2", "hanweb-jpaas": "jpaas-a/b?pageNo=1"}


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.name in ANSWERS], ids=lambda f: f.name)
@pytest.mark.parametrize("name", SOURCES)
def test_an_answer_made_to_be_deep_is_no_list(name: str, family: Family) -> None:
    source, url = SOURCES[name], URL + ANSWERS[family.name]
    answer = Page(html=to_html(source), source=source, url=url, number=2, asked=Query(url=url))
    assert family.paging(answer).broken is not None
