"""What is asked of stored audits, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from model.agency import Level
from model.finding import Certainty, Decision, DecisionKind, Finding, Severity
from model.ids import AgencyId, RegionCode, ReportId, RuleId
from model.verdict import Reason, Verdict, VerdictRecord

Owed = tuple[AgencyId, int]
"""An obligation by agency and reporting year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The obligations that an audit judged: what it says of them is all there is to say."""

    years: tuple[int, int]
    agencies: frozenset[AgencyId] | None = None
    """None: everybody's, and the reports that nobody is known to own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a verdict rests on beside its obligation: while it stays the same, the verdict does."""

    made_by: str
    """A digest of all that judges: program and settings."""
    known: int | None
    """The last change of evidence that counted; None when some of it was still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was said of one obligation on grounds that still hold."""

    record: VerdictRecord
    findings: tuple[Finding, ...]
    """In the order in which they were stated."""
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictFilter:
    """What is left open admits everything."""

    years: tuple[int, int] | None = None
    region: RegionCode | None = None
    """With everything below it: 410000 is the province with all its counties."""
    level: Level | None = None
    agency: AgencyId | None = None
    verdicts: tuple[Verdict, ...] = ()
    reasons: tuple[Reason, ...] = ()
    first_seen_since: datetime | None = None
    """Reports that we met at this moment or later."""
    changed_since: datetime | None = None
    """Verdicts that became what they are by an audit of this moment or later."""


class Decided(StrEnum):
    """What people last said of a finding, notes aside."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """The same for findings."""

    years: tuple[int, int] | None = None
    region: RegionCode | None = None
    level: Level | None = None
    agency: AgencyId | None = None
    report: ReportId | None = None
    rules: tuple[RuleId, ...] = ()
    severities: tuple[Severity, ...] = ()
    certainties: tuple[Certainty, ...] = ()
    first_seen_since: datetime | None = None
    """Findings that an audit of this moment or later stated for the first time."""
    decided: tuple[Decided, ...] = ()
    for_everybody: bool = False
    """Only what may be shown to all: our reading is certain or a person has confirmed it, and
    nobody's dismissal stands."""


class VerdictOrder(StrEnum):
    PLACE = "place"
    """Latest reporting year first, then by region and agency."""
    NEWEST = "newest"
    """The report that we met last first; verdicts without a report are left out."""
    CHANGED = "changed"
    """What changed last first."""


class FindingOrder(StrEnum):
    PLACE = "place"
    """Latest reporting year first, then by region."""
    NEWEST = "newest"
    """What was stated for the first time last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVerdict:
    """A verdict as audited at a moment."""

    record: VerdictRecord
    region: RegionCode | None
    """None when the registry does not have the agency any more, like `level`."""
    level: Level | None
    audited: datetime
    changed: datetime
    """Of the first audit that gave this very verdict, with this reason and report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFinding:
    """A finding of an audit of a moment."""

    fingerprint: str
    """The same in every audit that states the same."""
    finding: Finding
    region: RegionCode | None
    """None when nobody is known to own the report, like `level`."""
    level: Level | None
    audited: datetime
    first_seen: datetime
    """Of the first audit that stated it."""
    decision: Decision | None = None
    """The confirmation or dismissal that counts; None: nobody has decided."""

    @property
    def decided(self) -> Decided:
        if self.decision is None:
            return Decided.OPEN
        return _DECIDED[self.decision.kind]


_DECIDED = {
    DecisionKind.CONFIRM: Decided.CONFIRMED,
    DecisionKind.DISMISS: Decided.DISMISSED,
}


class Grouping(StrEnum):
    """What rows are counted by."""

    YEAR = "year"
    PROVINCE = "province"
    """First two digits of the division code, like the next two: 41."""
    PREFECTURE = "prefecture"
    """Four digits."""
    REGION = "region"
    """All six."""
    LEVEL = "level"
    AGENCY = "agency"
    VERDICT = "verdict"
    REASON = "reason"
    RULE = "rule"
    SEVERITY = "severity"
    CERTAINTY = "certainty"


Counts = Mapping[tuple[str | int | None, ...], int]
"""Values in the order of the groupings asked for → rows; groups without any are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A verdict in a matrix."""

    verdict: Verdict
    reason: Reason | None
    graded: bool
    report: ReportId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One agency over the years."""

    agency: AgencyId
    agency_name: str
    region: RegionCode | None
    level: Level | None
    cells: Mapping[int, Cell] = field(default_factory=dict)
    """By reporting year; one without an obligation, or not audited, is left out."""
