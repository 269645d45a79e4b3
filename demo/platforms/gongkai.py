"""山东 gongkai: `/gongkai/site_<agency>/channel_<id>/doc_<id>.html`, ids of a document database.

Their first eight digits are a time. Behind the first page, `?page=2`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import Page, hex_id


class Gongkai(Static):
    def address(self, site: Site, entry: Entry) -> str:
        folder = entry.column.path if entry.column else f"/gongkai/site_{site.id}/channel_news/"
        made = datetime.combine(entry.published, time(1, 30), tzinfo=UTC)
        number = f"{int(made.timestamp()):08x}{hex_id(site.id, entry.title, digits=16)}"
        return f"{folder}doc_{number}.html"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        pages = chunks(view.listed(column), column.per_page)
        for number, entries in enumerate(pages, start=1):
            rows = [html.Row.of(e, self.address(view.site, e)) for e in entries]
            links = (
                f"<b>{page}</b>" if page == number else f'<a href="?page={page}">{page}</a>'
                for page in range(1, len(pages) + 1)
            )
            after = f'<a href="?page={number + 1}">下一页</a>' if number < len(pages) else ""
            paging = f"共{len(pages)}页 {' '.join(links)} {after}"
            made = column_page(
                view, column, html.listing(column.name, rows, paging, side(view, self))
            )
            yield f"{column.path}?page={number}", made
            if number == 1:
                yield column.path, made
