"""The page of one verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.reasoning import Reasoning
from model.agency import Agency
from model.capture import Capture
from model.ids import CaptureId
from model.report import ReportVersion
from storage.database import Database, FindingFilter, StoredVerdict, Strip
from web.reading.findings import Entry, entries_of, shown_of
from web.reading.persons import masked_replies
from web.reviewing.replies import Reply, beginning_of, replies_in

FINDINGS = 100


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
    replies: tuple[Reply, ...]
    """Of the agency, to the verdict as a whole."""


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
    found = shown_of(findings, FindingFilter(years=(year, year), agency=agency.id), limit=FINDINGS)
    replies = masked_replies(
        reply
        for reply in replies_in(findings.decisions(beginning=beginning_of(agency.id)))
        if reply.said.reporting_year == year
    )
    shown = {one.fingerprint for one in found}
    return DossierView(
        agency=agency,
        stored=stored,
        proof=proof,
        years=tuple(sorted(strip.cells)) if strip else (year,),
        reports=tuple(sorted(reports, key=lambda one: one.version)),
        entries=tuple(entries_of(found, {agency.id: agency.name}, replies)),
        # A reply to what no audit states any more stays the agency's word on the year.
        replies=tuple(reply for reply in replies if reply.said.finding not in shown),
    )
