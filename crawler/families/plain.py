"""Lists with a link 下一页: the fallback for every site, and all that many families need."""

from crawler.families.base import is_addressed_as
from crawler.families.entries import entries_of
from crawler.families.page import Entry, Page, Paging, Query
from crawler.families.steps import next_step, pages_to_choose
from crawler.families.totals import (
    says_empty,
    total_in,
    total_in_script,
    total_pages_in,
    total_pages_in_script,
)
from crawler.families.visible import visible_text


class Plain:
    name = "plain"

    def recognises(self, page: Page) -> bool:  # noqa: ARG002 - whatever no other family claims
        return True

    def entries(self, page: Page) -> tuple[Entry, ...]:
        return entries_of(page)

    def paging(self, page: Page) -> Paging:
        return plain_paging(page)


class Addressed(Plain):
    """A family that is known by its addresses and pages like a plain list."""

    def __init__(self, name: str) -> None:
        self.name = name

    def recognises(self, page: Page) -> bool:
        return is_addressed_as(page, self.name)


def plain_paging(page: Page) -> Paging:
    """By what a reader sees: a link to the next page, or how many pages there are."""
    text = visible_text(page.html)
    total = total_in(text)
    if total is None:
        total = total_in_script(page.source)
    empty = total == 0 or says_empty(text)
    step = next_step(page)
    if step.url is not None:
        return Paging(next=Query(url=step.url), total=total, empty=empty)
    pages = total_pages_in(text)
    if pages is None:
        pages = total_pages_in_script(page.source) or pages_to_choose(page)
    if pages is not None and pages > page.number:
        broken = f"{pages} pages, no link behind page {page.number}"
        return Paging(total=total, empty=empty, broken=broken)
    if pages is None and step.scripted and not _is_whole(page, total):
        broken = f"a script leads on from page {page.number}"
        return Paging(total=total, empty=empty, broken=broken)
    return Paging(total=total, empty=empty)


def _is_whole(page: Page, total: int | None) -> bool:
    """Whether the entries are as many as there are said to be."""
    return total is not None and page.before + len(entries_of(page)) >= total
