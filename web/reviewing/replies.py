"""Right of reply: an agency's own words, shown beside what is said about it.

A reply is entered by the operator. It is a decision in the archive, as other things that people
said: only ever added to, and a rebuild keeps it. One entered by mistake is taken back by another.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from model.finding import Decision, DecisionKind
from model.ids import AgencyId

BEGINNING = "reply:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person fills in."""

    agency: AgencyId
    reporting_year: int
    finding: str | None
    """Fingerprint; None: about the report of that year as a whole."""
    who: str
    """Who spoke for the agency, as it signed."""
    on: date
    """The day that the reply bears."""
    text: str
    """Its own words, untouched."""
    source: str
    """Where it can be checked: the number of a letter, an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    id: str
    said: Said
    at: datetime
    """When it was entered."""
    by: str
    """Who entered it."""


def entered(said: Said, *, by: str, at: datetime) -> Decision:
    """The decision that records a reply."""
    body = {
        "agency": said.agency,
        "reporting_year": said.reporting_year,
        "finding": said.finding,
        "who": said.who,
        "on": said.on.isoformat(),
        "text": said.text,
        "source": said.source,
    }
    note = json.dumps(body, ensure_ascii=False, sort_keys=True)
    id_ = sha256(note.encode()).hexdigest()[:12]
    return Decision(
        fingerprint=f"{beginning_of(said.agency)}{said.reporting_year}:{id_}",
        kind=DecisionKind.CONFIRM,
        at=at,
        by=by,
        note=note,
    )


def taken_back(reply: Reply, *, by: str, at: datetime) -> Decision:
    said = reply.said
    return Decision(
        fingerprint=f"{beginning_of(said.agency)}{said.reporting_year}:{reply.id}",
        kind=DecisionKind.DISMISS,
        at=at,
        by=by,
    )


def beginning_of(agency: AgencyId) -> str:
    """Of the fingerprints of all its replies."""
    return f"{BEGINNING}{agency}:"


def replies_in(decisions: Iterable[Decision]) -> tuple[Reply, ...]:
    """Those that stand; `decisions` are oldest first, and so are the replies."""
    standing: dict[str, Reply] = {}
    for decision in decisions:
        if not decision.fingerprint.startswith(BEGINNING):
            continue
        if decision.kind is DecisionKind.CONFIRM and decision.note:
            standing[decision.fingerprint] = _read(decision, decision.note)
        else:
            standing.pop(decision.fingerprint, None)
    return tuple(sorted(standing.values(), key=lambda reply: (reply.said.on, reply.at)))


def _read(decision: Decision, note: str) -> Reply:
    body = json.loads(note)
    said = Said(
        agency=AgencyId(body["agency"]),
        reporting_year=int(body["reporting_year"]),
        finding=body["finding"],
        who=body["who"],
        on=date.fromisoformat(body["on"]),
        text=body["text"],
        source=body["source"],
    )
    id_ = decision.fingerprint.rpartition(":")[2]
    return Reply(id=id_, said=said, at=decision.at, by=decision.by)
