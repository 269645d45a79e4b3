"""What every CMS family offers. A new one is one module here and a saved site in the tests."""

from typing import Protocol

from crawler.families.page import Page, Paging


class Family(Protocol):
    """How sites of one content management system page through a listing."""

    @property
    def name(self) -> str: ...

    def recognises(self, page: Page) -> bool:
        """Whether the first page of a listing is of this family."""
        ...

    def paging(self, page: Page) -> Paging: ...
