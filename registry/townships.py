"""Governments of townships and offices of streets, from a list of their codes.

The list is a CSV with the columns `code` and `name`: nine digits (GB/T 10114), or twelve as the
statistical office wrote them. Townships are not named in Article 49 of the Regulation: they owe
their reports by local order.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from model.agency import Agency, Duty, Kind, Level
from model.errors import Problem, RegistryError
from model.ids import AgencyId, RegionCode
from model.text import Text
from registry.changes import RegionChanges
from registry.governments import government_id
from registry.place_names import full_place
from registry.regions import Region, Regions

_CODE = re.compile(r"(\d{6})(\d{3})(?:000)?")
_TOWNS = ("镇", "乡", "苏木")


def generate_townships(
    text: str, source: str, regions: Regions, changes: RegionChanges
) -> tuple[Agency, ...]:
    """In the order of the list; what is neither town nor street (farms, zones) is left out.

    Towns of development zones, for which the statistical office made county codes of its own, come
    under their prefecture; those of a county that has gone, under the one that took over.

    Raises: RegistryError with every line that cannot be taken.
    """
    problems: list[Problem] = []
    found = tuple(_agencies(text, source, _Places(regions, changes), problems))
    if problems:
        raise RegistryError(
            source,
            Text(f"有 {len(problems)} 处问题", f"has {len(problems)} problems"),
            Text("全部改正后再生成", "correct them all and generate again"),
            problems=problems,
        )
    return found


def _agencies(
    text: str, source: str, places: "_Places", problems: list[Problem]
) -> Iterator[Agency]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    named: set[str] = set()
    for row in reader:
        code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
        matched = _CODE.fullmatch(code)
        above = places.above(matched[1]) if matched else None
        if matched is None or above is None or not name:
            problems.append(
                Problem(
                    source=source,
                    line=reader.line_num,
                    field="code",
                    what=Text(
                        f"“{code}”“{name}”不是已知县级区划之下的乡级代码和名称",
                        f"“{code}” “{name}” is no township's code and name under a known county",
                    ),
                    remedy=Text(
                        "写九位代码和名称，列名为 code、name",
                        "write nine digits and a name in the columns code and name",
                    ),
                )
            )
            continue
        agency = _agency(matched[1] + matched[2], name, above, full_place(places.regions, above))
        if agency is not None:
            # Real lists have such twins in development zones.
            twin = agency.name in named
            named.add(agency.name)
            yield replace(agency, note="同名而代码不同") if twin else agency


@dataclass(frozen=True, slots=True)
class _Places:
    regions: Regions
    changes: RegionChanges

    def above(self, code: str) -> Region | None:
        """The division of today that a county's code of some year stands for."""
        county = self.regions.get(code)
        if county is None:
            city = self.regions.get(f"{code[:4]}00")
            return city if city is not None and city.last_listed is None else None
        if county.last_listed is None:
            return county
        now = self.changes.now_of(code, county.name, since=county.last_listed)
        if now == code:
            taken = [change.to_code for change in self.changes.of(code, county.name)]
            now = next((each for each in taken if each is not None), RegionCode(""))
        found = self.regions.get(now)
        return found if found is not None and found.last_listed is None else None


def _agency(code: str, name: str, above: Region, place_above: str) -> Agency | None:
    """Streets are dispatched organs (派出机关) of the county's government, towns governments."""
    place = name.removesuffix("办事处")
    if place.endswith("街道"):
        organ, kind = "办事处", Kind.BRANCH
    elif place.endswith(_TOWNS):
        organ, kind = "人民政府", Kind.GOVERNMENT
    else:
        return None
    return Agency(
        id=AgencyId(f"gov-{code}"),
        name=f"{place_above}{place}{organ}",
        aliases=(f"{place}{organ}",),
        level=Level.TOWNSHIP,
        kind=kind,
        region=above.code,
        parent=government_id(above.code),
        duty=Duty.LOCAL_ORDER,
    )
