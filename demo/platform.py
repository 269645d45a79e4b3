"""What every platform offers: its addresses, its lists, and its answers to calls."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Item, Site
from demo.web import Ask, Page, page_of


class Platform(Protocol):
    """One module of this package. Addresses are paths, with a query where the platform has one."""

    def address(self, site: Site, entry: Entry) -> str:
        """Of an article."""
        ...

    def listing(self, site: Site, column: Column) -> str:
        """The address of a column that a registry would name."""
        ...

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        """The pages of a column, by their addresses."""
        ...

    def respond(self, view: View, ask: Ask) -> Page | None:
        """To what is no page: the platform's own calls."""
        ...


class Static:
    """Platforms that write everything as files."""

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return column.path + column.entry

    def respond(self, view: View, ask: Ask) -> Page | None:  # noqa: ARG002 - nothing to call
        return None


def chunks(entries: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    """The pages of a list; an empty list is one empty page."""
    return [entries[start : start + size] for start in range(0, len(entries), size)] or [()]


def column_page(view: View, column: Column, body: str) -> Page:
    """A page of a column. Beside the list stand the latest news, which date it, too."""
    text = html.page(
        view.site,
        title=column.name,
        crumbs=(("政府信息公开", None), (column.name, None)),
        meta=(("ColumnName", column.name), ("ColumnType", "信息公开年报")),
        body=body,
    )
    return page_of(text, view.changed([*view.listed(column), *view.news]))


def side(view: View, address: "Platform") -> str:
    """最新动态."""
    return html.news_box(
        (entry.content, address.address(view.site, entry))
        for entry in view.news
        if isinstance(entry.content, Item)
    )
