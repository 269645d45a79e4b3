"""TRS WCM (拓尔思): static files, dated names, pages counted by a script call."""

from collections.abc import Iterator

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import OPENING, Ask, Page, morning

_SCRIPT_PATH = "/js/page.js"
_SCRIPT = """function createPageHTML(count, current, name, ext) {
  for (var i = 0; i < count; i++) {
    document.write(i === current ? "<b>" + (i + 1) + "</b>"
      : '<a href="' + name + (i ? "_" + i : "") + "." + ext + '">' + (i + 1) + "</a>");
  }
}
"""


class Trs(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        folder = entry.column.path if entry.column else "/xwdt/"
        day = entry.published
        return f"{folder}{day:%Y%m}/t{day:%Y%m%d}_{994 + 7 * entry.number}.html"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        pages = chunks(view.listed(column), column.per_page)
        for number, entries in enumerate(pages):
            rows = [
                html.Row.of(e, self._relative(view.site, e, column), twins=view.site.twins)
                for e in entries
            ]
            paging = (
                f'<script src="{_SCRIPT_PATH}"></script>'
                f'<script>createPageHTML({len(pages)}, {number}, "index", "html");</script>'
            )
            made = column_page(
                view, column, html.listing(column.name, rows, paging, side(view, self))
            )
            yield f"{column.path}{f'index_{number}.html' if number else 'index.html'}", made
            if number == 0:
                yield column.path, made

    def _relative(self, site: Site, entry: Entry, column: Column) -> str:
        address = self.address(site, entry)
        inside = address.removeprefix(column.path)
        return f"./{inside}" if inside != address else address

    def respond(self, view: View, ask: Ask) -> Page | None:  # noqa: ARG002 - the same every day
        if ask.path != _SCRIPT_PATH:
            return None
        return Page(media_type="text/javascript", body=_SCRIPT.encode(), modified=morning(OPENING))
