"""What a rule states about an agency, with evidence. A trouble of ours is a failure instead."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.ids import AgencyId, CaptureId, MeasureId, ReportId, RuleId
from model.place import Place
from model.text import Text

ON_PUBLICATION = "publication."
"""What the ids of rules on publication itself begin with; the others are on figures."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    ATTENTION = "attention"


class Certainty(StrEnum):
    CONFIRMED = "confirmed"
    """Our reading of every cell it rests on is certain."""
    UNCONFIRMED = "unconfirmed"
    """It rests on an uncertain reading; never leaves the house by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The agency's own words beside a finding."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    rule: RuleId
    severity: Severity
    certainty: Certainty
    message: Text
    left: str | None = None
    """The two sides of what does not agree, as printed in the message."""
    right: str | None = None
    cells: tuple[MeasureId, ...] = ()
    quotes: tuple[Quote, ...] = ()
    captures: tuple[CaptureId, ...] = ()
    """What was archived when the thing was seen or not seen; for findings about publication."""
    agency: AgencyId | None = None
    reporting_year: int | None = None
    report: ReportId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A stored trouble of ours at a stage: what we could not do, to which input, and why."""

    stage: str
    subject: str
    """Capture id, URL or path."""
    code: str
    """`AppError.code`."""
    what: Text
    remedy: Text


class DecisionKind(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    NOTE = "note"
    REOPEN = "reopen"
    """What was said before does not count any more: nobody has decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person said about a finding. Append-only; the latest of a fingerprint counts.

    Notes aside: they stand beside whatever was decided.
    """

    fingerprint: str
    """Identity of the finding across runs, as the audit computes it."""
    kind: DecisionKind
    at: datetime
    """UTC, time zone aware."""
    by: str
    note: str | None = None
