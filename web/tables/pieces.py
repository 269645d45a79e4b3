"""What rows of several tables are made of, as the API gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from model.agency import Kind, Level
from model.form import SectionId
from model.report import MeasureState
from model.text import Text

Links = Mapping[str, str]
"""Addresses on this server, relative to its root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Has the docstrings under its fields in the schema."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Described):
    """Where in the archive something is: one member of one WARC file."""

    warc: str
    """Name of the WARC file in the archive's folder."""
    offset: int
    """First octet of the record's gzip member."""
    length: int
    """Octets of the member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Described):
    """The archived response that something was read from."""

    capture: str
    """Id of the capture; see /captures/{id}."""
    url: str
    """Address that was asked."""
    at: datetime
    """When it answered (WARC-Date)."""
    record: Record
    """Where in the archive it is."""
    digest: str
    """SHA-256 of the payload, 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where(Described):
    """Where something stood in a document: page and box (PDF), or line (text, HTML, Word)."""

    page: int | None = None
    """From 1."""
    box: tuple[float, float, float, float] | None = None
    """x0, top, x1, bottom in PDF points (1/72 inch) from the top left of the page as displayed."""
    line: int | None = None
    """From 1; in a Word file the running number of the paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who(Described):
    """The agency that a row is about, with what the registry knows of it."""

    agency: str | None
    """Id of the agency in the registry; null where nobody could tell whose report it is."""
    agency_name: str
    """The registry's name, else the name as printed."""
    region: str | None
    """Division code (GB/T 2260), six digits."""
    region_name: str | None
    """Name of that division."""
    level: Level | None
    """How high it stands."""
    kind: Kind | None
    """What sort of body it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInTime(Described):
    """A name that an agency bore, as far as is known from when to when."""

    name: str
    """The name."""
    since: date | None
    """The first day on which it is known to have been borne."""
    until: date | None
    """The last day on which it is known to have been borne."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow(Described):
    """The agency's own words beside a finding."""

    text: str
    """As printed; persons are masked."""
    where: Where | None
    """Where it stands in the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow(Described):
    """An agency's own words about a finding, entered by the operator; not ours."""

    who: str
    """Who spoke for the agency."""
    on: date
    """The day that the reply bears."""
    text: str
    """Its own words; persons are masked."""
    source: str
    """Where it can be checked."""
    entered: datetime
    """When the operator entered it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart(Described):
    """A numbered part of a report."""

    id: SectionId
    """Which of the six it is."""
    heading: str
    """As printed; persons are masked."""
    text: str
    """Mobile numbers, private mail boxes and names that follow a label are masked with stars."""
    where: Where | None
    """Where it begins in the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Described):
    """What was read of one cell."""

    value: int | str | None
    """A whole number; for amounts a decimal string with its printed scale; null when not read."""
    raw: str | None
    """The cell as printed."""
    state: MeasureState
    """How it was read."""
    note: str | None
    """What stood beside the number in its cell."""
    where: Where | None
    """Where the cell stands in the document."""
    doubt: str | None = None
    """Why our reading is not certain; null when it is."""
    confidence: float | None = None
    """Of the recognition, 0 to 1, where the cell was read from an image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWarningRow(Described):
    """Something about our reading that a person should know; never about the agency."""

    code: str
    """The same for every warning of this sort."""
    message: Text
    """What to know, in one sentence."""
    where: Where | None
    """Where in the document, if it is one place."""
