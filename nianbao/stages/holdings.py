"""What the archive holds of each agency, by the visits that led there."""

from dataclasses import dataclass

from model.ids import AgencyId, CaptureId
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    agency: AgencyId
    name: str
    visits: int
    captures: int
    octets: int
    """Of their records on the disk."""


def holdings(database: Database) -> tuple[Holding, ...]:
    """Largest first. A capture to which visits of two agencies led counts for both."""
    captures = database.captures()
    visits: dict[AgencyId, int] = {}
    led: dict[AgencyId, set[CaptureId]] = {}
    for visit in database.visits():
        if visit.agency is None:
            continue
        visits[visit.agency] = visits.get(visit.agency, 0) + 1
        held = led.setdefault(visit.agency, set())
        if visit.capture is not None and visit.capture in captures:
            held.add(visit.capture)
    registry = database.registry()
    found = [
        Holding(
            agency=agency,
            name=known.name if (known := registry.get(agency)) else agency,
            visits=count,
            captures=len(led[agency]),
            octets=sum(captures[capture].record.length for capture in led[agency]),
        )
        for agency, count in visits.items()
    ]
    return tuple(sorted(found, key=lambda holding: (-holding.octets, holding.agency)))
