"""Our sort keys against those of the reference implementation, which only the tests may use."""

import pytest
from cdxj_indexer.main import CDXJIndexer
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive.surt import surt

URLS = [
    "http://www.Qinghe.gov.cn:80/A/../B//c/?b=2&a=1#x",
    "http://www2.qinghe.gov.cn/",
    "https://qinghe.gov.cn:443",
    "https://qinghe.gov.cn:8443/zwgk/",
    "http://127.0.0.1:8123/年报/1.html",
    "http://a.gov.cn/x;jsessionid=ABCDEF0123456789ABCDEF0123456789?x",
    "http://a.gov.cn/?",
    "http://a.gov.cn/a%2fb%20c?Q=%E5%B9",
    "http://政府.cn/",
    "http://u:p@a.cn/x/",
    "http://a.cn/x/?a&b=&=c&a=0",
    "http://a.cn/%25%32%35",
    "http://a.cn/index.html?sid=ABCDEF0123456789ABCDEF0123456789&x=1",
    "http://a.cn/x?PHPSESSID=ABCDEF0123456789ABCDEF0123456789&b=1",
    "http://a.cn/x?CFID=12&CFTOKEN=34&a=1",
    "http://a.cn/(S(4hqa0555fwsecu455xqckv45))/m.aspx",
    "http://a.cn./x",
    "http://a..cn/x",
    "http://www.cn/",
    "http://www.gov.cn/zhengce/",
    "http://a.cn/x?a=1&",
    "http://a.cn/x??a",
    "http://a.cn/x?a=b?c",
    "http://a.cn/a+b?c+d",
    "http://a.cn/~x'\"<>|{}^`",
    "http://a.cn/%7Ex",
    "http://a.cn//",
    "http://a.cn/x//",
    "http://zwgk.qinghe.gov.cn/art/2025/1/20/art_1229_5432.html?uid=12&pageNum=2",
    "http://a.cn/col/col1229/index.html?uid=5&pageNum=1",
    "http://a.cn/module/download/downfile.jsp?classid=0&filename=2501.pdf",
    "http://a.cn/attach/0/%E5%B9%B4%E6%8A%A5.pdf",
    "urn:nianbao:file:2d711642b726:2024%20%E5%B9%B4%E6%8A%A5.txt",
    "http://a.cn/x?b=1&sid=ABCDEF0123456789ABCDEF0123456789",
    "http://a.cn/x?&",
    "http://%e6%94%bf.cn/",
    "http://a.cn/x;jsessionid=ABCDEF0123456789ABCDEF0123456789.n1?a=1",
    "http://wwww.cn/",
    "http://a.cn:080/x",
    "http://a.cn/%2e%2e/x",
    "http://a.cn/x%3fy",
    "http://a.cn?x=1",
    "urn:nianbao:visit:V1",
]


def reference(url: str) -> str:
    return str(CDXJIndexer(None, []).get_url_key(url))


@pytest.mark.parametrize("url", URLS)
def test_key_is_the_reference_key(url: str) -> None:
    assert surt(url) == reference(url)


HOSTS = st.from_regex(
    r"(www[0-9]?\.)?[A-Za-z0-9]{1,5}(\.[a-z]{2,4}){1,2}(:[1-9][0-9]{1,3})?", fullmatch=True
)
PATHS = st.from_regex(r"(/[A-Za-z0-9._~!%+-]{0,6}){0,4}", fullmatch=True)
QUERIES = st.from_regex(
    r"(\?[A-Za-z0-9_]{1,4}=[A-Za-z0-9_.-]{0,4}(&[a-z]{1,3}=[0-9]{0,3}){0,3})?", fullmatch=True
)


@settings(max_examples=300, deadline=None)
@given(host=HOSTS, path=PATHS, query=QUERIES)
def test_keys_agree_on_any_ordinary_url(host: str, path: str, query: str) -> None:
    url = f"http://{host}{path}{query}"
    assert surt(url) == reference(url)
