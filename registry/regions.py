"""The administrative divisions down to county: a frozen, dated list with what came before.

`data/README.md` says where the facts come from. Codes whose province or prefecture is 99 are free
for places that are no division, invented ones included.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from model.agency import Agency, Kind, Level
from model.ids import RegionCode

FROZEN = "2026-06"
"""The month of the newest list."""
COUNTRY = RegionCode("000000")
WITHOUT_DUTY = ("71", "81", "82")
"""台湾, 香港, 澳门: the Regulation does not apply there."""
_DATA = Path(__file__).parent / "data"
_FREE = "99"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A division under one code and one name."""

    code: RegionCode
    name: str
    level: Level
    type: str
    """市辖区, 县级市, 自治州, …; of former ones the ending of the name."""
    parent: RegionCode
    """The division that it lies in: 000000 for a province."""
    first_listed: str
    """Months, YYYY-MM, of the first and the last list that has it."""
    last_listed: str | None
    """None while it exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """All divisions, those that exist and former ones, in the order of their codes."""

    regions: tuple[Region, ...]
    _by_code: Mapping[str, Region] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, Sequence[Region]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, Region] = {}
        by_name: dict[str, list[Region]] = defaultdict(list)
        for region in self.regions:
            known = by_code.get(region.code)
            if known is None or _age(known) < _age(region):
                by_code[region.code] = region
            by_name[region.name].append(region)
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_name", by_name)

    def get(self, code: str) -> Region | None:
        """The division that bears this code, or bore it last."""
        return self._by_code.get(code)

    def knows(self, code: str) -> bool:
        """Whether a code is a division's, the country's or free."""
        return code == COUNTRY or code in self._by_code or is_free(code)

    def current(self) -> Iterator[Region]:
        return (region for region in self.regions if region.last_listed is None)

    def named(self, name: str) -> Sequence[Region]:
        """Every division of exactly this name, former ones included: 和平区 gives four."""
        return self._by_name.get(name, ())

    def above(self, region: Region) -> Iterator[Region]:
        """The divisions it lies in, the nearest first."""
        parent = self.get(region.parent)
        while parent is not None:
            yield parent
            parent = self.get(parent.parent)


def is_free(code: str) -> bool:
    return code.startswith(_FREE) or code[2:4] == _FREE


def contains(outer: str, inner: str) -> bool:
    """Whether one code's division holds the other's, by the build of the codes alone."""
    return inner.startswith(outer.removesuffix("00").removesuffix("00").removesuffix("00"))


def region_names(agencies: Iterable[Agency]) -> dict[RegionCode, str]:
    """The name of every region in which one of the agencies works, and of those that it lies in.

    The registry's own governments first: theirs may be newer than the frozen list, or invented.
    Townships share the code of their county, so the highest government of a code names it.
    """
    names: dict[RegionCode, str] = {}
    wanted: dict[RegionCode, None] = {}
    for agency in agencies:
        code = agency.region
        wanted |= dict.fromkeys((code, RegionCode(f"{code[:4]}00"), RegionCode(f"{code[:2]}0000")))
        if agency.kind is Kind.GOVERNMENT and agency.level is not Level.TOWNSHIP:
            names.setdefault(agency.region, _place_of(agency.name))
    for code in wanted:
        region = load_regions().get(code)
        if region is not None:
            names.setdefault(code, region.name)
    return names


def _place_of(government: str) -> str:
    return government.removesuffix("人民政府").removesuffix("行政公署")


def _age(region: Region) -> str:
    return region.last_listed or "9999"


@cache
def load_regions() -> Regions:
    """The shipped list; read once."""
    return Regions(
        regions=tuple(
            Region(
                code=RegionCode(row["code"]),
                name=row["name"],
                level=Level(row["level"]),
                type=row["type"],
                parent=RegionCode(row["parent"]),
                first_listed=row["first_listed"],
                last_listed=row["last_listed"] or None,
            )
            for row in read_table("regions.csv")
        )
    )


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped file, column → cell."""
    yield from csv.DictReader(read_text(name).splitlines())


def read_text(name: str) -> str:
    """A shipped file."""
    return (_DATA / name).read_text("utf-8")
