"""The answer for one obligation, with its proof."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from model.capture import RecordPlace
from model.finding import Finding
from model.ids import AgencyId, CaptureId, Digest, ReportId
from model.text import Text


class Verdict(StrEnum):
    PUBLISHED = "published"
    LATE = "late"
    NOT_FOUND = "not_found"
    UNOBSERVABLE = "unobservable"
    NOT_DUE = "not_due"


class Reason(StrEnum):
    """Why we could not tell. Always about us or our view, never about the agency's conduct."""

    NO_LISTING_KNOWN = "no_listing_known"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    NEEDS_SCRIPT = "needs_script"
    LISTING_UNREADABLE = "listing_unreadable"
    KNOWN_ITEM_LOST = "known_item_lost"
    SITE_STALE = "site_stale"
    TOO_FEW_LOOKS = "too_few_looks"
    UNREADABLE_DOCUMENT = "unreadable_document"
    SET_ASIDE = "set_aside"
    """A person found that `not_found` does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One archived thing that a verdict rests on."""

    capture: CaptureId
    url: str
    at: datetime
    record: RecordPlace
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRecord:
    """The verdict for one obligation."""

    agency: AgencyId
    agency_name: str
    reporting_year: int
    due: date | None
    basis: Text
    verdict: Verdict
    reason: Reason | None = None
    explanation: Text
    """One sentence for people, with the advice where something can be done."""
    declared: date | None = None
    last_absent: datetime | None = None
    first_seen: datetime | None = None
    report: ReportId | None = None
    evidence: tuple[Evidence, ...] = ()
    graded: bool = False
    """not_found without a known item: a weaker statement, and the dossier says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult:
    """Everything one audit run says."""

    as_of: datetime
    verdicts: tuple[VerdictRecord, ...]
    findings: tuple[Finding, ...]
