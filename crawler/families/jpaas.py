"""大汉 jpaas (Hanweb): `/…/art/2025/art_<32 hex digits>.html`; lists built by a publishing server.

Its pages either hold the list, or say in an element's `url` and `queryData` what their script
asks for. The answer is JSON with a piece of HTML in `data.html`, the paging included; the next
page is asked for with `pageNo` in `paramJson`.
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
from crawler.families.fragments import entries_in_rows, json_of
from crawler.families.page import Entry, Page, Paging, Query
from crawler.families.plain import plain_paging
from crawler.families.totals import total_in, total_in_script, total_pages_in, total_pages_in_script
from crawler.families.visible import visible_text

_SERVER = re.compile(r"/(?:api-gateway/)?jpaas-[\w-]+/[\w./-]+")
_PAGE_NUMBER = re.compile(r"\bpageNo[\"']?\s*[:=]\s*[\"']?(\d+)")
_SIZE = re.compile(r"\b(?:pageSize|rows)[\"']?\s*[:=]\s*[\"']?(\d+)")


class Jpaas:
    name = "hanweb-jpaas"

    def recognises(self, page: Page) -> bool:
        return _SERVER.search(page.source) is not None or is_addressed_as(page, self.name)

    def entries(self, page: Page) -> tuple[Entry, ...]:
        if not _is_answer(page):
            # What stands on a page that asks for its list is the news beside it.
            return () if any(_asked(page)) else entries_of(page)
        piece = _piece(page)
        return entries_in_rows([piece], page) if piece else ()

    def paging(self, page: Page) -> Paging:
        if not _is_answer(page):
            asked = next(_asked(page), None)
            return Paging(next=asked) if asked is not None else plain_paging(page)
        piece = _piece(page)
        if piece is None:
            return Paging(broken="an answer without data.html")
        return _behind(page, piece)


def _is_answer(page: Page) -> bool:
    return page.asked is not None and _SERVER.search(page.asked.url) is not None


def _asked(page: Page) -> Iterator[Query]:
    """What the page's script would ask for, of the element that is a list."""
    for element in page.html.xpath("//*[@*[name()='querydata' or name()='queryData']]"):
        given = {name.lower(): value for name, value in element.attrib.items()}
        server = _SERVER.search(given.get("url", ""))
        fields = _literal(given["querydata"])
        if server is None or fields is None or "tagId" not in fields:
            continue
        if re.search(r"列表|list|信息", str(fields["tagId"]), re.IGNORECASE):
            yield Query(url=f"{urljoin(page.url, given['url'])}?{urlencode(fields)}")


def _literal(text: str) -> Mapping[str, str] | None:
    """`{'webId':'7'}`: neither JSON nor a program, but a literal."""
    try:
        found = ast.literal_eval(html.unescape(text))
    except (ValueError, SyntaxError):
        return None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None


def _piece(page: Page) -> str | None:
    answer = json_of(page) or {}
    data: Any = answer.get("data")
    piece = data.get("html") if isinstance(data, dict) else None
    return piece if isinstance(piece, str) else None


def _behind(page: Page, piece: str) -> Paging:
    shown = visible_text(Selector(text=f"<html><body>{piece}</body></html>", type="html"))
    answer = (json_of(page) or {}).get("data")
    told = answer.get("total") if isinstance(answer, dict) else None
    total = told if isinstance(told, int) else total_in(shown)
    total = total if total is not None else total_in_script(piece)
    pages = total_pages_in(shown) or total_pages_in_script(piece)
    read = page.before + len(entries_in_rows([piece], page))
    if total is None and pages is None:
        return Paging(broken="an answer that does not say how many there are")
    if total is not None and read >= total:
        return Paging(total=total, empty=total == 0)
    if total is None and pages is not None and page_number(page) >= pages:
        return Paging(total=total)
    if read == page.before:
        return Paging(total=total, broken=f"nothing on page {page_number(page)}")
    return Paging(next=_next(page, piece), total=total)


def page_number(page: Page) -> int:
    """Of an answer, by what was asked."""
    found = _PAGE_NUMBER.search(_parameters(page).get("paramJson", ""))
    return int(found[1]) if found else 1


def _next(page: Page, piece: str) -> Query:
    fields = _parameters(page)
    size = _SIZE.search(fields.get("paramJson", "")) or _SIZE.search(piece)
    wanted = {"pageNo": page_number(page) + 1} | ({"pageSize": int(size[1])} if size else {})
    fields["paramJson"] = json.dumps(wanted, separators=(",", ":"))
    address = (page.asked.url if page.asked else page.url).partition("?")[0]
    return Query(url=f"{address}?{urlencode(fields)}")


def _parameters(page: Page) -> dict[str, str]:
    asked = page.asked.url if page.asked is not None else page.url
    return dict(parse_qsl(urlsplit(asked).query, keep_blank_values=True))
