"""What people decided about findings."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from model.finding import Decision, DecisionKind
from storage.database.bulk import insert_new
from storage.database.schema import decisions


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
    query = select(decisions).order_by(
        decisions.c.at, decisions.c.fingerprint, decisions.c.kind, decisions.c.by
    )
    if fingerprint is not None:
        query = query.where(decisions.c.fingerprint == fingerprint)
    return tuple(
        Decision(
            fingerprint=row.fingerprint,
            kind=DecisionKind(row.kind),
            at=row.at,
            by=row.by,
            note=row.note,
        )
        for row in connection.execute(query)
    )
