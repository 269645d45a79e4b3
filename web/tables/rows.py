"""The rows of the tables as the API gives them: JSON objects whose fields are described here.

The docstrings under the fields are read by the OpenAPI document: they are for strangers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from model.agency import Duty, Kind, Level
from model.capture import Purpose
from model.finding import Certainty, Severity
from model.report import MeasureState, Scope
from model.text import Text
from model.verdict import Reason, Verdict
from storage.database import Decided
from web.tables.pieces import (
    Described,
    Links,
    NameInTime,
    QuoteRow,
    Reading,
    ReadingWarningRow,
    Record,
    ReplyRow,
    ReportPart,
    Source,
    Where,
    Who,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow(Described):
    """A body that owes reports (机关)."""

    id: str
    """Stable: it outlives the agency's names."""
    name: str
    """What it is called now."""
    aliases: tuple[str, ...]
    """Other names it is known by."""
    names: tuple[NameInTime, ...]
    """Its names through time, where they changed."""
    level: Level
    """How high it stands."""
    kind: Kind
    """What sort of body it is."""
    region: str
    """Division code (GB/T 2260), six digits."""
    region_name: str | None
    """Name of that division."""
    parent: str | None
    """Id of the agency above it."""
    uscc: str | None
    """Unified social credit code (统一社会信用代码), 18 characters."""
    duty: Duty
    """By what it owes a report: the statute, a local order, or not at all."""
    since: date | None
    """First day of its being; null when that is not known to matter."""
    until: date | None
    """Last day of its being; null while it is there."""
    successor: str | None
    """Id of the agency that took over from it."""
    listings: tuple[str, ...]
    """The pages (栏目页) where it lists its reports, as far as we know them."""
    hosts: tuple[str, ...]
    """The only hosts that are ever asked for it."""
    links: Links
    """What else there is about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationRow(Who):
    """An agency owes the report about one reporting year by a day, for a reason."""

    reporting_year: int
    """The year the report is about; it is published in the year after."""
    due: date | None
    """Last day in time, in China; null when nothing was owed, and `basis` says why."""
    basis: Text
    """Why it is due then, or not at all."""
    links: Links
    """The verdict on it, and the agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow(Who):
    """The answer for one obligation, with what it rests on.

    `not_found` means: not found by us at the times of the evidence. `unobservable` is about our
    view, never about the agency.
    """

    reporting_year: int
    """The year the report is about; it is published in the year after."""
    due: date | None
    """Last day in time, in China."""
    basis: Text
    """Why it is due then, or not at all."""
    verdict: Verdict
    """The answer. Where a person set aside what it was, `explanation` says so."""
    reason: Reason | None
    """Why we could not tell; only with `unobservable`."""
    graded: bool
    """Weaker evidence: not found, without an earlier report to compare with."""
    explanation: Text
    """What it rests on, in one sentence."""
    declared: date | None
    """The day of publication that the site itself shows."""
    last_absent: datetime | None
    """When we last read the listing to its end without the report on it."""
    first_seen: datetime | None
    """When we saw the report first."""
    report: str | None
    """Id of the report; see /reports/{id}."""
    audited: datetime
    """As known at this moment."""
    changed: datetime
    """When an audit first gave this very verdict."""
    evidence: tuple[Source, ...]
    """The archived responses that it rests on."""
    links: Links
    """`findings` about it, those that a person has `set_aside`, its `page` with the reasoning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow(Who):
    """A stored document that reads as an annual report."""

    id: str
    """First 12 hexadecimal digits of the document's SHA-256: the same on every server."""
    reporting_year: int | None
    """The year the report is about; it is published in the year after."""
    version: int
    """Of one agency and year, from 1 in the order first seen."""
    current: bool
    """Whether it stands for the report of its agency and year."""
    title: str | None
    """As printed; persons are masked."""
    form: str | None
    """Generation of the statutory form: 2014, 2019, 2021; null when its tables were not read."""
    scope: Scope | None
    """Whose doings its figures count: the signing body's own, or those of all below it as well."""
    declared: date | None
    """The day of publication that the site or the document itself shows."""
    first_seen: datetime
    """When we saw this document first."""
    verdict: Verdict | None
    """Of the obligation that this document answers, as last audited."""
    media_type: str | None
    """Of the archived document."""
    source: Source
    """The archived response it was read from."""
    code_version: str
    """Of the program part that read it."""
    links: Links
    """Its measures, its findings, the capture, the verdict, the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow(Who):
    """One cell of the statutory tables of one report."""

    report: str
    """Id of the report; see /reports/{id}."""
    reporting_year: int | None
    """The year the report is about."""
    measure: str
    """Id of the cell: t3.granted.total; see /indicators."""
    label: str
    """Its official label, from the outermost heading in."""
    unit: str | None
    """In what it is counted: 件, 元, ...; null for plain numbers."""
    value: int | str | None
    """A whole number; for amounts a decimal string with its printed scale; null when not read."""
    raw: str | None
    """The cell as printed; null when `state` is inferred or absent."""
    state: MeasureState
    """`read`; `blank` and `dash` as printed, which is not zero; `inferred` from the form's own
    sums, never the agency's statement; `absent` when nothing was read."""
    note: str | None
    """What stood beside the number in its cell."""
    doubt: str | None
    """Why our reading is not certain; null when it is."""
    confidence: float | None
    """Of the recognition, 0 to 1, where the cell was read from an image."""
    where: Where | None
    """Where the cell stands in the document."""
    source: Source
    """The archived response it was read from."""
    links: Links
    """The report, the capture, the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow(Who):
    """What a rule states about an agency, with evidence. See /methods for every rule."""

    id: str
    """The same in every audit that states the same."""
    rule: str
    """Id of the rule, with its ground in /methods: applications.result_sum."""
    severity: Severity
    """How sure the finding is, never how grave the conduct."""
    certainty: Certainty
    """`unconfirmed`: it rests on an uncertain reading; compare with the original before use."""
    message: Text
    """What does not agree, in one sentence."""
    left: str | None
    """One side of what does not agree."""
    right: str | None
    """The other side."""
    reporting_year: int | None
    """Of the report that it is about."""
    report: str | None
    """Id of the report that it is about, where there is one."""
    cells: tuple[str, ...]
    """Ids of the cells that it rests on."""
    quotes: tuple[QuoteRow, ...]
    """The agency's own words that it rests on."""
    captures: tuple[str, ...]
    """What was archived when the thing was seen or not seen."""
    first_seen: datetime
    """When an audit of ours stated it first."""
    audited: datetime
    """As known at this moment."""
    decision: Decided
    """What people said of it: `open` (nobody decided), `confirmed` or `dismissed`. Lists leave the
    dismissed out, unless these are asked for."""
    decided: datetime | None
    """When they did."""
    decision_note: str | None
    """What they wrote about it; persons are masked."""
    replies: tuple[ReplyRow, ...]
    """Right of reply; oldest first."""
    links: Links
    """The agency, the report, the verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow(Described):
    """One archived response."""

    id: str
    """Id of its WARC record, a UUID."""
    url: str
    """Address that was asked."""
    at: datetime
    """When it answered (WARC-Date)."""
    http_status: int | None
    """Null for a file that was added by hand."""
    media_type: str | None
    """As the server named it."""
    digest: str
    """SHA-256 of the payload."""
    length: int
    """Octets of the payload."""
    record: Record
    """Where in the archive it is."""
    refers_to: str | None
    """Id of the capture that holds the payload, when the answer was the same as before."""
    truncated: str | None
    """Why the body is not whole (WARC-Truncated)."""
    imported: bool
    """Archived by others: its time and content are their claim."""
    agency: str | None
    """For which agency it was asked first."""
    purpose: Purpose | None
    """What it was asked for."""
    links: Links
    """Its page, the agency, the capture that it refers to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow(Who):
    """Running text of a report: one of its numbered parts, or what stands outside of them.

    Mobile numbers, private mail boxes and names that follow a label are masked with stars.
    """

    report: str
    reporting_year: int | None
    position: int
    """In the order of the report, from 0."""
    section: str
    """Id of the part; `other` for text outside of the parts."""
    heading: str
    text: str
    where: Where | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow(Described):
    """A cell of the statutory form."""

    measure: str
    """Id of the cell: t3.granted.total; the same in every generation that has the cell."""
    form: str
    """Generation of the form: 2014, 2019, 2021."""
    label: str
    """Its official label, from the outermost heading in."""
    type: str
    """What its value is: a count, or an amount."""
    unit: str | None
    """In what it is counted; null for plain numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReport(ReportRow):
    """A report with its text, its figures and what the audit found in it."""

    other_text: str
    """Running text outside the numbered parts; masked like theirs."""
    sections: tuple[ReportPart, ...]
    """Its numbered parts, in their order."""
    measures: Mapping[str, Reading] = field(default_factory=dict)
    """Cell id → what was read, in the order of the form."""
    findings: tuple[FindingRow, ...]
    """What the audit found in it."""
    warnings: tuple[ReadingWarningRow, ...]
    """What our reading of it leaves open."""
