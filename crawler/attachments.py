"""Files that a report's page links: often the page is a cover and the report is the file. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from parsel import Selector

from crawler.families.entries import target_of, title_of
from crawler.media import FILE_ENDINGS, is_file_url
from model.capture import LinkKind
from registry.titles import read_title

MOST = 20
"""Of one page. Nobody prints a report in more files; a page with more is something else."""


_DOWNLOAD = re.compile(r"/download\.jsp\?(?:.*&)?wbfileid=\w")
"""博达 VSB: `/system/_content/download.jsp?urltype=…&wbfileid=…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    url: str
    title: str
    reporting_year: int | None


_MAY_BE_A_FILE = re.compile(r"\.(?:pdf|doc|wps)|/download\.jsp", re.IGNORECASE)
"""Stands somewhere in or before every link that `_is_file` takes for one."""
_TOLD = "//a/@href | //a/@title | //a//text()"
_DROPPED = str.maketrans("", "", "\t\r\n")
"""What browsers, and `urljoin`, take out of an address."""


def attachments_of(html: Selector, url: str) -> tuple[Attached, ...]:
    """In page order; files whose names are those of look-alikes (解读, 统计表 …) are left out."""
    found: dict[str, Attached] = {}
    # Most pages have dozens of links and no file: to resolve them all would cost more than the rest
    # of the visit. An address that says little stands for that of the page, which may say it.
    all_may = _MAY_BE_A_FILE.search(url) is not None
    if not all_may and not _may_have_a_file(html.root):
        return ()
    for element in html.root.iter("a"):
        if not (all_may or _may_be_a_file(element)):
            continue
        anchor = Selector(root=element, type="html")
        target = target_of(anchor, url)
        if target is None or not target.startswith("http") or target in found or target == url:
            continue
        title = title_of(anchor)
        reading = read_title(title)
        if _is_file(target, title) and reading.kind is not LinkKind.LOOKALIKE:
            found[target] = Attached(url=target, title=title, reporting_year=reading.reporting_year)
    return tuple(found.values())[:MOST]


def _may_have_a_file(root: Any) -> bool:
    """Whether `_may_be_a_file` may hold for any of the links: all they say, asked at once."""
    told = "\x1f".join(root.xpath(_TOLD, smart_strings=False))
    for dropped in "\t\r\n":
        told = told.replace(dropped, "")
    return _MAY_BE_A_FILE.search(told) is not None


def _may_be_a_file(anchor: Any) -> bool:
    """Whether its address or its words may be those of a file; of the others none is one."""
    address = anchor.get("href", "").translate(_DROPPED)
    told = (address, anchor.get("title", ""), *anchor.itertext())
    return any(_MAY_BE_A_FILE.search(piece) for piece in told)


def _is_file(url: str, title: str) -> bool:
    """Download scripts have no ending in their URL, but the name of the file in their text."""
    named = title.lower().rstrip(" )）】").endswith(FILE_ENDINGS)
    return is_file_url(url) or named or _DOWNLOAD.search(url) is not None
