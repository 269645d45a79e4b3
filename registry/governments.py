"""Every government from county up and its office, as rows of a registry.

Ground. 政府信息公开条例 (2019), Article 49: governments at or above county level owe their report
by 31 March, departments by 31 January. A government's office (办公厅, 办公室) is a department in
this sense and reports for itself beside its government. `registry.deadlines` gives day and basis.

Former governments are generated too, so that reports of their years find them. What they owed is
kept on the safe side: one ends with the last list that has it, or on the recalled day if that was
earlier; a new one begins when a list first has it.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from model.agency import Agency, DatedName, Duty, Kind, Level
from model.ids import AgencyId
from registry.changes import RegionChange, RegionChanges
from registry.place_names import full_place, government_of, office_of, other_places
from registry.regions import COUNTRY, FROZEN, WITHOUT_DUTY, Region, Regions

_OFFICE_ENDINGS = ("办公厅", "办公室", "办")


def generate_governments(
    regions: Regions, changes: RegionChanges, *, former: bool = True
) -> tuple[Agency, ...]:
    """Government, office, government, office, … in the order of their codes.

    Ids are `gov-` and `office-` with the code at the time of the freeze: the same in every run,
    and after a later renaming.
    """
    maker = _Maker(regions, changes, min(region.first_listed for region in regions.regions))
    found: list[Agency] = []
    for region in regions.regions:
        if region.code.startswith(WITHOUT_DUTY):
            continue
        if region.last_listed is None:
            found += maker.both(region, since=maker.beginning(region))
        elif former and (ended := maker.ending(region)) is not None:
            found += maker.both(region, ended=ended)
    return tuple(found)


def government_id(code: str) -> AgencyId:
    return AgencyId(f"gov-{code}")


@dataclass(frozen=True, slots=True)
class _Maker:
    regions: Regions
    changes: RegionChanges
    oldest: str
    """Month of the oldest list."""

    def beginning(self, region: Region) -> date | None:
        """When a division came into being, if that was within the lists."""
        code, name = region.code, region.name
        for way in self.changes.ways_to(code, name):
            code, name = way.from_code or code, way.from_name or name
        first = min(other.first_listed for other in self.regions.named(name) if other.code == code)
        # One that took in others may have been there before; one in the oldest list was.
        return _last_day(first) if first > self.oldest else None

    def ending(self, region: Region) -> RegionChange | None:
        """How a former division ended; None when it goes on under another name or code."""
        for change in self.changes.of(region.code, region.name):
            if change.last_listed == region.last_listed:
                return None if change.change.same_place else change
        return None

    def both(
        self, region: Region, *, since: date | None = None, ended: RegionChange | None = None
    ) -> Iterator[Agency]:
        government = self._government(region, since, ended)
        yield government
        yield self._office(region, government)

    def _government(self, region: Region, since: date | None, ended: RegionChange | None) -> Agency:
        place = full_place(self.regions, region)
        name = government_of(place)
        former = tuple(self._former_names(region, name))
        aliases = [government_of(other) for other in other_places(self.regions, region)]
        aliases += [each.name for each in former]
        return Agency(
            id=self._id(region),
            name=name,
            aliases=_others(name, aliases),
            level=region.level,
            kind=Kind.GOVERNMENT,
            region=region.code,
            parent=self._parent(region),
            duty=Duty.STATUTORY,
            since=since,
            until=_end_of(ended) if ended else None,
            successor=self._successor(ended) if ended else None,
            note=_note(region, ended) if ended else None,
            names=former,
        )

    def _office(self, region: Region, government: Agency) -> Agency:
        name = office_of(region, full_place(self.regions, region))
        governments = (government.name, *government.aliases)
        ending = name.removeprefix(government.name)
        used = [
            each for each in _OFFICE_ENDINGS if region.level is not Level.COUNTY or each != "办公厅"
        ]
        aliases = [f"{each}{word}" for each in governments for word in (ending, *used)]
        successor = government.successor
        return replace(
            government,
            id=AgencyId(government.id.replace("gov-", "office-", 1)),
            name=name,
            aliases=_others(name, aliases),
            kind=Kind.OFFICE,
            parent=government.id,
            successor=AgencyId(successor.replace("gov-", "office-", 1)) if successor else None,
            names=tuple(replace(each, name=each.name + ending) for each in government.names),
        )

    def _id(self, region: Region) -> AgencyId:
        code = self.changes.stable_code(region.code, region.name)
        taken = self.regions.get(region.code)
        # A code that another division got later (万盛区's is 綦江区's now) needs a mark.
        mark = f"-{region.last_listed}" if region.last_listed and taken is not region else ""
        return AgencyId(f"gov-{code}{mark}")

    def _parent(self, region: Region) -> AgencyId | None:
        if region.parent == COUNTRY:
            return None
        parent = self.regions.get(region.parent)
        if parent is None:
            return None
        if parent.last_listed is None:
            return self._id(parent)
        now = self.changes.now_of(parent.code, parent.name, since=region.last_listed or FROZEN)
        known = self.regions.get(now)
        return self._id(known) if known else None

    def _successor(self, ended: RegionChange) -> AgencyId | None:
        if ended.to_code is None or ended.to_name is None:
            return None
        now = self.changes.now_of(ended.to_code, ended.to_name, since=ended.first_listed)
        known = self.regions.get(now)
        return self._id(known) if known else None

    def _former_names(self, region: Region, name: str) -> Iterator[DatedName]:
        for way in self.changes.ways_to(region.code, region.name):
            old = government_of(way.from_name or "")
            if way.from_name != region.name and old != name:
                yield DatedName(name=old, until=_last_day(way.last_listed))


def _others(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(alias for alias in dict.fromkeys(aliases) if alias != name)


def _end_of(ended: RegionChange) -> date:
    """The earlier of what the lists attest and what is recalled: nobody is charged with more."""
    listed = _last_day(ended.last_listed)
    recalled = ended.date
    if recalled is None or len(recalled) == 4:
        return listed
    day = date.fromisoformat(recalled) if len(recalled) == 10 else _last_day(recalled)
    return min(listed, day)


def _last_day(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _note(region: Region, ended: RegionChange) -> str:
    into = f"并入{ended.to_name}" if ended.to_name else f"分入{ended.note}"
    return (
        f"{region.name}（{region.code}）见于{ended.last_listed}的区划代码表，"
        f"不见于{ended.first_listed}的；{into}为常识，未核对批复"
    )
