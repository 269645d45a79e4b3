"""The entries of a listing, found by what they are and not by how they are marked up.

Class names change with every redesign. What stays: an entry is a link in a row; a day stands in the
row, or the title is of the family of annual reports; and where one entry is, its neighbours in the
same list are entries too. Navigation shows no days.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from parsel import Selector
from w3lib.url import safe_url_string

from crawler.families.dates import days_in, without_days
from crawler.families.page import Entry, Page
from crawler.families.visible import words
from model.capture import LinkKind
from registry.titles import read_title

_ROWS = frozenset({"li", "tr", "dt", "dd", "p", "div"})
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
    group: Any
    """The element that holds the row among its like."""
    counts: bool
    """Whether it is an entry by itself."""


@lru_cache(maxsize=8)  # every family asks for those of the page that it is to recognise
def entries_of(page: Page) -> tuple[Entry, ...]:
    """In page order, each URL once; empty when nothing on the page looks like a list."""
    rows = _Rows()
    found = (_read(anchor, page, rows) for anchor in page.html.css("a"))
    links = [link for link in found if link is not None]
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


def _read(anchor: Selector, page: Page, rows: "_Rows") -> _Link | None:
    title = title_of(anchor)
    if not title or _PAGING.match(title):
        return None
    url = target_of(anchor, page.url)
    if url is None or url == page.url:
        return None
    row, declared = rows.row_of(anchor)
    return _Link(
        entry=Entry(url=url, title=title, declared=declared),
        group=row.getparent(),
        counts=declared is not None or is_told_by_its_title(title),
    )


def is_told_by_its_title(title: str) -> bool:
    """Columns in the navigation are called 政府信息公开年报 too, so it takes a name or a year."""
    reading = read_title(title)
    named = reading.agency is not None or reading.reporting_year is not None
    return named and reading.kind is not LinkKind.OTHER


def title_of(anchor: Selector) -> str:
    """The words of a link; its `title` attribute where the words are cut short or missing."""
    shown = without_days(words(anchor.root.itertext()))
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


class _Rows:
    """The rows of one page, each element looked into once: many links stand in few rows."""

    def __init__(self) -> None:
        self._looked_into: dict[Any, tuple[bool, date | None]] = {}

    def row_of(self, anchor: Selector) -> tuple[Any, date | None]:
        """The smallest element around a link that shows a day and few links; else next of kin."""
        element = anchor.root
        around = list(islice((e for e in element.iterancestors() if e.tag in _ROWS), _NEAREST))
        for row in around:
            crowded, day = self._look_into(row)
            if crowded:
                break
            if day is not None:
                return row, day
        row = around[0] if around else element
        return (element, day) if (day := _day_behind(element)) else (row, None)

    def _look_into(self, element: Any) -> tuple[bool, date | None]:
        """Whether an element has too many links for a row, and the first day in it if not."""
        if element not in self._looked_into:
            few = islice(element.iter("a"), _MOST_LINKS_OF_A_ROW + 1)
            crowded = sum(1 for _ in few) > _MOST_LINKS_OF_A_ROW
            day = None if crowded else next(days_in(words(element.itertext())), None)
            self._looked_into[element] = crowded, day
        return self._looked_into[element]


def _day_behind(anchor: Any) -> date | None:
    """A day between this link and the next one: `<a>…</a> 2024-01-16<br><a>…`, dt and dd."""
    if day := next(days_in(anchor.tail or ""), None):
        return day
    parent = anchor.getparent()
    if anchor.getnext() is None and not (anchor.tail or "").strip() and _tag(parent) == "dt":
        described = parent.getnext()
        is_described = _tag(described) == "dd"
        return next(days_in(words(described.itertext())), None) if is_described else None
    for element in anchor.itersiblings():
        if next(element.iter("a"), None) is not None:
            return None
        text = "" if not isinstance(element.tag, str) else words(element.itertext())
        if day := next(days_in(f"{text} {element.tail or ''}"), None):
            return day
    return None


def _tag(element: Any) -> object:
    return None if element is None else element.tag
