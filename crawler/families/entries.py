"""The entries of a listing, found by what they are and not by how they are marked up.

Class names change with every redesign. What stays: an entry is a link in a row; a day stands in the
row, or the title is of the family of annual reports; and where one entry is, its neighbours in the
same list are entries too. Navigation shows no days.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin, urlsplit

from parsel import Selector
from w3lib.url import safe_url_string

from crawler.families.dates import days_in, without_days
from crawler.families.page import Entry, Page
from crawler.families.visible import words
from model.capture import LinkKind
from registry.titles import read_title

_ROWS = "ancestor::*[self::li or self::tr or self::dt or self::dd or self::p or self::div]"
_MOST_LINKS_OF_A_ROW = 3
_NEAREST = 4
"""How many ancestors of a link may be its row."""
_PAGING = re.compile(
    r"^(?:首页|上一?页|下一?页|末页|尾页|前一页|后一页|第?\d+页?|[<>«»‹›]+|更多|more)$"
)
_CUT = re.compile(r"(?:\.{2,}|…)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    entry: Entry
    group: str
    """Identity of the element that holds the row among its like."""
    counts: bool
    """Whether it is an entry by itself."""


def entries_of(page: Page) -> tuple[Entry, ...]:
    """In page order, each URL once; empty when nothing on the page looks like a list."""
    links = [link for anchor in page.html.css("a") if (link := _read(anchor, page)) is not None]
    groups = {link.group for link in links if link.counts}
    return _once(link.entry for link in links if link.group in groups)


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry for each URL: a picture and its caption, a title and its `查看` are one."""
    found: dict[str, Entry] = {}
    for entry in entries:
        known = found.get(entry.url)
        if known is None or len(known.title) < len(entry.title):
            declared = entry.declared or (known.declared if known else None)
            found[entry.url] = Entry(url=entry.url, title=entry.title, declared=declared)
    return tuple(found.values())


def _read(anchor: Selector, page: Page) -> _Link | None:
    title = title_of(anchor)
    if not title or _PAGING.match(title):
        return None
    url = target_of(anchor, page.url)
    if url is None or url == page.url:
        return None
    row, declared = _row_of(anchor)
    return _Link(
        entry=Entry(url=url, title=title, declared=declared),
        group=_path(row.xpath("..")[0]),
        counts=declared is not None or is_told_by_its_title(title),
    )


def is_told_by_its_title(title: str) -> bool:
    """Columns in the navigation are called 政府信息公开年报 too, so it takes a name or a year."""
    reading = read_title(title)
    named = reading.agency is not None or reading.reporting_year is not None
    return named and reading.kind is not LinkKind.OTHER


def title_of(anchor: Selector) -> str:
    """The words of a link; its `title` attribute where the words are cut short or missing."""
    shown = without_days(words(anchor.xpath(".//text()").getall()))
    full = words([anchor.attrib.get("title", "")])
    if not shown or (_CUT.search(shown) and full):
        return full
    return full if len(full) > len(shown) and full.startswith(shown.rstrip(".…")) else shown


def target_of(anchor: Selector, base: str) -> str | None:
    """The absolute URL of a link, the `href` itself when it is a script, None when it is none."""
    href = anchor.attrib.get("href", "").strip()
    if not href or href.startswith("#"):
        return None
    if href.lower().startswith("javascript:"):
        return href if re.search(r"\w\(\s*['\"\d]", href) else None
    try:
        url = safe_url_string(urldefrag(urljoin(base, href)).url)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _row_of(anchor: Selector) -> tuple[Selector, date | None]:
    """The smallest element around a link that shows a day and few links; else its next of kin."""
    around = list(reversed(anchor.xpath(_ROWS)))[:_NEAREST]
    for row in around:
        if len(row.css("a")) > _MOST_LINKS_OF_A_ROW:
            break
        day = next(days_in(words(row.xpath(".//text()").getall())), None)
        if day is not None:
            return row, day
    row = around[0] if around else anchor
    return (anchor, day) if (day := _day_behind(anchor)) else (row, None)


def _day_behind(anchor: Selector) -> date | None:
    """A day between this link and the next one: `<a>…</a> 2024-01-16<br><a>…`, dt and dd."""
    beside = anchor.xpath("following-sibling::node()")
    if not beside:
        beside = anchor.xpath("parent::dt/following-sibling::*[1][self::dd]")
    for node in beside:
        if isinstance(node.root, str):
            text = node.root
        elif node.xpath("descendant-or-self::a"):
            return None
        else:
            text = words(node.xpath(".//text()").getall())
        if day := next(days_in(text), None):
            return day
    return None


def _path(element: Selector) -> str:
    root: str = element.root.getroottree().getpath(element.root)
    return root
