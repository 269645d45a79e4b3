"""Which pages a site has on a day. Pure: the same day gives the same bytes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from demo import html
from demo.content import DATA, Behaviour, Column, Content, Item, Site, Style
from demo.report_pages import report_paragraphs, report_title
from demo.reports import ReportData

CHINA = timezone(timedelta(hours=8))
_NEWS_SHOWN = 6
_HTML = "text/html; charset=utf-8"
_OPENING = date(2022, 6, 1)
"""Pages without dated content were last changed when the sites opened."""

_NOT_THERE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>404</title></head>
<body><h1>404</h1><p>您访问的页面不存在。</p></body></html>
"""
_CHALLENGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title>
<meta content="d7Ke0v3n" id="wxq2c" r="m">
<script type="text/javascript" src="/rS4kv0/wq.b2c81f.js" r="m"></script>
<script type="text/javascript" r="m">(function(){var $_ts=window.$_ts={};$_ts.cd="demo";})();
document.cookie="demo_check=1;path=/";location.reload();</script>
</head><body></body></html>
"""
_SCRIPT_PATH = "/js/page.js"
_SCRIPT = """function createPageHTML(count, current, name, ext) {
  for (var i = 0; i < count; i++) {
    document.write(i === current ? "<b>" + (i + 1) + "</b>"
      : '<a href="' + name + (i ? "_" + i : "") + "." + ext + '">' + (i + 1) + "</a>");
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer to a GET."""

    status: int = 200
    media_type: str = _HTML
    body: bytes
    modified: datetime
    cookie: str | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dated thing of a site with the path it has on it."""

    path: str
    title: str
    published: date
    column: Column | None
    """None for news."""
    content: Item | ReportData


def answer(content: Content, site: Site, path: str, day: date) -> Page:
    """What the site answers for a path (without query) on a day."""
    if site.behaviour is Behaviour.CHALLENGE:
        return Page(
            status=412, body=_CHALLENGE.encode(), modified=_morning(_OPENING), cookie="demo_s=1"
        )
    found = site_pages(content, site, day).get(path)
    return found or Page(status=404, body=_NOT_THERE.encode(), modified=_morning(_OPENING))


@lru_cache(maxsize=64)
def site_pages(content: Content, site: Site, day: date) -> dict[str, Page]:
    """Path → page; nothing published after `day` is in it, or linked from it."""
    entries = tuple(entry for entry in site_entries(content, site) if entry.published <= day)
    news = tuple(entry for entry in entries if entry.column is None)[:_NEWS_SHOWN]
    pages = {path: page for entry in entries for path, page in _articles(content, site, entry)}
    for column in site.columns:
        pages.update(_listings(site, column, entries, news))
    pages["/"] = pages["/index.html"] = _page(_home(site, news), _latest(news))
    if site.style is Style.TRS:
        pages[_SCRIPT_PATH] = Page(
            media_type="text/javascript", body=_SCRIPT.encode(), modified=_morning(_OPENING)
        )
    if site.robots is not None:
        pages["/robots.txt"] = Page(
            media_type="text/plain; charset=utf-8",
            body=site.robots.encode(),
            modified=_morning(_OPENING),
        )
    return pages


@lru_cache(maxsize=64)
def site_entries(content: Content, site: Site) -> tuple[Entry, ...]:
    """Everything the site will ever hold, the newest first."""
    things: list[tuple[date, str, Column | None, Item | ReportData]] = [
        (item.published, item.title, None, item) for item in site.news
    ]
    for column in site.columns:
        things.extend((item.published, item.title, column, item) for item in column.items)
        name = content.name_of(column.agency)
        things.extend(
            (report.published, report_title(name, report.year), column, report)
            for report in content.reports_of(column.agency)
        )
    things.sort(key=lambda thing: (thing[0], thing[1]))
    entries = [
        Entry(
            path=_path(site, column, published, 1001 + 7 * number),
            title=title,
            published=published,
            column=column,
            content=thing,
        )
        for number, (published, title, column, thing) in enumerate(things)
    ]
    return tuple(reversed(entries))


def _path(site: Site, column: Column | None, published: date, number: int) -> str:
    folder = column.path if column else "/xwdt/"
    if site.style is Style.TRS:
        return f"{folder}{published:%Y%m}/t{published:%Y%m%d}_{number}.html"
    return f"{folder}{number}.htm"


def document_path(entry: Entry) -> str:
    """Where the content stands: the entry's page, or the attached file, named P0… as in TRS."""
    if isinstance(entry.content, ReportData) and entry.content.attached:
        return f"{entry.path.rpartition('/')[0]}/P0{entry.published:%Y%m%d}573.pdf"
    return entry.path


def _articles(content: Content, site: Site, entry: Entry) -> Iterator[tuple[str, Page]]:
    """The article's page, and the attached file when there is one."""
    thing = entry.content
    column = entry.column
    if isinstance(thing, Item):
        source = content.name_of(column.agency) if column else site.name
        paragraphs = [html.paragraph(text) for text in thing.text.split("\n") if text.strip()]
    else:
        source = content.name_of(thing.agency)
        if thing.attached is None:
            from_word = site.style is Style.TRS
            paragraphs = list(report_paragraphs(source, thing, from_word=from_word))
        else:
            path = document_path(entry)
            yield (
                path,
                Page(
                    media_type="application/pdf",
                    body=(DATA / thing.attached).read_bytes(),
                    modified=_morning(entry.published),
                ),
            )
            paragraphs = [
                html.paragraph("报告全文请见附件。"),
                f'<p>附件：<a href="./{path.rpartition("/")[2]}">{entry.title}.pdf</a></p>',
            ]
    yield entry.path, _page(_article(site, entry, source, paragraphs), entry.published)


def _article(site: Site, entry: Entry, source: str, paragraphs: list[str]) -> str:
    column = (entry.column.name, entry.column.path) if entry.column else ("新闻动态", None)
    shown = f"{entry.published} 09:30"
    return html.page(
        site,
        title=entry.title,
        crumbs=(column, ("正文", None)),
        meta=(
            ("ColumnName", column[0]),
            ("ColumnType", _column_type(entry.column)),
            ("ArticleTitle", entry.title),
            ("PubDate", shown),
            ("ContentSource", source),
        ),
        body=html.article(entry.title, source=source, shown=shown, paragraphs=paragraphs),
    )


def _column_type(column: Column | None) -> str:
    return "信息公开年报" if column else "工作动态"


def _listings(
    site: Site,
    column: Column,
    entries: Sequence[Entry],
    news: Sequence[Entry],
) -> Iterator[tuple[str, Page]]:
    """Every page of a column, under every path that leads to it."""
    listed = [entry for entry in entries if _lists(column, entry)]
    if site.behaviour is Behaviour.SCRIPT:
        yield from _scripted(site, column, listed)
        return
    latest = _latest([*listed, *news])
    size = column.per_page
    chunks = [listed[start : start + size] for start in range(0, len(listed), size)] or [[]]
    side = html.news_box((e.content, e.path) for e in news if isinstance(e.content, Item))
    for number, chunk in enumerate(chunks):
        rows = [(str(e.published), _relative(e.path, column), e.title) for e in chunk]
        body = html.listing(column.name, rows, _paging(site, number, len(chunks)), side)
        made = _page(_column_page(site, column, body), latest)
        name = _page_name(site, number)
        yield column.path + name, made
        if number == 0:
            yield column.path, made


def _lists(column: Column, entry: Entry) -> bool:
    if entry.column is column:
        return True
    return isinstance(entry.content, ReportData) and entry.content.agency in column.also


def _relative(path: str, column: Column) -> str:
    inside = path.removeprefix(column.path)
    return f"./{inside}" if inside != path else path


def _page_name(site: Site, number: int) -> str:
    if site.style is Style.TRS:
        return f"index_{number}.html" if number else "index.html"
    return f"list_{number + 1}.html" if number else "list.html"


def _paging(site: Site, number: int, count: int) -> str:
    if site.style is Style.TRS:
        return (
            f'<script src="{_SCRIPT_PATH}"></script>'
            f'<script>createPageHTML({count}, {number}, "index", "html");</script>'
        )
    before = f'<a href="{_page_name(site, number - 1)}">上一页</a>' if number else ""
    after = f'<a href="{_page_name(site, number + 1)}">下一页</a>' if number + 1 < count else ""
    return f"共{count}页 {before}<b>{number + 1}</b>{after}"


def _scripted(site: Site, column: Column, listed: Sequence[Entry]) -> Iterator[tuple[str, Page]]:
    """An empty container and the address of its data, which a script would fetch."""
    data = f"{column.path}data.json"
    body = (
        f'<div class="box"><h2>{column.name}</h2><ul class="list" id="list" data-url="{data}"></ul>'
        '<script>var box=document.getElementById("list");fetch(box.dataset.url)'
        ".then(function(r){return r.json()}).then(function(d){d.rows.forEach(function(r){"
        'var li=document.createElement("li");var a=document.createElement("a");'
        'var s=document.createElement("span");s.textContent=r.date;a.href=r.url;'
        "a.textContent=r.title;li.append(s,a);box.append(li)})})</script></div>"
    )
    made = _page(_column_page(site, column, body), _OPENING)
    yield column.path, made
    yield column.path + _page_name(site, 0), made
    rows = [{"date": str(e.published), "url": e.path, "title": e.title} for e in listed]
    yield (
        data,
        Page(
            media_type="application/json; charset=utf-8",
            body=json.dumps({"rows": rows}, ensure_ascii=False).encode(),
            modified=_morning(_latest(listed)),
        ),
    )


def _column_page(site: Site, column: Column, body: str) -> str:
    return html.page(
        site,
        title=column.name,
        crumbs=(("政府信息公开", None), (column.name, None)),
        meta=(("ColumnName", column.name), ("ColumnType", _column_type(column))),
        body=body,
    )


def _home(site: Site, news: Sequence[Entry]) -> str:
    columns = "\n".join(
        f'<li><a href="{column.path}{column.entry}">{column.name}</a></li>'
        for column in site.columns
    )
    box = f'<div class="box"><h2>政府信息公开</h2><ul class="list">\n{columns}\n</ul></div>'
    side = html.news_box((e.content, e.path) for e in news if isinstance(e.content, Item))
    return html.page(
        site, title="首页", crumbs=(), meta=(), body=f'<div class="cols">{box}\n{side}</div>'
    )


def _latest(entries: Iterable[Entry]) -> date:
    return max((entry.published for entry in entries), default=_OPENING)


def _page(text: str, changed: date) -> Page:
    return Page(body=text.encode(), modified=_morning(changed))


def _morning(day: date) -> datetime:
    """The early morning of the day in China, so that the look at 09:00 is never before it."""
    return datetime.combine(day, time(6), tzinfo=CHINA).astimezone(UTC)
