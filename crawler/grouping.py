"""Entries that are one and the same report: its page, its picture version, its file. Pure.

They stay entries of their own, for each is a capture of its own; `same_as` says which of them
stands for the report.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.media import is_file_url
from model.capture import LinkKind, ListedLink
from registry import normalise_name
from registry.titles import full_name, read_title

_VERSION = re.compile(
    r"[(（](?:图片|图解|超链|长图|图文|文字|音频|语音|PDF|WORD|OFD)\w*[)）]\s*$", re.IGNORECASE
)
_TWIN = re.compile(r"_wap(?=\.\w+$)|(?<=/)m(?=post_)")


def grouped(links: Iterable[ListedLink]) -> tuple[ListedLink, ...]:
    """The links in their order, those that repeat a report naming the one that stands for it."""
    links = tuple(links)
    standing: dict[object, ListedLink] = {}
    for link in sorted(links, key=_is_second):
        for key in _keys(link):
            standing.setdefault(key, link)
    return tuple(_marked(link, standing) for link in links)


def _marked(link: ListedLink, standing: dict[object, ListedLink]) -> ListedLink:
    found = (standing[key] for key in _keys(link))
    first = next((other for other in found if other.url != link.url), None)
    return link if first is None else replace(link, same_as=first.url)


def _is_second(link: ListedLink) -> bool:
    """Whether another entry of the same report should rather stand for it."""
    shown = _VERSION.search(link.title) is not None or _TWIN.search(link.url) is not None
    return shown or is_file_url(link.url)


def _keys(link: ListedLink) -> Iterable[object]:
    """What two entries of one report have in common."""
    if link.kind is not LinkKind.REPORT:
        return
    yield _TWIN.sub("", link.url)
    named = read_title(_VERSION.sub("", link.title)).agency
    if named is not None and link.reporting_year is not None:
        yield normalise_name(full_name(named)), link.reporting_year
    elif _is_second(link) or not named:
        # Without a name only the same words in another place or form are the same report.
        bare = _VERSION.sub("", link.title)
        yield re.sub(r"\.\w{3,4}$", "", "".join(bare.split())), urlsplit(link.url).netloc, "bare"
