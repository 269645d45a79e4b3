"""Agencies whose report addresses were seen, to begin with: hosts, and columns to be confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from model.agency import Agency
from registry.agencies import read_draft
from registry.csv_rows import read_csv

_FILE = Path(__file__).parent / "data" / "starter.csv"


def starter_agencies() -> tuple[Agency, ...]:
    """As shipped; their superiors are not among them but among the generated governments.

    Each note says where and when it was seen; each listing is `unconfirmed`.
    """
    rows = read_csv(_FILE.read_text("utf-8"), _FILE.name).rows
    return tuple(agency for row in rows if (agency := read_draft(row).agency()) is not None)


def with_starter(governments: Sequence[Agency]) -> tuple[Agency, ...]:
    """The governments with what is known of them, and the other agencies behind their region's."""
    known = {agency.id: agency for agency in starter_agencies()}
    generated = {agency.id for agency in governments}
    others = sorted(
        (agency for agency in known.values() if agency.id not in generated),
        key=lambda agency: agency.region,
    )
    return tuple(
        _woven([_completed(agency, known.get(agency.id)) for agency in governments], others)
    )


def _completed(agency: Agency, seen: Agency | None) -> Agency:
    if seen is None:
        return agency
    return replace(
        agency,
        listings=seen.listings,
        hosts=seen.hosts,
        note=seen.note,
        site_ids=seen.site_ids,
        unconfirmed=seen.unconfirmed,
    )


def _woven(governments: Sequence[Agency], others: Sequence[Agency]) -> Iterator[Agency]:
    waiting = list(others)
    for place, agency in enumerate(governments):
        yield agency
        last = place + 1 == len(governments) or governments[place + 1].region != agency.region
        while last and waiting and waiting[0].region == agency.region:
            yield waiting.pop(0)
    yield from waiting
