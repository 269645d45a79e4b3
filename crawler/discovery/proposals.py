"""What a discovery tells: proposals with their evidence, for a person to accept or not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.discovery.leads import Elsewhere, Step
from model.capture import LookEnd, Outcome
from model.ids import AgencyId, CaptureId
from model.text import Text


class Grade(StrEnum):
    LIKELY = "likely"
    POSSIBLE = "possible"
    PASSED_OVER = "passed_over"
    """Seen and not proposed; the reasons say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that speaks for or against a page being the agency's column."""

    code: str
    points: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTitle:
    """A title of an annual report that stood on the page."""

    title: str
    url: str
    reporting_year: int | None
    names: str | None
    """The agency it names: None when it names nobody."""
    own: bool
    """Whether it names the agency in question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    agency: AgencyId
    listing: str
    score: int
    """0 to 100; the sum of the reasons' points within these bounds."""
    grade: Grade
    reasons: tuple[Reason, ...]
    trail: tuple[Step, ...]
    """The links that led there from the home page on."""
    titles: tuple[SeenTitle, ...]
    lookalikes: tuple[str, ...]
    """Titles of the same family that are no reports of this kind."""
    family: str | None
    end: LookEnd | None
    """Why the reading ended early; None when enough had been seen or it came to its end."""
    captures: tuple[CaptureId, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How the visit to a home page, or to what the menu calls the column, ended."""

    url: str
    outcome: Outcome
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found for one agency."""

    agency: AgencyId
    starts: tuple[Start, ...]
    """Empty when the registry names no host."""
    proposals: tuple[Proposal, ...]
    """Best first, those passed over last."""
    closed: tuple[Start, ...]
    """Pages called the column, by a menu or by the registry, that could not be read."""
    elsewhere: tuple[Elsewhere, ...]
    pages: int
    """Answers that were asked for."""
    exhausted: bool
    """Whether it ended because the pages it may ask were used up."""
