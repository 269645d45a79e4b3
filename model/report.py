"""An agency's annual report for one reporting year, as read from one document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.capture import Capture
from model.document import ReadingWarning
from model.form import SectionId
from model.ids import AgencyId, FormId, MeasureId, ReportId
from model.place import Place


class MeasureState(StrEnum):
    READ = "read"
    BLANK = "blank"
    """An empty cell in the source. Blank is not zero."""
    DASH = "dash"
    """`-`, `/`, `无` in the source."""
    INFERRED = "inferred"
    """The form's own sums leave one possibility. Never used as the agency's statement."""
    ABSENT = "absent"
    """Nothing was read: not printed, or we could not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One named cell of the statutory tables."""

    id: MeasureId
    value: int | Decimal | None
    """int for counts, Decimal with its printed scale for amounts; None where nothing was read."""
    raw: str | None
    """The cell as printed; None when `state` is inferred or absent."""
    state: MeasureState
    note: str | None = None
    """What stood beside the number in its cell: `其中修订16件`."""
    place: Place | None = None
    doubt: str | None = None
    """Why our reading is not certain, as a short code; None when it is certain."""
    confidence: float | None = None
    """Of the engine, 0 to 1, where the cell was recognised from an image; else None."""

    @property
    def stated(self) -> bool:
        """Whether the agency stated this number and we are certain that we read it."""
        return self.state is MeasureState.READ and self.doubt is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the six numbered parts, with its running text; tables are not in the text."""

    id: SectionId
    heading: str
    text: str
    place: Place


class YearSource(StrEnum):
    PERIOD = "period"
    TITLE = "title"
    URL = "url"
    FOLDER = "folder"
    PUBLICATION = "publication"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCandidate:
    """`source` in the order of trust: period sentence, title, URL parameter, folder, date - 1."""

    year: int
    source: YearSource


class Scope(StrEnum):
    """Whose doings the figures of a report count."""

    OWN = "own"
    """Of the body alone that signs it (本机关)."""
    CONSOLIDATED = "consolidated"
    """Of a government with its departments and lower governments (汇总)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The pure result of extraction: what one document says."""

    title: str | None
    agency_printed: str | None
    """The agency's name as the title or text prints it."""
    agency_name: str | None
    """The same, normalised: white space removed, a bare region completed to 人民政府."""
    reporting_year: int | None
    year_candidates: tuple[YearCandidate, ...]
    form: FormId | None
    sections: tuple[Section, ...]
    measures: Mapping[MeasureId, Measure]
    """Every cell of the detected form; empty when no form was recognised."""
    declared: date | None = None
    """Publication day that the page itself declares (meta PubDate)."""
    warnings: tuple[ReadingWarning, ...] = ()
    scope: Scope | None = None
    """None where neither title nor text tells."""
    other_text: str = ""
    """Running text outside the sections: a preface, and all of an old report without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVersion:
    """A report as stored: one document read as a report, and whose it is.

    Versions of one agency and reporting year count from 1 in the order first captured.
    """

    id: ReportId
    """First 12 hexadecimal digits of the payload digest: the same after every rebuild."""
    agency: AgencyId | None
    """None while nobody could tell whose report it is."""
    agency_name: str
    """The registry's name, else the name as extracted."""
    reporting_year: int | None
    version: int
    capture: Capture
    """The first capture of this payload."""
    title: str | None
    code_version: str
    """Version of the extraction code that read it."""
    report: Report
