"""What people decided about findings."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from model.finding import Decision, DecisionKind
from storage.database.bulk import insert_new
from storage.database.schema import decisions

_ALL = select(decisions).order_by(
    decisions.c.at, decisions.c.fingerprint, decisions.c.kind, decisions.c.by
)


def save_decisions(connection: Connection, given: Iterable[Decision]) -> int:
    """Returns how many were new."""
    rows: list[dict[str, Any]] = [
        {
            "fingerprint": decision.fingerprint,
            "at": decision.at,
            "kind": decision.kind.value,
            "by": decision.by,
            "note": decision.note,
        }
        for decision in given
    ]
    return insert_new(connection, decisions, rows)


def read_decisions(connection: Connection, fingerprint: str | None) -> tuple[Decision, ...]:
    query = _ALL if fingerprint is None else _ALL.where(decisions.c.fingerprint == fingerprint)
    return tuple(map(_to_decision, connection.execute(query)))


def read_decisions_on(connection: Connection, fingerprints: Sequence[str]) -> tuple[Decision, ...]:
    """Those about any of some findings, oldest first."""
    query = _ALL.where(decisions.c.fingerprint.in_(fingerprints))
    return tuple(map(_to_decision, connection.execute(query)))


def _to_decision(row: Row[Any]) -> Decision:
    return Decision(
        fingerprint=row.fingerprint,
        kind=DecisionKind(row.kind),
        at=row.at,
        by=row.by,
        note=row.note,
    )
