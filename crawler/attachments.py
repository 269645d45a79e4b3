"""Files that a report's page links: often the page is a cover and the report is the file. Pure."""

import re
from dataclasses import dataclass

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


def attachments_of(html: Selector, url: str) -> tuple[Attached, ...]:
    """In page order; files whose names are those of look-alikes (解读, 统计表 …) are left out."""
    found: dict[str, Attached] = {}
    for anchor in html.css("a"):
        target = target_of(anchor, url)
        if target is None or not target.startswith("http") or target in found or target == url:
            continue
        title = title_of(anchor)
        reading = read_title(title)
        if _is_file(target, title) and reading.kind is not LinkKind.LOOKALIKE:
            found[target] = Attached(url=target, title=title, reporting_year=reading.reporting_year)
    return tuple(found.values())[:MOST]


def _is_file(url: str, title: str) -> bool:
    """Download scripts have no ending in their URL, but the name of the file in their text."""
    named = title.lower().rstrip(" )）】").endswith(FILE_ENDINGS)
    return is_file_url(url) or named or _DOWNLOAD.search(url) is not None
