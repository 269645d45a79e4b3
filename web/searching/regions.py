"""The facet of regions one step below the region that is being looked at."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from index import UNKNOWN
from model.agency import Registry
from model.ids import RegionCode
from registry import load_regions
from registry.regions import region_names

_STEP = 2
_COUNTRY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCount:
    code: RegionCode
    name: str
    reports: int
    deeper: bool
    """Whether there is more than this one code below it."""


def drill(
    counts: Mapping[str, int], registry: Registry, under: str | None = None
) -> tuple[RegionCount, ...]:
    """Reports by the divisions right below a code: provinces, then prefectures, then counties.

    `counts` is the facet of a result. A division's own reports count under its own code. One that
    holds them all is passed through.
    """
    found = _below(counts, registry, under)
    while len(found) == 1 and found[0].deeper:
        found = _below(counts, registry, found[0].code)
    return found


def _below(
    counts: Mapping[str, int], registry: Registry, under: str | None
) -> tuple[RegionCount, ...]:
    inside = _COUNTRY if under is None else re.sub(r"(00)+$", "", under)
    found: Counter[str] = Counter()
    codes: dict[str, set[str]] = {}
    for code, count in counts.items():
        if code == UNKNOWN or not code.startswith(inside):
            continue
        below = code[: len(inside) + _STEP].ljust(6, "0") if code != under else code
        found[below] += count
        codes.setdefault(below, set()).add(code)
    names = _names_in(registry)
    return tuple(
        RegionCount(
            code=RegionCode(code),
            name=_name(code, names),
            reports=found[code],
            deeper=codes[code] != {code},
        )
        for code in sorted(found)
    )


_last: list[tuple[Registry, Mapping[RegionCode, str]]] = []


def _names_in(registry: Registry) -> Mapping[RegionCode, str]:
    """Those of the registry asked for last are kept: a server shows the same one for a while."""
    for known, names in _last:
        if known is registry:
            return names
    found = region_names(registry.agencies)
    _last[:] = [(registry, found)]
    return found


def _name(code: str, names: Mapping[RegionCode, str]) -> str:
    if known := names.get(RegionCode(code)):
        return known
    region = load_regions().get(code)
    return region.name if region else code
