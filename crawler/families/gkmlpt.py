"""广东 gkmlpt: one program for all of a province's catalogues, filled from a JSON API.

The page's `window._CONFIG` has the site (`SID`) and the columns (`TREE`); the rows come from
`/gkmlpt/api/all/<column>?page=1&sid=<SID>`, a hundred at once, with `total` and `articles`.
Which column the page shows stands behind the `#` of its URL, or it is the one of annual reports.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.families.fragments import count_of, entries_in_articles, json_of
from crawler.families.page import Entry, Page, Paging, Query

_CONFIG = re.compile(r"_CONFIG\s*=")
_SITE = re.compile(r"[\"']?\bSID\b[\"']?\s*:\s*[\"']?(\w+)")
_TREE = re.compile(r"[\"']?\bTREE\b[\"']?\s*:\s*(?=\[)")
_ROOT = re.compile(r"^(.*?/gkmlpt/)")
_CALL = re.compile(r"/api/all/(\w+)\?page=(\d+)&sid=(\w+)$")
_COLUMN_WORDS = re.compile(r"年报|年度报告")


class Gkmlpt:
    name = "gkmlpt"

    def recognises(self, page: Page) -> bool:
        return _CONFIG.search(page.source) is not None and "gkmlpt" in page.source + page.url

    def entries(self, page: Page) -> tuple[Entry, ...]:
        answer = json_of(page)
        articles = answer.get("articles") if answer else None
        if not isinstance(articles, list):
            return ()
        return entries_in_articles((a for a in articles if isinstance(a, dict)), page.url)

    def paging(self, page: Page) -> Paging:
        called = _CALL.search(page.asked.url) if page.asked is not None else None
        if called is None:
            return _first(page)
        answer = json_of(page)
        articles = answer.get("articles") if answer else None
        total = count_of(answer.get("total")) if answer else None
        if not isinstance(articles, list) or total is None:
            return Paging(broken="an answer without articles and total")
        if page.before + len(articles) >= total:
            return Paging(total=total, empty=total == 0)
        if not articles:
            return Paging(total=total, broken=f"no articles on page {called[2]}, of {total}")
        return Paging(next=_ask(page, called[1], int(called[2]) + 1, called[3]), total=total)


def _first(page: Page) -> Paging:
    site = _SITE.search(page.source)
    if site is None:
        return Paging(broken="_CONFIG without SID")
    column = _column(page)
    if column is None:
        return Paging(broken="_CONFIG names no column of annual reports")
    return Paging(next=_ask(page, column, 1, site[1]))


def _ask(page: Page, column: str, number: int, site: str) -> Query:
    root = _ROOT.search(urldefrag(page.url).url)
    base = root[1] if root else urljoin(page.url, "/gkmlpt/")
    return Query(url=f"{base}api/all/{column}?page={number}&sid={site}")


def _column(page: Page) -> str | None:
    """The number behind the `#`, else of the only column that is called 年报."""
    asked = page.asked.url if page.asked is not None else page.url
    for written in (urlsplit(asked).fragment, urlsplit(page.url).fragment):
        if written.isdigit():
            return written
    columns = [
        node for node in _nodes(_tree(page.source)) if _COLUMN_WORDS.search(str(node.get("name")))
    ]
    reports = [node for node in columns if "信息公开" in str(node.get("name"))] or columns
    ids = {str(node["id"]) for node in reports if "id" in node}
    return ids.pop() if len(ids) == 1 else None


def _tree(source: str) -> object:
    found = _TREE.search(source)
    if found is None:
        return []
    try:
        tree: object = json.JSONDecoder().raw_decode(source, found.end())[0]
    except (ValueError, RecursionError):
        return []
    return tree


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """All columns, at whatever depth and under whatever name the children stand."""
    waiting = [tree]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            yield item
            waiting.extend(value for value in item.values() if isinstance(value, list))
        elif isinstance(item, list):
            waiting.extend(item)
