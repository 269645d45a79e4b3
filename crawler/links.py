"""From an entry of a listing to a link: report, look-alike or something else. Pure."""

import re
from urllib.parse import urlsplit

from crawler.families import Entry
from model.capture import LinkKind, ListedLink
from registry.titles import read_title


def to_link(entry: Entry) -> ListedLink:
    reading = read_title(entry.title)
    kind = reading.kind
    named = reading.agency is not None or reading.reporting_year is not None
    if kind is LinkKind.REPORT and not named and entry.declared is None and _is_column(entry.url):
        # 政府信息公开年报 beside the list: the way to a column, no report.
        kind = LinkKind.OTHER
    return ListedLink(
        url=entry.url,
        title=entry.title,
        kind=kind,
        reporting_year=reading.reporting_year,
        declared=entry.declared,
        refused=reading.refused,
    )


def _is_column(url: str) -> bool:
    """Whether a URL looks like a folder's own page."""
    name = urlsplit(url).path.rpartition("/")[2]
    return name == "" or re.fullmatch(r"(?:index|list|default)\w*\.\w+", name) is not None
