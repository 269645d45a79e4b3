"""大汉 jpaas (Hanweb): `/…/art/2025/art_<32 hex digits>.html`; lists built by a publishing server.

Its pages either hold the list, or say what their script asks for: in an element's `url` and
`queryData`, or as an address with a query. The answer is a piece of HTML, mostly in `data.html` of
a JSON object, or the articles as objects. The next page is asked for with `pageNo`, in
`paramJson` or by itself.
"""

import ast
import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from parsel import Selector

from crawler.families.base import is_addressed_as
from crawler.families.entries import entries_of
from crawler.families.fragments import (
    articles_in,
    count_of,
    entries_in_articles,
    entries_in_rows,
    json_of,
)
from crawler.families.page import Entry, Page, Paging, Query
from crawler.families.plain import plain_paging
from crawler.families.totals import total_in, total_in_script, total_pages_in, total_pages_in_script
from crawler.families.visible import visible_text

_SERVER = re.compile(r"/(?:api-gateway/)?jpaas-[\w-]+/[\w./-]+")
_ADDRESS = re.compile(rf"[\"']([^\"'\s]*{_SERVER.pattern}\?[^\"'\s]+)[\"']")
_PAGE_NUMBER = re.compile(r"\bpageNo[\"']?\s*[:=]\s*[\"']?(\d+)")
_SIZE = re.compile(r"\b(?:pageSize|rows)[\"']?\s*[:=]\s*[\"']?(\d+)")
_LIST = re.compile(r"列表|list|信息", re.IGNORECASE)
_TOTALS = ("total", "totalCount", "totalRecords", "count")


class Jpaas:
    name = "hanweb-jpaas"

    def recognises(self, page: Page) -> bool:
        return _SERVER.search(page.source) is not None or is_addressed_as(page, self.name)

    def entries(self, page: Page) -> tuple[Entry, ...]:
        if not _is_answer(page):
            # What stands on a page that asks for its list is the news beside it.
            return () if _asked(page) else entries_of(page)
        piece = _piece(page)
        if piece is not None:
            return entries_in_rows([piece], page)
        return entries_in_articles(articles_in(json_of(page) or {}) or (), page.url)

    def paging(self, page: Page) -> Paging:
        if _is_answer(page):
            return self._behind(page)
        asked = _asked(page)
        return Paging(next=asked) if asked is not None else plain_paging(page)

    def _behind(self, page: Page) -> Paging:
        piece = _piece(page)
        if piece is None and articles_in(json_of(page) or {}) is None:
            return Paging(broken="an answer without a list")
        total, pages = _counts(page, piece or "")
        read = page.before + len(self.entries(page))
        if total is None and pages is None:
            return Paging(broken="an answer that does not say how many there are")
        if total is not None and read >= total:
            return Paging(total=total, empty=total == 0)
        if total is None and pages is not None and _number(page) >= pages:
            return Paging(total=total)
        if read == page.before:
            return Paging(total=total, broken=f"nothing on page {_number(page)}")
        return Paging(next=_next(page, piece or ""), total=total)


def _is_answer(page: Page) -> bool:
    return page.asked is not None and _SERVER.search(page.asked.url) is not None


def _asked(page: Page) -> Query | None:
    """What the page's script would ask for, of the element that is a list."""
    for element in page.html.xpath("//*[@*[name()='querydata' or name()='queryData']]"):
        given = {name.lower(): value for name, value in element.attrib.items()}
        fields = _literal(given["querydata"])
        if _SERVER.search(given.get("url", "")) is None or fields is None:
            continue
        if _LIST.search(fields.get("tagId", "")):
            return Query(url=f"{urljoin(page.url, given['url'])}?{urlencode(fields)}")
    addresses = {html.unescape(found) for found in _ADDRESS.findall(page.source)}
    # Of several nobody can say which one is the listing.
    return Query(url=urljoin(page.url, addresses.pop())) if len(addresses) == 1 else None


def _literal(text: str) -> Mapping[str, str] | None:
    """`{'webId':'7'}`: neither JSON nor a program, but a literal."""
    try:
        found = ast.literal_eval(html.unescape(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None


def _piece(page: Page) -> str | None:
    """The HTML of an answer; None when it is an object without any."""
    answer = json_of(page)
    if answer is None:
        return page.source if "<" in page.source else None
    data: Any = answer.get("data")
    held = (data.get("html") if isinstance(data, dict) else data, answer.get("html"))
    return next((text for text in held if isinstance(text, str)), None)


def _counts(page: Page, piece: str) -> tuple[int | None, int | None]:
    """Entries and pages in all, as the answer says in words, in a script or in its fields."""
    shown = visible_text(Selector(text=f"<html><body>{piece}</body></html>", type="html"))
    told = [total_in(shown), total_in_script(piece), *_told(json_of(page) or {})]
    total = next((number for number in told if number is not None), None)
    return total, total_pages_in(shown) or total_pages_in_script(piece)


def _told(answer: dict[str, Any]) -> Iterator[int | None]:
    data = answer.get("data")
    for holder in (answer, data if isinstance(data, dict) else {}):
        yield from (count_of(holder.get(name)) for name in _TOTALS)


def _number(page: Page) -> int:
    """Of an answer, by what was asked."""
    fields = _parameters(page)
    found = _PAGE_NUMBER.search(fields.get("paramJson", f"pageNo={fields.get('pageNo', '')}"))
    return int(found[1]) if found else 1


def _next(page: Page, piece: str) -> Query:
    fields = _parameters(page)
    following = _number(page) + 1
    if "pageNo" in fields:
        fields["pageNo"] = str(following)
    else:
        size = _SIZE.search(fields.get("paramJson", "")) or _SIZE.search(piece)
        wanted = {"pageNo": following} | ({"pageSize": int(size[1])} if size else {})
        fields["paramJson"] = json.dumps(wanted, separators=(",", ":"))
    address = (page.asked.url if page.asked else page.url).partition("?")[0]
    return Query(url=f"{address}?{urlencode(fields)}")


def _parameters(page: Page) -> dict[str, str]:
    asked = page.asked.url if page.asked is not None else page.url
    return dict(parse_qsl(urlsplit(asked).query, keep_blank_values=True))
