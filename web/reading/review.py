"""What waits for a person: findings nobody has looked at, those that accuse most first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from model.errors import NotFoundError
from model.finding import Certainty, Decision
from model.ids import AgencyId, ReportId
from model.report import Measure, ReportVersion
from model.text import Text
from model.verdict import VerdictRecord
from storage.database import Database, Decided, FindingFilter
from web.reading.cell import doubt_words
from web.reading.findings import UNCERTAIN, Entry, Picked, entries_of, picked_from
from web.reading.report import forms, label_of
from web.reading.tables import Figure, figure
from web.reviewing.replies import BEGINNING, beginning_of, replies_in

LONGEST = 500
"""Findings that a queue holds at a time: behind them others come up as it is worked off."""
_AHEAD = 5


class Queue(StrEnum):
    UNCERTAIN = "uncertain"
    """They rest on an uncertain reading: nobody sees them until a person has confirmed them."""
    UNSEEN = "unseen"
    """Our reading is certain and they are shown, but no person has looked at them."""
    DECIDED = "decided"


_HOLDS: Mapping[Queue, Mapping[str, Any]] = {
    Queue.UNCERTAIN: UNCERTAIN,
    Queue.UNSEEN: {"certainties": (Certainty.CONFIRMED,), "decided": (Decided.OPEN,)},
    Queue.DECIDED: {"decided": (Decided.CONFIRMED, Decided.DISMISSED)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which queue, narrowed to what; what it is made of and its address are one to one."""

    queue: Queue
    picked: Picked

    @property
    def filter(self) -> FindingFilter:
        return replace(self.picked.place, **_HOLDS[self.queue])

    def query(self) -> dict[str, object]:
        return {"of": self.queue.value, **self.picked.query()}

    @property
    def queries(self) -> Mapping[str, dict[str, object]]:
        """Of all queues, narrowed to the same."""
        return {queue.value: replace(self, queue=queue).query() for queue in Queue}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """One of the cells that a finding rests on."""

    measure: Measure
    label: str
    figure: Figure
    doubt: Text | None
    """Why our reading of it is uncertain."""
    shown: bool
    """It is the one that is shown in the original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    entry: Entry
    version: ReportVersion | None
    """The document that it speaks of; None when it is about publication, or was lost."""
    lines: tuple[CellLine, ...]
    verdict: VerdictRecord | None
    history: tuple[Decision, ...]
    """All that was ever said of it, oldest first."""

    @property
    def shown(self) -> Measure | None:
        return next((line.measure for line in self.lines if line.shown), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    asked: Asked
    counts: Mapping[Queue, int]
    owners: int
    """Reports that wait for their agency."""
    place: int | None
    """From 1; None when it is not in this queue (any more)."""
    before: str | None
    after: str | None
    item: Item | None
    """None when there is nothing to look at."""
    ahead: tuple[Entry, ...]
    done: Entry | None
    """What was decided just now, to be taken back with one stroke."""


def asked_from(given: Mapping[str, str]) -> Asked:
    """An unknown queue is the first one. Raises: UsageError."""
    wanted = given.get("of", "")
    queue = Queue(wanted) if wanted in set(Queue) else Queue.UNCERTAIN
    return Asked(queue=queue, picked=picked_from(given))


def review_view(
    database: Database,
    asked: Asked,
    fingerprint: str | None,
    names: Mapping[AgencyId, str],
    *,
    cell: str,
    done: str,
    owners: int,
) -> ReviewView:
    """`fingerprint` names the finding to look at (None: the first one); `cell` one of its cells."""
    order = database.gravest_findings(asked.filter, limit=LONGEST)
    here = fingerprint or (order[0] if order else None)
    place = order.index(here) if here in order else None
    after = order[place + 1 :] if place is not None else order
    entry = _entry(database, here, names) if here else None
    return ReviewView(
        asked=asked,
        counts=waiting_in(database, asked),
        owners=owners,
        place=None if place is None else place + 1,
        before=order[place - 1] if place else None,
        after=after[0] if after else None,
        item=_item(database, entry, cell) if entry else None,
        ahead=tuple(_entries(database, after[:_AHEAD], names)),
        done=_entry(database, done, names) if done else None,
    )


def waiting_in(database: Database, asked: Asked) -> Mapping[Queue, int]:
    """Findings in every queue, narrowed as this one is."""
    return {
        queue: database.count_findings(replace(asked, queue=queue).filter).get((), 0)
        for queue in Queue
    }


def following(database: Database, asked: Asked, fingerprint: str) -> str | None:
    """What comes behind a finding of a queue, before it is decided and leaves it."""
    order = database.gravest_findings(asked.filter, limit=LONGEST)
    if fingerprint not in order:
        return order[0] if order else None
    place = order.index(fingerprint)
    return order[place + 1] if place + 1 < len(order) else None


def _entries(
    database: Database, prints: Sequence[str], names: Mapping[AgencyId, str]
) -> Iterator[Entry]:
    for one in prints:
        entry = _entry(database, one, names)
        if entry is not None:
            yield entry


def _entry(database: Database, fingerprint: str, names: Mapping[AgencyId, str]) -> Entry | None:
    stored = database.audit_finding(fingerprint)
    if stored is None:
        return None
    agency = stored.finding.agency
    replies = replies_in(
        database.decisions(beginning=beginning_of(agency) if agency else BEGINNING)
    )
    return next(entries_of([stored], names, replies))


def _item(database: Database, entry: Entry, cell: str) -> Item:
    finding = entry.stored.finding
    version = _report(database, finding.report) if finding.report else None
    verdict = None
    if finding.agency and finding.reporting_year:
        verdict = database.verdict_of(finding.agency, finding.reporting_year)
    return Item(
        entry=entry,
        version=version,
        lines=tuple(_lines(version, entry, cell)) if version else (),
        verdict=verdict.record if verdict else None,
        history=database.decisions(fingerprint=entry.stored.fingerprint),
    )


def _report(database: Database, report: ReportId) -> ReportVersion | None:
    try:
        return database.report(report)
    except NotFoundError:
        return None  # read anew since the audit, as something else


def _lines(version: ReportVersion, entry: Entry, cell: str) -> Iterator[CellLine]:
    read = version.report.measures
    measures = [read[id_] for id_ in entry.stored.finding.cells if id_ in read]
    # What decides is the doubtful number; else any that stands in the original.
    ranked = sorted(
        measures,
        key=lambda one: (one.id != cell, one.doubt is None, one.raw is None),
    )
    definition = forms().get(version.report.form) if version.report.form else None
    for one in measures:
        yield CellLine(
            measure=one,
            label=label_of(one.id, definition.form if definition else None),
            figure=figure(one.id, one),
            doubt=doubt_words(one.doubt) if one.doubt else None,
            shown=one is ranked[0],
        )
