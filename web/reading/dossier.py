"""The page of one verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.reasoning import Reasoning
from model.agency import Agency
from model.capture import Capture
from model.finding import Certainty
from model.ids import CaptureId
from model.report import ReportVersion
from storage.database import Database, FindingFilter, StoredVerdict, Strip
from web.reading.findings import Entry, entries_of, latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The reasoning and what it names."""

    reasoning: Reasoning
    captures: Mapping[CaptureId, Capture]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    agency: Agency
    stored: StoredVerdict
    proof: Proof
    years: tuple[int, ...]
    """Those with a verdict, to step between."""
    reports: tuple[ReportVersion, ...]
    """Every version, the first one first."""
    entries: tuple[Entry, ...]


def dossier_view(
    agency: Agency,
    stored: StoredVerdict,
    proof: Proof,
    *,
    strip: Strip | None,
    reports: Iterable[ReportVersion],
    findings: Database,
) -> DossierView:
    year = stored.record.reporting_year
    found = findings.audit_findings(
        FindingFilter(years=(year, year), agency=agency.id, certainties=(Certainty.CONFIRMED,))
    )
    return DossierView(
        agency=agency,
        stored=stored,
        proof=proof,
        years=tuple(sorted(strip.cells)) if strip else (year,),
        reports=tuple(sorted(reports, key=lambda one: one.version)),
        entries=tuple(
            entries_of(found.items, {agency.id: agency.name}, latest(findings.decisions()))
        ),
    )
