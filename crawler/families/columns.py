"""Lists that belong to a listing: columns of single years, frames, and pages that send us on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawler.families.entries import target_of, title_of
from crawler.families.page import Page, Query

_YEAR_WORDS = re.compile(r"^\(?(20\d\d)\)?\s*年?度?(?:年报|年度报告|报告|年刊)?$")
_YEAR_FOLDER = re.compile(r"(?:^|[a-z_-])(20\d\d)(?:n|nb|nd|nian|gknb|ndbg|年)?(?:_\d+)?$")
_COLUMN_PAGE = re.compile(r"^(?:(?:index|list|default|common_list)\w*\.\w+)?$")
_REFRESH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*[;,]\s*url\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE)
_LONGEST_WAIT = 10.0
"""Seconds. What is refreshed later is a page that shows something new, not a way on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearColumns:
    followed: tuple[Query, ...]
    lost: tuple[str, ...]
    """Words of those that only a script would open."""
    dead: frozenset[int]
    """Years of links that lead nowhere, when there are several: tabs that a script may fill."""


def year_columns(page: Page) -> YearColumns:
    """Columns of single years beside or below the listing: `2023n`, `2024nb_123`, `2022年`."""
    followed: dict[str, Query] = {}
    lost: list[str] = []
    dead: set[int] = set()
    for anchor in page.html.css("a"):
        title = title_of(anchor)
        year = _YEAR_WORDS.match(title)
        if year is None:
            continue
        target = target_of(anchor, page.url)
        if target is not None and target.startswith("http"):
            if target != page.url and _is_year_column(target, page.url):
                followed.setdefault(target, Query(url=target))
        elif _opens_something(anchor):
            lost.append(title)
        else:
            dead.add(int(year[1]))
    return YearColumns(
        followed=tuple(followed.values()),
        lost=tuple(lost),
        # A single one is the year that is being shown.
        dead=frozenset(dead if len(dead) > 1 else ()),
    )


def _opens_something(anchor: Selector) -> bool:
    """A year without an address is a column behind a script, unless it is the one being shown."""
    href = anchor.attrib.get("href", "").strip()
    return "onclick" in anchor.attrib or (
        href.lower().startswith("javascript:") and re.search(r"\w\(", href) is not None
    )


def _is_year_column(url: str, listing: str) -> bool:
    """A folder for a year near the listing. A page with a name of its own is a report."""
    here, there = urlsplit(listing), urlsplit(url)
    if here.netloc != there.netloc:
        return False
    folder, _, name = there.path.rpartition("/")
    if here.path == there.path and there.query != here.query:
        return re.search(r"(?<!\d)20\d\d(?!\d)", there.query) is not None
    if not _COLUMN_PAGE.match(name):
        return False
    above = here.path.rpartition("/")[0]
    parents = (above, above.rpartition("/")[0])
    near = folder.startswith(above) or folder.rpartition("/")[0] in parents
    return near and _YEAR_FOLDER.search(folder.rpartition("/")[2].lower()) is not None


def frames(page: Page) -> Iterator[Query]:
    """Frames of the same site; one that shows nothing takes no room."""
    for frame in page.html.css("iframe[src], frame[src]"):
        source = frame.attrib["src"].strip()
        hidden = frame.attrib.get("height") in ("0", "1") or "display:none" in frame.attrib.get(
            "style", ""
        ).replace(" ", "")
        if hidden or source.lower().startswith(("about:", "javascript:", "data:")):
            continue
        yield Query(url=urljoin(page.url, source))


def refresh(page: Page) -> Query | None:
    """Where `<meta http-equiv="refresh">` sends a reader at once."""
    for meta in page.html.css("meta[http-equiv][content]"):
        if meta.attrib["http-equiv"].lower() != "refresh":
            continue
        found = _REFRESH.match(meta.attrib["content"])
        if found is not None and float(found[1]) <= _LONGEST_WAIT:
            return Query(url=urljoin(page.url, found[2].strip()))
    return None
