"""开普云 UCAP: `/c101425/list.shtml`, `list_2.shtml`, …, numbered from 1 by a script call.

Articles stand at `/c101425/202401/<32 hex digits>.shtml`. Some sites page by plain links
(`column-index-2.shtml`): there the generic reader goes on.
"""

from urllib.parse import urljoin

from crawler.families.base import is_addressed_as
from crawler.families.calls import call_in, is_called
from crawler.families.page import Page, Paging, Query
from crawler.families.plain import Plain, plain_paging


class Ucap(Plain):
    name = "ucap"

    def recognises(self, page: Page) -> bool:
        return is_addressed_as(page, self.name)

    def paging(self, page: Page) -> Paging:
        call = call_in(page)
        if call is None:
            if is_called(page):
                return Paging(broken="createPageHTML without numbers")
            return plain_paging(page)
        count, current = call.numbers[:2]
        total = call.numbers[2] if len(call.numbers) > 2 else plain_paging(page).total
        # Nobody writes down from which number a template counts: the first page tells.
        first = current - page.number + 1
        if first not in (0, 1):
            return Paging(total=total, broken=f"page {page.number} says it is {current}")
        if page.number >= count:
            return Paging(total=total, empty=count == 0 or total == 0)
        return Paging(next=Query(url=urljoin(page.url, call.file(current + 1))), total=total)
