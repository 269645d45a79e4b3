"""No platform that one could name: numbered files, 上一页 and 下一页."""

from collections.abc import Iterator

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import Page


class Plain(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        folder = entry.column.path if entry.column else "/xwdt/"
        return f"{folder}{994 + 7 * entry.number}.htm"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        pages = chunks(view.listed(column), column.per_page)
        for number, entries in enumerate(pages):
            rows = [html.Row.of(e, self.address(view.site, e)) for e in entries]
            paging = _paging(number, len(pages))
            made = column_page(
                view, column, html.listing(column.name, rows, paging, side(view, self))
            )
            yield column.path + _name(number), made
            if number == 0:
                yield column.path, made


def _name(number: int) -> str:
    return f"list_{number + 1}.html" if number else "list.html"


def _paging(number: int, count: int) -> str:
    before = f'<a href="{_name(number - 1)}">上一页</a>' if number else ""
    after = f'<a href="{_name(number + 1)}">下一页</a>' if number + 1 < count else ""
    return f"共{count}页 {before}<b>{number + 1}</b>{after}"
