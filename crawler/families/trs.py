"""TRS WCM: static pages `index.html`, `index_1.html`, …, numbered by a script call.

`createPageHTML(3, 0, "index", "html")` says: three pages, this is the first (from 0). Some
templates keep the two numbers in `var countPage = 3` and `var currentPage = 0` beside it.
"""

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from crawler.families.page import Page, Paging
from crawler.families.totals import total_in
from crawler.families.visible import visible_text

_CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^){}]*)\)")
_NUMBER = re.compile(r"(?<![\w\"'])\d+(?![\w\"'])")
_STRING = re.compile(r"[\"']([^\"']*)[\"']")
_COUNT = re.compile(r"\bvar\s+(?:countPage|nPageCount)\s*=\s*(\d+)")
_CURRENT = re.compile(r"\bvar\s+(?:currentPage|nCurrIndex)\s*=\s*(\d+)")
_ARTICLE = re.compile(r"/t20\d{6}_\d+\.s?html?$")


class Trs:
    name = "trs"

    def recognises(self, page: Page) -> bool:
        if _CALL.search(page.source) or _COUNT.search(page.source):
            return True
        targets = page.html.css("a::attr(href)").getall()
        return any(_ARTICLE.search(target) for target in targets)

    def paging(self, page: Page) -> Paging:
        total = total_in(visible_text(page.html))
        called = _numbers(page.source)
        if called is None:
            if _CALL.search(page.source):
                return Paging(total=total, broken="createPageHTML without numbers")
            return Paging(total=total)
        count, current = called
        if current != page.number - 1:
            return Paging(total=total, broken=f"page {page.number} says it is {current + 1}")
        if current + 1 >= count:
            return Paging(total=total)
        stem, ending = _file_name(page.source)
        return Paging(
            next_url=urljoin(page.url, f"{stem}_{current + 1}.{ending}"),
            total=total,
        )


def _numbers(source: str) -> tuple[int, int] | None:
    """Pages in all and the current one from 0."""
    for found in _CALL.finditer(source):
        numbers = [int(number) for number in _NUMBER.findall(_without_strings(found[1]))]
        if len(numbers) >= 2:
            return numbers[0], numbers[1]
    count, current = _COUNT.search(source), _CURRENT.search(source)
    return (int(count[1]), int(current[1]) if current else 0) if count else None


def _without_strings(arguments: str) -> str:
    return _STRING.sub("''", arguments)


def _file_name(source: str) -> tuple[str, str]:
    """The first page's file name and ending: the last two strings of the call."""
    for found in _CALL.finditer(source):
        strings: Sequence[str] = [text for text in _STRING.findall(found[1]) if text]
        if len(strings) >= 2:
            return strings[-2], strings[-1].lstrip(".")
    return "index", "html"
