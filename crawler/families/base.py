"""What every CMS family offers. A new one is one module here and a saved site in the tests."""

from collections import Counter
from functools import lru_cache
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
    families = _families_of_entries(page)
    return families[family] * 2 > families.total()


@lru_cache(maxsize=8)
def _families_of_entries(page: Page) -> Counter[str | None]:
    return Counter(family_of_url(entry.url) for entry in entries_of(page))
