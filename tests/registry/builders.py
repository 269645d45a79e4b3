"""Registries of invented places, as text and as values."""

from pathlib import Path

from model.agency import Agency, Duty, Kind, Level
from model.ids import AgencyId, RegionCode

HEADER = "id,name,level,kind,region,duty,parent,listings,hosts,note"
LISTING = "https://www.qinghe.gov.cn/zwgk/nb/"


def agency(agency_id: str = "qinghe-finance", **changes: object) -> Agency:
    values: dict[str, object] = {
        "id": AgencyId(agency_id),
        "name": "清禾市财政局",
        "level": Level.PREFECTURE,
        "kind": Kind.DEPARTMENT,
        "region": RegionCode("419900"),
        "duty": Duty.STATUTORY,
    }
    return Agency(**{**values, **changes})  # type: ignore[arg-type]


def saved(folder: Path, text: str, name: str = "agencies.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
