"""广东 gkmlpt: an empty page whose script asks an API for JSON; a hundred articles a page.

`window._CONFIG` names the site (SID) and the tree of categories (TREE);
`GET /gkmlpt/api/all/<category>?page=&sid=` answers `total` and `articles`.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, time

from demo.entries import Entry, View
from demo.places import Column, Site
from demo.platform import Static, column_page
from demo.season import CHINA
from demo.web import Ask, Page

_ARTICLES_A_PAGE = 100
_API = re.compile(r"/gkmlpt/api/all/(\d+)")


class Gkmlpt(Static):
    def address(self, site: Site, entry: Entry) -> str:  # noqa: ARG002 - others need the site
        post = 2870000 + entry.number
        return f"/gkmlpt/content/{post // 1000000}/{post // 1000}/post_{post}.html"

    def listing(self, site: Site, column: Column) -> str:  # noqa: ARG002 - others need the site
        return "/gkmlpt/annualreport"

    def pages(self, view: View, column: Column) -> Iterator[tuple[str, Page]]:
        settings = {
            "BASE_URL": "/gkmlpt",
            "SID": _sid(view.site),
            "SITE_NAME": view.site.name,
            "TREE": [
                {"id": 2801, "name": "法定主动公开内容", "children": [], "jump_url": ""},
                {"id": int(column.code), "name": column.name, "children": [], "jump_url": ""},
            ],
            "CURRENT": int(column.code),
        }
        body = (
            '<div id="app"></div>\n<script>window._CONFIG = '
            f"{json.dumps(settings, ensure_ascii=False)};</script>\n"
            '<script src="/gkmlpt/static/js/app.js"></script>'
        )
        yield self.listing(view.site, column), column_page(view, column, body)

    def respond(self, view: View, ask: Ask) -> Page | None:
        if ask.path == "/gkmlpt/static/js/app.js":
            return Page(media_type="text/javascript", body=b"/* app */\n", modified=None)
        called = _API.fullmatch(ask.path)
        if called is None:
            return None
        columns = [column for column in view.site.columns if column.code == called[1]]
        listed = view.listed(columns[0]) if columns and _is_ours(view.site, ask) else ()
        page = int(ask.query.get("page", "1")) if ask.query.get("page", "1").isdigit() else 1
        shown = listed[(page - 1) * _ARTICLES_A_PAGE : page * _ARTICLES_A_PAGE]
        answer = {
            "articles": [self._article(view, entry) for entry in shown],
            "total": len(listed),
        }
        text = json.dumps(answer, ensure_ascii=False)
        return Page(media_type="application/json", body=text.encode(), modified=None)

    def _article(self, view: View, entry: Entry) -> dict[str, object]:
        moment = datetime.combine(entry.published, time(9, 30), tzinfo=CHINA)
        return {
            "id": 2870000 + entry.number,
            "title": entry.title,
            "url": f"http://{view.site.domain}{self.address(view.site, entry)}",
            "publisher": view.site.name,
            "created_at": f"{moment:%Y-%m-%d %H:%M:%S}",
            "display_publish_time": int(moment.timestamp()),
            "date": int(moment.timestamp()),
        }


def _sid(site: Site) -> str:
    return site.code[-6:]


def _is_ours(site: Site, ask: Ask) -> bool:
    return ask.query.get("sid", _sid(site)) == _sid(site)
