"""Hanweb (大汉) jcms: the first records stand in the page, the others come by POST as XML.

`/module/web/jpage/dataproxy.jsp?startrecord=&endrecord=&perpage=` answers records, each in CDATA,
at most three pages of them in one call.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from xml.sax.saxutils import quoteattr

from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import Ask, Page

PROXY = "/module/web/jpage/dataproxy.jsp"
_PAGES_A_CALL = 3
_WEBID = "61"


class Jcms(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        day = entry.published
        code = entry.column.code if entry.column else "1229940001"
        return f"/art/{day.year}/{day.month}/{day.day}/art_{code}_{4130100 + entry.number}.html"

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return f"/col/col{column.code}/index.html"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        listed = view.listed(column)
        first = chunks(listed, column.per_page)[0]
        unit = _unit(column)
        settings = {
            "col": "1",
            "appid": "1",
            "webid": _WEBID,
            "path": "/",
            "columnid": column.code,
            "sourceContentType": "1",
            "unitid": unit,
            "webname": view.site.name,
            "permissiontype": "0",
        }
        call = (
            f'$("#{unit}").jpage({{openCookies:false,perPage:{column.per_page},groupSize:1,'
            f'totalRecord:{len(listed)},barPosition:"bottom",'
            f'proxyUrl:"{PROXY}",ajaxParam:{json.dumps(settings, ensure_ascii=False)}}});'
        )
        store = (
            f'<div id="{unit}" class="list"><script type="text/xml">\n'
            f"{_datastore(self._records(view.site, first), len(listed), column.per_page)}\n"
            f"</script></div>\n<script>jQuery(function($){{{call}}});</script>"
        )
        body = (
            f'<div class="cols"><div class="box"><h2>{escape(column.name)}</h2>\n{store}</div>\n'
            f"{side(view, self)}</div>"
        )
        made = column_page(view, column, body)
        yield self.listing(view.site, column), made
        yield f"/col/col{column.code}/", made

    def respond(self, view: View, ask: Ask) -> Page | None:
        if ask.path != PROXY:
            return None
        given = {**ask.query, **ask.form}
        asked = [c for c in view.site.columns if c.code == given.get("columnid")]
        listed: Sequence[Entry] = view.listed(asked[0]) if asked else ()
        size = _number(given.get("perpage"), 15)
        start = max(1, _number(given.get("startrecord"), 1))
        end = min(
            _number(given.get("endrecord"), size), start + _PAGES_A_CALL * size - 1, len(listed)
        )
        records = self._records(view.site, listed[start - 1 : end])
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n{_datastore(records, len(listed), size)}'
        return Page(media_type="text/xml;charset=UTF-8", body=text.encode(), modified=None)

    def _records(self, site: Site, entries: Sequence[Entry]) -> Iterator[str]:
        for entry in entries:
            title = escape(entry.title)
            yield (
                f"<li><a href={quoteattr(self.address(site, entry))} title={quoteattr(entry.title)}"
                f' target="_blank">{title}</a><span>{entry.published}</span></li>'
            )


def _datastore(records: Iterator[str], total: int, size: int) -> str:
    pages = max(1, -(-total // size))
    rows = "\n".join(f"<record><![CDATA[\n{record}]]></record>" for record in records)
    return (
        f"<datastore>\n<totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage>"
        f"<recordset>\n{rows}\n</recordset></datastore>"
    )


def _unit(column: Column) -> str:
    return f"55{column.code[-5:]}"


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() else otherwise
