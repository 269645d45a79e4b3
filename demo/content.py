"""What the invented prefecture's agencies and sites hold, read from `demo/data/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from demo.reports import ReportData, read_reports

DATA = Path(__file__).parent / "data"


class Style(StrEnum):
    """How a site's platform builds its lists."""

    TRS = "trs"
    """`t20240116_123.html` in month folders, `index_1.html`, paging by createPageHTML."""
    PLAIN = "plain"
    """Numbered pages, paging by a 下一页 link."""


class Behaviour(StrEnum):
    """What a visitor meets."""

    OPEN = "open"
    DEAD = "dead"
    """A port where nothing listens."""
    CLOSED = "closed"
    """robots.txt disallows all."""
    CHALLENGE = "challenge"
    """412 with a script, whatever is asked for."""
    SCRIPT = "script"
    """Lists are filled by script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something on a site that is no report: a look-alike, a rule, a news item."""

    title: str
    published: date
    text: str
    refused: str | None = None
    """Why it is no report (reason code of registry/titles.py) when its title looks like one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A listing: a column of one agency on a site."""

    path: str
    """Folder of the column, with slashes at both ends."""
    entry: str
    """What the registry names behind `path`: "", "index.html", "list.html"."""
    name: str
    agency: str
    also: tuple[str, ...]
    """Other agencies whose reports the column lists too."""
    per_page: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """A host."""

    id: str
    name: str
    code: str
    """网站标识码; those of real sites begin with a division code in use, these with 9999."""
    domain: str
    style: Style
    behaviour: Behaviour
    colour: str
    robots: str | None
    """None: there is no robots.txt."""
    columns: tuple[Column, ...]
    news: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """A registry row without what depends on ports."""

    id: str
    cells: Mapping[str, str]
    site: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Content:
    """Everything, in the order of the data files."""

    agencies: tuple[AgencyRow, ...]
    sites: tuple[Site, ...]
    reports: tuple[ReportData, ...]

    def reports_of(self, agency: str) -> tuple[ReportData, ...]:
        return tuple(report for report in self.reports if report.agency == agency)

    def name_of(self, agency: str) -> str:
        return next(row.cells["name"] for row in self.agencies if row.id == agency)


@cache
def content() -> Content:
    sites = tuple(_site(row) for row in _toml("sites.toml")["site"])
    agencies = tuple(_agency(row) for row in _toml("agencies.toml")["agency"])
    reports = tuple(
        report
        for row in agencies
        if (path := DATA / "reports" / f"{row.id}.toml").exists()
        for report in read_reports(row.id, tomllib.loads(path.read_text(encoding="utf-8")))
    )
    return Content(agencies=agencies, sites=sites, reports=reports)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _agency(row: dict[str, str]) -> AgencyRow:
    cells = {key: value for key, value in row.items() if key != "site"}
    return AgencyRow(id=row["id"], cells=MappingProxyType(cells), site=row.get("site"))


def _site(row: dict[str, Any]) -> Site:
    return Site(
        id=row["id"],
        name=row["name"],
        code=row["code"],
        domain=row["domain"],
        style=Style(row["style"]),
        behaviour=Behaviour(row.get("behaviour", "open")),
        colour=row.get("colour", "#1f5fa8"),
        robots=row.get("robots"),
        columns=tuple(_column(column) for column in row.get("column", ())),
        news=tuple(_item(item) for item in row.get("news", ())),
    )


def _column(row: dict[str, Any]) -> Column:
    return Column(
        path=row["path"],
        entry=row.get("entry", ""),
        name=row["name"],
        agency=row["agency"],
        also=tuple(row.get("also", ())),
        per_page=row.get("per_page", 15),
        items=tuple(_item(item) for item in row.get("item", ())),
    )


def _item(row: dict[str, Any]) -> Item:
    return Item(
        title=row["title"],
        published=row["published"],
        text=row["text"],
        refused=row.get("refused"),
    )
