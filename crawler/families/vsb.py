"""博达 VSB: `zfxxgknb.htm`, then `zfxxgknb/2.htm`, `zfxxgknb/1.htm`: the pages count down.

New pages are put in front, so that the number of an old page never changes; the last one is 1.
The first page says how many there are (`共41条  1/3`), and its link 下页 leads to N-1.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.families.base import is_addressed_as
from crawler.families.page import Page, Paging, Query
from crawler.families.plain import Plain, plain_paging
from crawler.families.steps import next_step
from crawler.families.totals import total_in, total_pages_in
from crawler.families.visible import visible_text

_MAKER = re.compile(r"_sitegray|/system/resource/js/|\bu\d+_goto\b|_simple_list_goto")
_COUNTING = re.compile(r"/(?P<stem>[\w-]+)/(?P<number>\d+)\.html?$")
_COLUMN = re.compile(r"/(?P<stem>[\w-]+)\.(?P<ending>html?)$")


class Vsb(Plain):
    name = "vsb"

    def recognises(self, page: Page) -> bool:
        return is_addressed_as(page, self.name) or _MAKER.search(page.source) is not None

    def paging(self, page: Page) -> Paging:
        text = visible_text(page.html)
        total, pages = total_in(text), total_pages_in(text)
        if pages == 1:
            return Paging(total=total)
        counted = _COUNTING.search(urlsplit(page.url).path) if page.number > 1 else None
        if counted is not None:
            number = int(counted["number"])
            if pages is not None and page.number + number - 1 != pages:
                return Paging(total=total, broken=f"page {page.number} of {pages} is {number}")
            return _behind(page, number, total)
        first = _COLUMN.search(urlsplit(page.url).path)
        linked = next_step(page).url
        if linked is None and first is not None and pages is not None and page.number == 1:
            linked = urljoin(page.url, f"{first['stem']}/{pages - 1}.{first['ending']}")
        if linked is None:
            return plain_paging(page)
        return Paging(next=Query(url=linked), total=total)


def _behind(page: Page, number: int, total: int | None) -> Paging:
    if number <= 1:
        return Paging(total=total)
    ending = page.url.rpartition(".")[2]
    following = urljoin(page.url, f"{number - 1}.{ending}")
    linked = next_step(page).url
    if linked is not None and linked != following:
        return Paging(total=total, broken=f"counts down from {number}, but leads to {linked}")
    return Paging(next=Query(url=following), total=total)
