"""开普云 UCAP: articles with 32 hexadecimal digits, `list_2.shtml`, counted from 1 by a script."""

from collections.abc import Iterator

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import Page, hex_id


class Ucap(Static):
    def address(self, site: Site, entry: Entry) -> str:
        folder = entry.column.path if entry.column else "/c999101/"
        name = hex_id(site.id, entry.title, entry.published)
        return f"{folder}{entry.published:%Y%m}/{name}.shtml"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        listed = view.listed(column)
        pages = chunks(listed, column.per_page)
        for number, entries in enumerate(pages, start=1):
            rows = [html.Row.of(e, self.address(view.site, e)) for e in entries]
            paging = (
                '<div id="page_div"></div><script>createPageHTML'
                f"('page_div',{len(pages)}, {number},'list','shtml',{len(listed)});</script>"
            )
            made = column_page(
                view, column, html.listing(column.name, rows, paging, side(view, self))
            )
            yield f"{column.path}{f'list_{number}' if number > 1 else 'list'}.shtml", made
