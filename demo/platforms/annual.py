"""Hanweb's page of annual reports: `xxgkAnnualReport.jsp?area=<agency>&fbtime=<reporting year>`.

It has no list: the page holds one year's report whole, and leads to the same page of other years.
"""

from collections.abc import Iterator, Sequence
from html import escape

from demo.articles import article_page
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, column_page, side
from demo.reports import ReportData
from demo.web import Ask, Page

PATH = "/module/xxgk/xxgkAnnualReport.jsp"


class Annual(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        if entry.column is not None and isinstance(entry.content, ReportData):
            return f"{PATH}?area={entry.column.code}&fbtime={entry.content.year}"
        return f"/xwdt/{994 + 7 * entry.number}.html"

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return f"{PATH}?area={column.code}"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        listed = _reports(view, column)
        for entry in listed:
            yield self.address(view.site, entry), self._page(view, column, listed, entry)
        shown = listed[0] if listed else None
        yield self.listing(view.site, column), self._page(view, column, listed, shown)

    def respond(self, view: View, ask: Ask) -> Page | None:
        """A year without a report is a page that says so."""
        if ask.path != PATH:
            return None
        columns = [c for c in view.site.columns if c.code == ask.query.get("area")]
        return self._page(view, columns[0], _reports(view, columns[0]), None) if columns else None

    def _page(
        self, view: View, column: Column, listed: Sequence[Entry], shown: Entry | None
    ) -> Page:
        years = "".join(
            f"<li{' class=cur' if entry is shown else ''}>"
            f'<a href="{escape(self.address(view.site, entry))}">{_year(entry)}年</a></li>'
            for entry in listed
        )
        above = (
            f'<div class="box"><h2>{escape(column.name)}</h2><ul class="years">{years}</ul></div>\n'
        )
        if shown is not None:
            return article_page(view, shown, self, above=above + side(view, self) + "\n")
        nothing = '<div class="box"><p>暂无该年度的报告。</p></div>\n'
        return column_page(view, column, above + nothing + side(view, self))


def _reports(view: View, column: Column) -> list[Entry]:
    return [entry for entry in view.listed(column) if isinstance(entry.content, ReportData)]


def _year(entry: Entry) -> int:
    return entry.content.year if isinstance(entry.content, ReportData) else entry.published.year
