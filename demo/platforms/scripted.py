"""A list without entries: a script asks for its data and draws it."""

import json
from collections.abc import Iterator
from html import escape

from demo.entries import View
from demo.places import Column
from demo.platform import Platform, column_page
from demo.web import Page, morning

_SCRIPT = (
    'var box=document.getElementById("list");fetch(box.dataset.url)'
    ".then(function(r){return r.json()}).then(function(d){d.rows.forEach(function(r){"
    'var li=document.createElement("li");var a=document.createElement("a");'
    'var s=document.createElement("span");s.textContent=r.date;a.href=r.url;'
    "a.textContent=r.title;li.append(s,a);box.append(li)})})"
)


def scripted(view: View, column: Column, platform: Platform) -> Iterator[tuple[str, Page]]:
    data = f"{column.path}data.json"
    body = (
        f'<div class="box"><h2>{escape(column.name)}</h2>'
        f'<ul class="list" id="list" data-url="{data}"></ul><script>{_SCRIPT}</script></div>'
    )
    made = column_page(view, column, body)
    yield column.path, made
    yield platform.listing(view.site, column), made
    listed = view.listed(column)
    rows = [
        {
            "date": str(entry.published),
            "url": platform.address(view.site, entry),
            "title": entry.title,
        }
        for entry in listed
    ]
    text = json.dumps({"rows": rows}, ensure_ascii=False)
    yield (
        data,
        Page(
            media_type="application/json; charset=utf-8",
            body=text.encode(),
            modified=morning(view.changed(listed)),
        ),
    )
