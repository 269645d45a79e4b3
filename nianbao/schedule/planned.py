"""What the schedule says: looks at listings and visits to reports, each with its reason."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from model.ids import AgencyId
from model.text import Text


class Kind(StrEnum):
    LOOK = "look"
    """Read a listing to its end, and fetch what it links that we do not have."""
    AGAIN = "again"
    """Visit a report again that we have, with what is attached to it."""


class Why(StrEnum):
    FIRST = "first"
    DEADLINE = "deadline"
    SEASON = "season"
    MONTH = "month"
    VERDICT = "verdict"
    RETRY = "retry"
    MISSING = "missing"
    RECAPTURE = "recapture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    day: date
    """In China. The moment is that of the run."""
    agency: AgencyId
    kind: Kind
    url: str
    """The listing, or the report's page."""
    listing: str | None
    """The listing that links to it; of a look the same as `url`."""
    why: Why
    reason: Text
    title: str | None = None
    """Of a report: what its link said when we last saw it."""
    declared: date | None = None
    reporting_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A host or page that turned us away and is left alone."""

    place: str
    """`host:port`, or a URL."""
    until: date
    """The first day on which it may be asked again."""
    reason: str
