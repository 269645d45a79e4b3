"""云南: one page of annual reports for every year, `zfxxgknb.html?nbYear=<reporting year>`."""

from collections.abc import Iterator

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, column_page, side
from demo.reports import ReportData
from demo.web import Ask, Page


class Yunnan(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        folder = entry.column.path if entry.column else "/xwdt/"
        return f"{folder}{entry.published:%Y%m%d}/{264000 + entry.number}.html"

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return f"{column.path}zfxxgknb.html"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        years = _years(view, column)
        for year in years:
            yield f"{self.listing(view.site, column)}?nbYear={year}", self._page(view, column, year)
        latest = years[0] if years else view.day.year - 1
        yield self.listing(view.site, column), self._page(view, column, latest)

    def respond(self, view: View, ask: Ask) -> Page | None:
        for column in view.site.columns:
            if ask.path == self.listing(view.site, column) and "nbYear" in ask.query:
                year = ask.query["nbYear"]
                return self._page(view, column, int(year) if year.isdigit() else 0)
        return None

    def _page(self, view: View, column: Column, year: int) -> Page:
        rows = [
            html.Row.of(entry, self.address(view.site, entry))
            for entry in view.listed(column)
            if _year_of(entry) == year
        ]
        links = "".join(
            f'<li{" class=on" if one == year else ""}><a href="?nbYear={one}">{one}</a></li>'
            for one in _years(view, column)
        )
        above = f'<ul class="nb-year">{links}</ul>\n'
        return column_page(
            view, column, above + html.listing(column.name, rows, "", side(view, self))
        )


def _years(view: View, column: Column) -> list[int]:
    return sorted({_year_of(entry) for entry in view.listed(column)}, reverse=True)


def _year_of(entry: Entry) -> int:
    if isinstance(entry.content, ReportData):
        return entry.content.year
    return entry.published.year - 1
