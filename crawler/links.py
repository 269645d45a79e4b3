"""From an entry of a listing to a link: report, look-alike or something else. Pure."""

import re
from urllib.parse import urlsplit

from crawler.families import Entry
from model.agency import Agency
from model.capture import LinkKind, ListedLink
from registry import normalise_name
from registry.titles import full_name, read_title


def to_link(entry: Entry, agency: Agency | None = None) -> ListedLink:
    """`agency` is the one whose column it stands in."""
    reading = read_title(entry.title)
    kind = reading.kind
    named = reading.agency is not None or reading.reporting_year is not None
    if kind is LinkKind.REPORT and not named and entry.declared is None and _is_column(entry.url):
        # 政府信息公开年报 beside the list: the way to a column, no report.
        kind = LinkKind.OTHER
    if kind is LinkKind.OTHER and entry.reporting_year is not None:
        kind = LinkKind.REPORT
    return ListedLink(
        url=entry.url,
        title=entry.title,
        kind=kind,
        reporting_year=reading.reporting_year or entry.reporting_year,
        declared=entry.declared,
        refused=reading.refused,
        other_agency=_other(reading.agency, agency) if kind is LinkKind.REPORT else None,
    )


def _is_column(url: str) -> bool:
    """Whether a URL looks like a folder's own page."""
    name = urlsplit(url).path.rpartition("/")[2]
    return name == "" or re.fullmatch(r"(?:index|list|default)\w*\.\w+", name) is not None


def _other(printed: str | None, agency: Agency | None) -> str | None:
    """The name in a title when it is not one of the agency's, with or without superior regions."""
    if printed is None or agency is None:
        return None
    name = normalise_name(full_name(printed))
    own = [normalise_name(full_name(each)) for each in (agency.name, *agency.aliases)]
    return None if any(each.endswith(name) or name.endswith(each) for each in own) else printed
