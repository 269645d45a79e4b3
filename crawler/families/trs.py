"""TRS WCM: static pages `index.html`, `index_1.html`, …, numbered by a script call.

Some templates keep the two numbers in `var countPage = 3` and `var currentPage = 0` beside it.
"""

import re
from urllib.parse import urljoin

from crawler.families.base import is_addressed_as
from crawler.families.calls import Call, call_in, is_called
from crawler.families.page import Page, Paging, Query
from crawler.families.plain import Plain, plain_paging
from crawler.families.totals import says_empty, total_in
from crawler.families.visible import visible_text

_COUNT = re.compile(r"\bvar\s+(?:countPage|nPageCount)\s*=\s*(\d+)")
_CURRENT = re.compile(r"\bvar\s+(?:currentPage|nCurrIndex)\s*=\s*(\d+)")


class Trs(Plain):
    name = "trs"

    def recognises(self, page: Page) -> bool:
        if is_called(page) or _COUNT.search(page.source):
            return True
        return is_addressed_as(page, self.name)

    def paging(self, page: Page) -> Paging:
        call = call_in(page)
        numbers = call.numbers if call else _variables(page.source)
        if numbers is None:
            if is_called(page):
                return Paging(broken="createPageHTML without numbers")
            return plain_paging(page)
        count, current = numbers[:2]
        text = visible_text(page.html)
        total = total_in(text)
        if current != page.number - 1:
            return Paging(total=total, broken=f"page {page.number} says it is {current + 1}")
        if current + 1 >= count:
            return Paging(total=total, empty=count == 0 or says_empty(text))
        name = call or Call(numbers=numbers, stem="index", ending="html")
        following = urljoin(page.url, name.file(current + 1))
        return Paging(next=Query(url=following), total=total)


def _variables(source: str) -> tuple[int, int] | None:
    count, current = _COUNT.search(source), _CURRENT.search(source)
    return (int(count[1]), int(current[1]) if current else 0) if count else None
