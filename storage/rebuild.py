"""Brings the database in line with the archive, which is the truth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from model.capture import Capture, Look, Visit
from model.finding import Decision
from storage.archive import Archive, Archived, Damage
from storage.database import Database, Harvested

_BATCH = 1000
"""Records in one transaction: after a kill, a rebuild goes on behind the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What the archive held that the database did not know."""

    captures: int
    visits: int
    looks: int
    decisions: int
    damages: tuple[Damage, ...]
    """Records that could not be read. Everything around them was."""


def reconcile(archive: Archive, database: Database, *, afresh: bool = False) -> Reconciled:
    """Registers every archived record that the database does not know; idempotent.

    Closes the gap that a kill leaves between the archive and the database, and fills an empty
    database completely: the same ids of crawls, visits and captures. Each record is read once:
    the database remembers how far the archive has been reconciled. `afresh` reads everything
    again, for files that were damaged and have been restored from a copy.
    """
    damages: list[Damage] = []
    since = {} if afresh else database.archived_until()
    found = archive.records(since=since, on_damage=damages.append)
    registered = [
        database.catch_up(batch.harvested(), until=batch.until) for batch in _batches(found)
    ]
    database.finish_rebuilt_crawls()
    return Reconciled(
        captures=sum(each.captures for each in registered),
        visits=sum(each.visits for each in registered),
        looks=sum(each.looks for each in registered),
        decisions=sum(each.decisions for each in registered),
        damages=tuple(damages),
    )


@dataclass(slots=True)
class _Batch:
    simulated: bool
    items: list[Capture | Visit | Look | Decision] = field(default_factory=list)
    until: dict[str, int] = field(default_factory=dict)

    def add(self, archived: Archived) -> None:
        self.items.append(archived.item)
        self.until[archived.place.warc] = archived.place.offset + archived.place.length

    def harvested(self) -> Harvested:
        return Harvested(
            captures=[item for item in self.items if isinstance(item, Capture)],
            visits=[item for item in self.items if isinstance(item, Visit)],
            looks=[item for item in self.items if isinstance(item, Look)],
            decisions=[item for item in self.items if isinstance(item, Decision)],
            simulated=self.simulated,
        )


def _batches(found: Iterable[Archived]) -> Iterator[_Batch]:
    batch: _Batch | None = None
    for archived in found:
        full = batch is not None and len(batch.items) >= _BATCH
        if batch is not None and (full or batch.simulated != archived.simulated):
            yield batch
            batch = None
        batch = batch or _Batch(simulated=archived.simulated)
        batch.add(archived)
    if batch is not None:
        yield batch
