"""Names of regions, as far as the registry itself tells them."""

from collections.abc import Iterable

from model.agency import Agency, Kind
from model.ids import RegionCode


def region_names(agencies: Iterable[Agency]) -> dict[RegionCode, str]:
    """The name of every region whose government is in the registry.

    Townships share the code of their county, so the highest government of a code names it; the
    division data that will name the others is not part of the registry's file.
    """
    names: dict[RegionCode, str] = {}
    for agency in agencies:
        if agency.kind is Kind.GOVERNMENT and agency.level.value != "township":
            names.setdefault(agency.region, agency.name.removesuffix("人民政府"))
    return names
