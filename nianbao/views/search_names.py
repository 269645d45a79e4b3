"""Names for searches: measures of the forms, agencies."""

from collections.abc import Sequence
from typing import Any

from index.canonical import folded
from index.measures import MeasureName, MeasureNames
from model.text import Text
from nianbao.views.output import Output
from web.searching.suggesting import AgencyName


def chosen(names: MeasureNames, part: str) -> list[MeasureName]:
    """Those whose id or label holds the typed text."""
    wanted = folded(part).strip()
    return [
        one
        for one in names.measures.values()
        if wanted in one.id.casefold() or wanted in folded(one.label)
    ]


def measures_json(names: MeasureNames, part: str) -> dict[str, Any]:
    return {
        "measures": [
            {"id": one.id, "label": one.label, "forms": list(one.forms), "unit": one.unit}
            for one in chosen(names, part)
        ],
        "sums": sorted(names.sums),
    }


def print_measures(output: Output, names: MeasureNames, part: str) -> None:
    for one in chosen(names, part):
        unit = f" ({one.unit})" if one.unit else ""
        output.prose(f"{one.id}  {one.label}{unit}  [{' '.join(one.forms)}]")
    if not part:
        sums = "、".join(sorted(names.sums))
        output.say(Text(f"各行之和：{sums}", f"Sums of their rows: {sums}"))


def names_json(names: Sequence[AgencyName]) -> dict[str, Any]:
    return {
        "agencies": [
            {"agency": one.agency, "name": one.name, "region": one.region} for one in names
        ]
    }


def print_names(output: Output, names: Sequence[AgencyName]) -> None:
    if not names:
        output.say(Text("名录中没有这样的机关名称。", "No agency of the registry is named so."))
    for one in names:
        output.prose(f"{one.name}  {one.agency}")
