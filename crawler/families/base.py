"""What every CMS family offers. A new one is one module here and a saved site in the tests."""

from typing import Protocol

from crawler.families.addresses import family_of_url
from crawler.families.entries import entries_of
from crawler.families.page import Entry, Page, Paging


class Family(Protocol):
    """How sites of one content management system show a listing."""

    @property
    def name(self) -> str: ...

    def recognises(self, page: Page) -> bool:
        """Whether the first page of a listing is of this family."""
        ...

    def entries(self, page: Page) -> tuple[Entry, ...]: ...

    def paging(self, page: Page) -> Paging: ...


def is_addressed_as(page: Page, family: str) -> bool:
    """Whether its own URL, or most of what it lists, has the form of a family's addresses."""
    if family_of_url(page.url) == family:
        return True
    urls = [entry.url for entry in entries_of(page)]
    fitting = sum(family_of_url(url) == family for url in urls)
    return fitting * 2 > len(urls)
