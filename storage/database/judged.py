"""What people decided about findings."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    or_,
    select,
    tuple_,
)

from model.finding import ON_PUBLICATION, Certainty, Decision, DecisionKind
from model.ids import AgencyId
from storage.database.audited import Decided
from storage.database.bulk import chunks, insert_new
from storage.database.schema import decisions, findings
from storage.database.touched import note_agencies

_NOTE = DecisionKind.NOTE.value
_LATER = decisions.alias("later")
_SAID = decisions.alias("said")
_STANDING = (
    select(_SAID)
    .where(
        _SAID.c.kind.in_([DecisionKind.CONFIRM.value, DecisionKind.DISMISS.value]),
        ~exists(
            select(_LATER.c.fingerprint).where(
                _LATER.c.fingerprint == _SAID.c.fingerprint,
                _LATER.c.kind != _NOTE,
                tuple_(_LATER.c.at, _LATER.c.kind, _LATER.c.by)
                > tuple_(_SAID.c.at, _SAID.c.kind, _SAID.c.by),
            )
        ),
    )
    .subquery("standing")
)
"""The decision of each fingerprint that counts; none for what was opened again."""
_LAST_SIGN = "\U0010ffff"


def save_decisions(connection: Connection, given: Iterable[Decision]) -> int:
    """Returns how many were new. Whoever's verdict may rest on what was decided is judged anew."""
    given = list(given)
    note_agencies(connection, _judged_by(connection, {one.fingerprint for one in given}))
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


def _judged_by(connection: Connection, fingerprints: Iterable[str]) -> set[AgencyId]:
    """The agencies of those that state when something was published, or that it was not seen."""
    return {
        agency
        for chunk in chunks(fingerprints)
        for agency in connection.execute(
            select(findings.c.agency).where(
                findings.c.fingerprint.in_(chunk),
                findings.c.rule.startswith(ON_PUBLICATION),
                findings.c.agency.is_not(None),
            )
        ).scalars()
    }


def read_decisions(
    connection: Connection, fingerprint: str | None, beginning: str = ""
) -> tuple[Decision, ...]:
    query = select(decisions).order_by(
        decisions.c.at, decisions.c.fingerprint, decisions.c.kind, decisions.c.by
    )
    if fingerprint is not None:
        query = query.where(decisions.c.fingerprint == fingerprint)
    if beginning:
        query = query.where(decisions.c.fingerprint.between(beginning, beginning + _LAST_SIGN))
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


def read_standing(connection: Connection, fingerprints: Iterable[str]) -> Mapping[str, Decision]:
    """By fingerprint, the decision that counts; those nobody decided on are left out."""
    return {
        row.fingerprint: Decision(
            fingerprint=row.fingerprint,
            kind=DecisionKind(row.kind),
            at=row.at,
            by=row.by,
            note=row.note,
        )
        for some in chunks(fingerprints)
        for row in connection.execute(select(_STANDING).where(_STANDING.c.fingerprint.in_(some)))
    }


def with_standing(query: Select[Any]) -> Select[Any]:
    """A query of findings, each with the decision that counts: see `standing_of`."""
    return query.outerjoin(
        _STANDING, _STANDING.c.fingerprint == findings.c.fingerprint
    ).add_columns(
        _STANDING.c.kind.label("said_kind"),
        _STANDING.c.at.label("said_at"),
        _STANDING.c.by.label("said_by"),
        _STANDING.c.note.label("said_note"),
    )


def standing_of(row: Row[Any]) -> Decision | None:
    if row.said_kind is None:
        return None
    return Decision(
        fingerprint=row.fingerprint,
        kind=DecisionKind(row.said_kind),
        at=row.said_at,
        by=row.said_by,
        note=row.said_note,
    )


def for_everybody() -> ColumnElement[bool]:
    """Findings that may be shown: certain or confirmed by a person, and dismissed by nobody."""
    return and_(
        not_dismissed(),
        or_(
            findings.c.certainty == Certainty.CONFIRMED.value,
            decided(DecisionKind.CONFIRM),
        ),
    )


def not_dismissed() -> ColumnElement[bool]:
    return ~decided(DecisionKind.DISMISS)


def decided(*kinds: DecisionKind) -> ColumnElement[bool]:
    """Findings of which this is what counts."""
    values = [kind.value for kind in kinds]
    of_them = select(_STANDING.c.fingerprint).where(_STANDING.c.kind.in_(values))
    return findings.c.fingerprint.in_(of_them)


def any_of(wanted: Iterable[Decided]) -> ColumnElement[bool]:
    conditions = {
        Decided.OPEN: ~decided(DecisionKind.CONFIRM, DecisionKind.DISMISS),
        Decided.CONFIRMED: decided(DecisionKind.CONFIRM),
        Decided.DISMISSED: decided(DecisionKind.DISMISS),
    }
    return or_(false(), *(conditions[one] for one in wanted))
