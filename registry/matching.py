"""Whose report is it? Told by what led to it and what it says of itself, never guessed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from model.agency import Agency, Level, Registry
from model.ids import AgencyId
from registry.changes import load_changes
from registry.hosts import split_host
from registry.regions import FROZEN, Region, contains, load_regions
from registry.uscc import is_uscc

_BRACKETS = re.compile(r"\([^()]*\)")
_PLACE = re.compile(r"^.+?(?:省|自治区|特别行政区|市|自治州|州|盟|地区|自治县|县|旗|区)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What is known of a report whose agency is asked for. Each may be missing."""

    name: str | None = None
    """As the report prints it, in full: `full_name` of what the title says."""
    listing: str | None = None
    """URL of the listing that led to it."""
    host: str | None = None
    """Where it lay, as `host` or `host:port`."""
    uscc: str | None = None
    """统一社会信用代码, of its 索引号 or of its URL. Placeholders are seen through."""
    site_id: str | None = None
    """SiteIDCode (网站标识码) of the page: its first six digits are the site's division."""
    year: int | None = None
    """Reporting year: names and agencies have their time."""

    @property
    def site_region(self) -> str | None:
        """The division of the site; None for a site of the State Council's bodies."""
        code = (self.site_id or "")[:6]
        known = len(code) == 6 and code.isdigit() and load_regions().get(code) is not None
        return code if known else None


class AgencyMatcher:
    """Finds the agency of many reports; building it costs one pass over the registry."""

    def __init__(self, registry: Registry) -> None:
        self._by_listing: dict[str, list[Agency]] = defaultdict(list)
        self._by_name: dict[str, list[Agency]] = defaultdict(list)
        self._by_uscc: dict[str, list[Agency]] = defaultdict(list)
        self._by_host: dict[str, list[Agency]] = defaultdict(list)
        self._agencies = registry.agencies
        for agency in registry.agencies:
            for listing in agency.listings:
                self._by_listing[listing].append(agency)
            for name in _names(agency):
                self._by_name[name].append(agency)
            for entry in agency.hosts:
                self._by_host[entry.partition(":")[0]].append(agency)
            if agency.uscc is not None:
                self._by_uscc[agency.uscc].append(agency)

    def match(self, *, name: str | None, listing: str | None, host: str | None) -> AgencyId | None:
        """`resolve` by these three clues."""
        return self.resolve(Clues(name=name, listing=listing, host=host))

    def resolve(self, clues: Clues) -> AgencyId | None:
        """The agency a report belongs to, or None when that cannot be told.

        A listing names its agency, unless the report names another: a government's column also
        gives its departments' reports. A credit code names its agency, unless the report names
        another one. A name alone must be that of exactly one agency, and say where: there is a
        和平区 in two cities, so such a name needs the listing, the host or the site's division.
        """
        listed = self._by_listing.get(clues.listing, []) if clues.listing else []
        coded = self._coded(clues)
        if not clues.name:
            return _only(coded) or _only(_at_work(listed, clues.year))
        wanted = normalise_name(clues.name)
        named = _at_work(self._by_name.get(wanted, []), clues.year)
        if coded and not any(_shortened(wanted, agency) for agency in coded):
            return None
        return (
            _only(coded)
            or _only(agency for agency in listed if agency in named)
            or _only(self._by_place(wanted, named, clues))
            or _only(agency for agency in listed if _shortened(wanted, agency))
        )

    def candidates(self, clues: Clues) -> tuple[Agency, ...]:
        """Whose it may be, the likelier first; for a person to choose from."""
        wanted = normalise_name(clues.name) if clues.name else None
        listed = self._by_listing.get(clues.listing, []) if clues.listing else []
        points: dict[AgencyId, int] = defaultdict(int)
        found: dict[AgencyId, Agency] = {}
        pools = (
            (8, self._coded(clues)),
            (4, self._by_name.get(wanted, []) if wanted else []),
            (3, listed),
            (1, self._on_host(clues.host) if clues.host else []),
            (1, [each for each in self._agencies if wanted and _shortened(wanted, each)]),
        )
        for weight, pool in pools:
            for agency in pool:
                found[agency.id] = agency
                points[agency.id] += weight
        region = clues.site_region
        for id_, agency in found.items():
            points[id_] += 2 * (wanted is not None and _shortened(wanted, agency))
            points[id_] += 2 * (region is not None and contains(region, agency.region))
        ranked = sorted(found.values(), key=lambda agency: -points[agency.id])
        return tuple(_at_work(ranked, clues.year))

    def _coded(self, clues: Clues) -> list[Agency]:
        if clues.uscc is None or not is_uscc(clues.uscc):
            return []
        return self._by_uscc.get(clues.uscc, [])

    def _by_place(self, wanted: str, named: list[Agency], clues: Clues) -> list[Agency]:
        """Those of a name that the host or the site's division leaves; by name alone, if it says
        where it is."""
        if clues.host is not None:
            return [agency for agency in self._on_host(clues.host) if agency in named]
        region = clues.site_region
        if region is not None:
            return [agency for agency in named if contains(region, agency.region)]
        return [
            agency
            for agency in named
            if agency.level is Level.CENTRAL or not is_bare_name(wanted, clues.year)
        ]

    def _on_host(self, host: str) -> list[Agency]:
        place = split_host(host)
        bare = place[0] if place else host
        return [
            agency
            for agency in self._by_host.get(bare, [])
            if any(split_host(entry) in (place, (bare, None)) for entry in agency.hosts)
        ]


def match_agency(
    registry: Registry, *, name: str | None, listing: str | None, host: str | None
) -> AgencyId | None:
    """`AgencyMatcher.match` for a single report."""
    return AgencyMatcher(registry).match(name=name, listing=listing, host=host)


def is_bare_name(name: str, year: int | None = None) -> bool:
    """Whether a name does not say which place it is of: 教育局, 中村乡, 和平区档案局.

    With a year, namesakes of other times do not count. A place that the divisions do not know (a
    zone, an invented one) is taken at its word.
    """
    found = _PLACE.match(name)
    if found is None:
        return True
    changes = load_changes()
    places = {
        changes.now_of(region.code, region.name, since=region.last_listed or FROZEN)
        for region in load_regions().named(found[0])
        if year is None or _was_there(region, year)
    }
    return len(places) > 1


def _was_there(region: Region, year: int) -> bool:
    ended = region.last_listed is not None and region.last_listed < f"{year}-01"
    return not ended and region.first_listed <= f"{year}-12"


def normalise_name(name: str) -> str:
    """Width, white space and remarks in brackets (`（州政府办公室）`) do not make another name."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return _BRACKETS.sub("", plain) or plain


def _names(agency: Agency) -> set[str]:
    return {normalise_name(name) for name in (agency.name, *agency.aliases)}


def _at_work(agencies: Iterable[Agency], year: int | None) -> list[Agency]:
    """Those that existed during a part of the year: 巢湖市 was a prefecture, then a county."""
    return [
        agency
        for agency in agencies
        if year is None
        or (
            (agency.since is None or agency.since.year <= year)
            and (agency.until is None or agency.until.year >= year)
        )
    ]


def _shortened(wanted: str, agency: Agency) -> bool:
    """Titles drop the superior region: 偃师区档案局 for 洛阳市偃师区档案局, or add it."""
    return any(name.endswith(wanted) or wanted.endswith(name) for name in _names(agency))


def _only(agencies: Iterable[Agency]) -> AgencyId | None:
    found = {agency.id for agency in agencies}
    return found.pop() if len(found) == 1 else None
