"""Saved sites read as a look reads them, without a network: what was asked, what came of it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from crawler.families import Page, Query
from crawler.grouping import grouped
from crawler.links import to_link
from crawler.media import to_html, to_source
from crawler.reading import Ended, Reading, doubts, unreadable
from model.capture import LinkKind, ListedLink, LookEnd

SITES = Path(__file__).parent / "sites"
NOT_FOUND = "not_found"
Disturbance = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A folder with `site.json`: what answers what, and what a reader should find."""

    name: str
    listing: str
    agency: str
    answers: dict[str, bytes]
    """`GET url` or `POST url form` → what the site answers."""
    reports: dict[int, date | None]
    refused: list[str]
    other: int
    removable: str | None
    """Words of an entry that may be taken out; None where a page would be left without one."""

    @property
    def family(self) -> str:
        return self.name.partition("/")[0].replace("_", "-")


@dataclass(kw_only=True)
class Read:
    ended: Ended
    family: str | None
    links: tuple[ListedLink, ...]
    asked: list[str] = field(default_factory=list)

    @property
    def reports(self) -> dict[int | None, date | None]:
        found = [x for x in self.links if x.kind is LinkKind.REPORT and x.same_as is None]
        return {link.reporting_year: link.declared for link in found}


def sites() -> list[Site]:
    return [load(path.parent) for path in sorted(SITES.glob("*/*/site.json"))]


def load(folder: Path) -> Site:
    spec: dict[str, Any] = json.loads((folder / "site.json").read_text(encoding="utf-8"))
    days = {int(year): day for year, day in spec["reports"].items()}
    return Site(
        name=str(folder.relative_to(SITES)),
        listing=spec["listing"],
        agency=spec["agency"],
        answers={query: (folder / file).read_bytes() for query, file in spec["answers"].items()},
        reports={year: date.fromisoformat(day) if day else None for year, day in days.items()},
        refused=spec["refused"],
        other=spec["other"],
        removable=spec["removable"],
    )


def named(query: Query) -> str:
    url = urldefrag(query.url).url
    return f"GET {url}" if query.form is None else f"POST {url} {query.body.decode()}"


def read(site: Site, disturb: Disturbance | None = None) -> Read:
    """Goes on until the reading ends, at the latest with a question that the site does not know."""
    reading = Reading(site.listing)
    asked: list[str] = []
    ended = None
    while ended is None and (query := reading.wanted) is not None:
        ended = reading.circle()
        if ended is None:
            asked.append(named(query))
            body = site.answers.get(named(query))
            if body is None:
                ended = unreadable(NOT_FOUND)
            else:
                ended = reading.take(_page(body, query, reading, disturb))
    links = grouped(to_link(entry) for entry in reading.entries.values())
    if ended is None:
        ended = doubts(reading, links) or Ended(end=LookEnd.READ_TO_END)
    family = reading.family.name if reading.family else None
    return Read(ended=ended, family=family, links=links, asked=asked)


def _page(body: bytes, query: Query, reading: Reading, disturb: Disturbance | None) -> Page:
    source = to_source(body, None)
    if disturb is not None:
        source = disturb(source)
    return Page(
        html=to_html(source),
        source=source,
        url=urldefrag(query.url).url,
        number=reading.number,
        asked=query,
        before=reading.before,
    )


def classes_changed(source: str) -> str:
    return re.sub(r'\b(class|id)=(["\'])([^"\']*)\2', r"\1=\2x9-\3\2", source)


def banner_added(source: str) -> str:
    banner = (
        '<div class="banner"><a href="/zt/1/"><img src="b.jpg" alt=""></a><a href="/zt/1/">'
        '建设更高水平的法治清禾</a></div><div class="tip"><a href="/app/">下载客户端</a></div>'
    )
    return source.replace("<body>", f"<body>{banner}", 1)


def wrapped(source: str) -> str:
    return source.replace("<body>", "<body><div><section><div>", 1)


def attributes_reordered(source: str) -> str:
    """Every tag with its attributes in the opposite order."""
    attribute = r"""\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*')"""

    def turned(found: re.Match[str]) -> str:
        attributes = re.findall(attribute, found[2])
        return f"<{found[1]}{''.join(reversed(attributes))}>"

    return re.sub(rf"<([a-z]\w*)((?:{attribute}){{2,}})\s*>", turned, source)


def without(words: str) -> Disturbance:
    """An item taken out: the row, the record or the object in which the words stand."""
    rows = (
        r"<record>(?:(?!</record>).)*?WORDS(?:(?!</record>).)*</record>",
        r"<li>(?:(?!</li>).)*?WORDS(?:(?!</li>).)*</li>",
        r"<tr[^>]*>(?:(?!</?tr).)*?WORDS(?:(?!</?tr).)*</tr>",
        r"<option[^<]*?WORDS/option>",
        r"\{[^{}]*WORDS[^{}]*\}, ",
    )

    def disturb(source: str) -> str:
        for row in rows:
            pattern = row.replace("WORDS", re.escape(words))
            less, found = re.subn(pattern, "", source, flags=re.DOTALL)
            if found:
                return less
        return source

    return disturb
