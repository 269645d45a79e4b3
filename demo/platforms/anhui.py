"""安徽 (龙讯): `/public/column/<id>?type=3` is an agency's column of annual reports.

`&action=detail&title=<reporting year>` is one of them, whole.
"""

from collections.abc import Iterator

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, column_page, side
from demo.reports import ReportData
from demo.web import Page


class Anhui(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        report = entry.content
        if entry.column is not None and isinstance(report, ReportData):
            return f"{_column(entry.column)}&action=detail&title={report.year}"
        code = entry.column.code if entry.column else "24000"
        return f"/public/{code}/{145000100 + entry.number}.html"

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return _column(column)

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        rows = [html.Row.of(e, self.address(view.site, e)) for e in view.listed(column)]
        made = column_page(view, column, html.listing(column.name, rows, "", side(view, self)))
        yield _column(column), made
        yield f"{_column(column)}&action=list", made


def _column(column: Column) -> str:
    return f"/public/column/{column.code}?type=3"
