"""Hanweb jpaas: the page holds a tag, and an API answers what belongs in its place as HTML in JSON.

The first page of a list is built into the file; the others are asked for by `paramJson`.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape

from demo import html
from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, chunks, column_page, side
from demo.web import Ask, Page, hex_id

API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_TAG = "信息列表"


class Jpaas(Static):
    def address(self, site: Site, entry: Entry) -> str:
        folder = entry.column.path if entry.column else "/xwzx/"
        name = hex_id(site.id, entry.title, entry.published)
        return f"{folder}art/{entry.published.year}/art_{name}.html"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        tag = (
            f'<script class="build-unit" url="{API}" '
            f'querydata="{escape(str(_query(view.site, column)))}"></script>'
        )
        body = (
            f'<div class="cols"><div class="box"><h2>{escape(column.name)}</h2>\n'
            f"{self._fragment(view, column, 1)}\n{tag}</div>\n{side(view, self)}</div>"
        )
        made = column_page(view, column, body)
        yield f"{column.path}index.html", made
        yield column.path, made

    def respond(self, view: View, ask: Ask) -> Page | None:
        if ask.path != API:
            return None
        asked = ask.query.get("pageId")
        columns = [c for c in view.site.columns if _page_id(view.site, c) == asked]
        if not columns:
            answer: dict[str, object] = {"success": False, "code": "500", "data": None}
        else:
            number = _page_number(ask.query.get("paramJson", ""))
            fragment = self._fragment(view, columns[0], number)
            answer = {"success": True, "code": "200", "data": {"html": fragment}}
        text = json.dumps(answer, ensure_ascii=False)
        return Page(media_type="application/json;charset=UTF-8", body=text.encode(), modified=None)

    def _fragment(self, view: View, column: Column, number: int) -> str:
        listed = view.listed(column)
        pages = chunks(listed, column.per_page)
        entries: Sequence[Entry] = pages[number - 1] if 0 < number <= len(pages) else ()
        rows = [html.Row.of(entry, self.address(view.site, entry)) for entry in entries]
        return (
            f'<ul class="list">\n{html.rows(rows)}\n</ul>\n'
            f'<div class="pagination" pageno="{number}" pagesize="{column.per_page}">'
            f"共{len(listed)}条　第{number}/{len(pages)}页</div>"
        )


def _query(site: Site, column: Column) -> dict[str, str]:
    return {
        "parseType": "bulidstatic",
        "webId": hex_id("web", site.id),
        "tplSetId": hex_id("set", site.id),
        "pageType": "column",
        "tagId": _TAG,
        "editType": "null",
        "pageId": _page_id(site, column),
    }


def _page_id(site: Site, column: Column) -> str:
    return hex_id("column", site.id, column.path)


def _page_number(parameters: str) -> int:
    try:
        return int(json.loads(parameters)["pageNo"])
    except (ValueError, KeyError, TypeError):
        return 1
