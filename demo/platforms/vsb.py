"""博达 VSB: `ndbg.htm` comes first, then `ndbg/2.htm`, and `ndbg/1.htm` is the last page."""

from collections.abc import Iterator

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import Page


class Vsb(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        code = entry.column.code if entry.column else "1009"
        return f"/info/{code}/{4200 + entry.number}.htm"

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return f"{column.path.rstrip('/')}.htm"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        listed = view.listed(column)
        pages = chunks(listed, column.per_page)
        for number, entries in enumerate(pages, start=1):
            up = "" if number == 1 else "../"
            rows = [
                html.Row.of(e, _up(number, column) + self.address(view.site, e)[1:])
                for e in entries
            ]
            paging = _paging(column, number, len(pages), len(listed), up)
            made = column_page(
                view, column, html.listing(column.name, rows, paging, side(view, self))
            )
            yield _page_address(column, number, len(pages)), made


def _page_address(column: Column, number: int, count: int) -> str:
    stem = column.path.rstrip("/")
    return f"{stem}.htm" if number == 1 else f"{stem}/{count - number + 1}.htm"


def _up(number: int, column: Column) -> str:
    """Links are relative to where the page lies."""
    return "../" * (column.path.strip("/").count("/") + (number > 1))


def _paging(column: Column, number: int, count: int, total: int, up: str) -> str:
    name = column.path.strip("/").rpartition("/")[2]

    def link(page: int, words: str, kind: str) -> str:
        target = f"{up}{name}.htm" if page == 1 else f"{up}{name}/{count - page + 1}.htm"
        return f'<span class="{kind}"><a href="{target}">{words}</a></span>'

    numbers = "".join(
        f'<span class="p_no_d">{page}</span>' if page == number else link(page, str(page), "p_no")
        for page in range(1, count + 1)
    )
    before = link(number - 1, "上页", "p_prev p_fun") if number > 1 else ""
    after = link(number + 1, "下页", "p_next p_fun") if number < count else ""
    last = link(count, "尾页", "p_last p_fun") if number < count else ""
    count_all = f'<span class="p_t">共{total}条</span>'
    return f'<span class="p_pages">{count_all}{before}{numbers}{after}{last}</span>'
