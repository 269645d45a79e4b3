"""A plain list with a link 下一页: the fallback for every site of no family known to us."""

import re

from parsel import Selector

from crawler.families.entries import target_of, title_of
from crawler.families.page import Page, Paging
from crawler.families.totals import total_in, total_pages_in
from crawler.families.visible import visible_text

_NEXT = re.compile(r"^(?:下一?页|后一?页|下页|next(?:\s*page)?)\s*[>»›]*$|^[>»›]$", re.IGNORECASE)
_NUMBER = re.compile(r"^第?(\d{1,3})页?$")


class Plain:
    name = "plain"

    def recognises(self, page: Page) -> bool:  # noqa: ARG002 - whatever no other family claims
        return True

    def paging(self, page: Page) -> Paging:
        text = visible_text(page.html)
        total = total_in(text)
        next_url = _next_url(page)
        if next_url is not None:
            return Paging(next_url=next_url, total=total)
        pages = total_pages_in(text)
        if pages is not None and pages > page.number:
            return Paging(total=total, broken=f"{pages} pages, no link behind page {page.number}")
        return Paging(total=total)


def _next_url(page: Page) -> str | None:
    relation = page.html.css('link[rel="next"], a[rel="next"]')
    by_word = [a for a in page.html.css("a") if _NEXT.match(title_of(a))]
    by_number = [a for a in page.html.css("a") if _number(a) == page.number + 1]
    for anchor in (*relation, *by_word, *by_number):
        url = target_of(anchor, page.url)
        # The last page often links 下一页 to itself.
        if url is not None and url.startswith("http") and url != page.url:
            return url
    return None


def _number(anchor: Selector) -> int | None:
    found = _NUMBER.match(title_of(anchor))
    return int(found[1]) if found else None
