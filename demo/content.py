"""What the invented prefecture holds, read from `demo/data/`."""

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from demo.places import AgencyRow, Behaviour, Column, Content, Item, Phase, Site, Style
from demo.reports import read_reports

DATA = Path(__file__).parent / "data"


@cache
def content() -> Content:
    sites = tuple(_site(row) for path in _site_files() for row in _toml(path)["site"])
    agencies = tuple(_agency(row) for row in _toml(DATA / "agencies.toml")["agency"])
    reports = tuple(
        report
        for row in agencies
        if (path := DATA / "reports" / f"{row.id}.toml").exists()
        for report in read_reports(row.id, _toml(path))
    )
    return Content(agencies=agencies, sites=sites, reports=reports)


def _site_files() -> list[Path]:
    return [DATA / "sites.toml", *sorted((DATA / "sites").glob("*.toml"))]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _agency(row: dict[str, Any]) -> AgencyRow:
    cells = {key: value for key, value in row.items() if key not in ("site", "also_on")}
    sites = (*((row["site"],) if "site" in row else ()), *row.get("also_on", ()))
    return AgencyRow(id=row["id"], cells=MappingProxyType(cells), sites=sites)


def _site(row: dict[str, Any]) -> Site:
    return Site(
        id=row["id"],
        name=row["name"],
        code=row["code"],
        domain=row["domain"],
        style=Style(row["style"]),
        phases=_phases(row),
        colour=row.get("colour", "#1f5fa8"),
        robots=row.get("robots"),
        charset=row.get("charset", "utf-8"),
        soft_404=row.get("soft_404", False),
        counter=row.get("counter", False),
        twins=row.get("twins", False),
        columns=tuple(_column(column) for column in row.get("column", ())),
        news=tuple(_item(item) for item in row.get("news", ())),
    )


def _phases(row: dict[str, Any]) -> tuple[Phase, ...]:
    """The first one holds from ever on."""
    first = Phase(since=None, behaviour=Behaviour(row.get("behaviour", "open")))
    later = (
        Phase(
            since=phase["from"],
            behaviour=Behaviour(phase["behaviour"]),
            target=phase.get("target"),
        )
        for phase in row.get("phase", ())
    )
    return (first, *later)


def _column(row: dict[str, Any]) -> Column:
    return Column(
        path=row["path"],
        entry=row.get("entry", ""),
        name=row["name"],
        agencies=(row["agency"], *row.get("shared", ())),
        also=tuple(row.get("also", ())),
        years=tuple(row["years"]) if "years" in row else None,
        code=row.get("code", ""),
        alias=row.get("alias"),
        registered=row.get("registered", True),
        emptied=row.get("emptied"),
        per_page=row.get("per_page", 15),
        items=tuple(_item(item) for item in row.get("item", ())),
    )


def _item(row: dict[str, Any]) -> Item:
    return Item(
        title=row["title"],
        published=row["published"],
        text=row["text"],
        refused=row.get("refused"),
        elsewhere=row.get("elsewhere"),
    )
