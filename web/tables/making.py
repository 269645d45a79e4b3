"""Values of the database → rows of the tables."""

from collections.abc import Iterable
from typing import Any

from model.agency import Agency, Obligation
from model.finding import Finding
from model.place import Place
from model.report import ReportVersion
from model.text import Text
from model.verdict import Evidence, VerdictRecord
from storage.database import Caught, Decided, Figures, Filed, StoredFinding, StoredVerdict, Texts
from web.masking import mask, masked
from web.reviewing.replies import Reply
from web.tables.parts import (
    Agencies,
    definition,
    links_to,
    reading,
    record_of,
    segment,
    source,
    where,
    who_of,
)
from web.tables.pieces import NameInTime, QuoteRow, ReadingWarningRow, ReplyRow, ReportPart, Source
from web.tables.rows import (
    AgencyRow,
    CaptureRow,
    FindingRow,
    MeasureRow,
    ObligationRow,
    ReportRow,
    SectionRow,
    VerdictRow,
    WholeReport,
)

OTHER = "other"
"""The section of text that stands outside the numbered parts."""


def agency_row(agency: Agency) -> AgencyRow:
    return AgencyRow(
        id=agency.id,
        name=agency.name,
        aliases=agency.aliases,
        names=tuple(
            NameInTime(name=name.name, since=name.since, until=name.until) for name in agency.names
        ),
        level=agency.level,
        kind=agency.kind,
        region=agency.region,
        region_name=agency.region_name,
        parent=agency.parent,
        uscc=agency.uscc,
        duty=agency.duty,
        since=agency.since,
        until=agency.until,
        successor=agency.successor,
        listings=agency.listings,
        hosts=agency.hosts,
        links=links_to(
            self=("agencies", agency.id),
            obligations=f"obligations?agency={segment(agency.id)}",
            verdicts=f"verdicts?agency={segment(agency.id)}",
            reports=f"reports?agency={segment(agency.id)}",
            page=f"/agency/{segment(agency.id)}",
        ),
    )


def obligation_row(owed: Obligation, agencies: Agencies) -> ObligationRow:
    return ObligationRow(
        **who_of(owed.agency, None, agencies),
        reporting_year=owed.reporting_year,
        due=owed.due,
        basis=owed.basis,
        links=links_to(
            verdict=("verdicts", owed.agency, str(owed.reporting_year)),
            agency=("agencies", owed.agency),
        ),
    )


def verdict_row(stored: StoredVerdict, agencies: Agencies) -> VerdictRow:
    record = stored.record
    return VerdictRow(
        **who_of(record.agency, record.agency_name, agencies),
        reporting_year=record.reporting_year,
        due=record.due,
        basis=record.basis,
        verdict=record.verdict,
        reason=record.reason,
        graded=record.graded,
        explanation=record.explanation,
        declared=record.declared,
        last_absent=record.last_absent,
        first_seen=record.first_seen,
        report=record.report,
        audited=stored.audited,
        changed=stored.changed,
        evidence=tuple(map(_evidence, record.evidence)),
        links=links_to(
            self=("verdicts", record.agency, str(record.reporting_year)),
            agency=("agencies", record.agency),
            report=("reports", record.report) if record.report else None,
            findings=_findings_about(record),
            set_aside=f"{_findings_about(record)}&decision={Decided.DISMISSED.value}",
            page=f"/agency/{segment(record.agency)}/{record.reporting_year}",
        ),
    )


def _findings_about(record: VerdictRecord) -> str:
    return f"findings?agency={segment(record.agency)}&year={record.reporting_year}"


def report_row(filed: Filed, agencies: Agencies) -> ReportRow:
    return ReportRow(**_report(filed, agencies))


def whole_report(
    filed: Filed,
    version: ReportVersion,
    agencies: Agencies,
    findings: Iterable[FindingRow],
) -> WholeReport:
    """`version` is the same report with its text and figures."""
    report = version.report
    return WholeReport(
        **_report(filed, agencies),
        other_text=mask(report.other_text),
        sections=tuple(
            ReportPart(
                id=part.id,
                heading=mask(part.heading),
                text=mask(part.text),
                where=where(part.place),
            )
            for part in report.sections
        ),
        measures={id_: reading(measure) for id_, measure in report.measures.items()},
        findings=tuple(findings),
        warnings=tuple(
            ReadingWarningRow(code=one.code, message=one.text, where=where(one.place))
            for one in report.warnings
        ),
    )


def measure_rows(figures: Figures, agencies: Agencies) -> Iterable[MeasureRow]:
    version = figures.filed.version
    who = who_of(version.agency, version.agency_name, agencies)
    origin = source(version.capture)
    links = links_to(
        report=("reports", version.id),
        capture=("captures", version.capture.id),
        page=f"/report/{version.id}",
    )
    for measure in figures.measures:
        known = definition(version.report.form, measure.id)
        read = reading(measure)
        yield MeasureRow(
            **who,
            report=version.id,
            reporting_year=version.reporting_year,
            measure=measure.id,
            label=known.label if known else measure.id,
            unit=known.unit if known else None,
            value=read.value,
            raw=read.raw,
            state=measure.state,
            note=read.note,
            doubt=measure.doubt,
            confidence=measure.confidence,
            where=read.where,
            source=origin,
            links=links,
        )


def section_rows(texts: Texts, agencies: Agencies) -> Iterable[SectionRow]:
    version = texts.filed.version
    parts = [(part.id.value, part.heading, part.text, part.place) for part in texts.sections]
    if version.report.other_text:
        parts.insert(0, (OTHER, "", version.report.other_text, Place()))
    for position, (section, heading, text, place) in enumerate(parts):
        yield SectionRow(
            **who_of(version.agency, version.agency_name, agencies),
            report=version.id,
            reporting_year=version.reporting_year,
            position=position,
            section=section,
            heading=mask(heading),
            text=mask(text),
            where=where(place),
            source=source(version.capture),
        )


def finding_row(
    stored: StoredFinding, agencies: Agencies, replies: Iterable[Reply] = ()
) -> FindingRow:
    """`replies` may be to other findings as well."""
    finding = stored.finding
    decision = stored.decision
    agency = finding.agency
    return FindingRow(
        **who_of(agency, None, agencies),
        id=stored.fingerprint,
        rule=finding.rule,
        severity=finding.severity,
        certainty=finding.certainty,
        message=Text(mask(finding.message.zh), mask(finding.message.en)),
        left=masked(finding.left),
        right=masked(finding.right),
        reporting_year=finding.reporting_year,
        report=finding.report,
        cells=finding.cells,
        quotes=_quotes(finding),
        captures=finding.captures,
        first_seen=stored.first_seen,
        audited=stored.audited,
        decision=stored.decided,
        decided=decision.at if decision else None,
        decision_note=masked(decision.note) if decision else None,
        replies=tuple(
            _reply(reply) for reply in replies if reply.said.finding == stored.fingerprint
        ),
        links=links_to(
            self=("findings", stored.fingerprint),
            agency=("agencies", agency) if agency else None,
            report=("reports", finding.report) if finding.report else None,
            verdict=("verdicts", agency, str(finding.reporting_year))
            if agency and finding.reporting_year
            else None,
        ),
    )


def _reply(reply: Reply) -> ReplyRow:
    said = reply.said
    return ReplyRow(
        who=mask(said.who),
        on=said.on,
        text=mask(said.text),
        source=mask(said.source),
        entered=reply.at,
    )


def capture_row(caught: Caught) -> CaptureRow:
    capture, visit = caught.capture, caught.visit
    return CaptureRow(
        id=capture.id,
        url=capture.url,
        at=capture.at,
        http_status=capture.http_status,
        media_type=capture.media_type,
        digest=capture.payload_digest,
        length=capture.payload_length,
        record=record_of(capture.record),
        refers_to=capture.refers_to,
        truncated=capture.truncated,
        imported=capture.imported,
        agency=visit.agency if visit else None,
        purpose=visit.purpose if visit else None,
        links=links_to(
            self=("captures", capture.id),
            page=f"/capture/{segment(capture.id)}",
            refers_to=("captures", capture.refers_to) if capture.refers_to else None,
            agency=("agencies", visit.agency) if visit and visit.agency else None,
        ),
    )


def _report(filed: Filed, agencies: Agencies) -> dict[str, Any]:
    version = filed.version
    return {
        **who_of(version.agency, version.agency_name, agencies),
        "id": version.id,
        "reporting_year": version.reporting_year,
        "version": version.version,
        "current": filed.current,
        "title": masked(version.title),
        "form": version.report.form,
        "scope": version.report.scope,
        "declared": filed.declared,
        "first_seen": version.capture.at,
        "verdict": filed.verdict,
        "media_type": version.capture.media_type,
        "source": source(version.capture),
        "code_version": version.code_version,
        "links": links_to(
            self=("reports", version.id),
            measures=f"measures?report={version.id}",
            findings=f"findings?report={version.id}",
            capture=("captures", version.capture.id),
            agency=("agencies", version.agency) if version.agency else None,
            verdict=("verdicts", version.agency, str(version.reporting_year))
            if version.agency and version.reporting_year
            else None,
            page=f"/report/{version.id}",
        ),
    }


def _evidence(piece: Evidence) -> Source:
    return Source(
        capture=piece.capture,
        url=piece.url,
        at=piece.at,
        record=record_of(piece.record),
        digest=piece.digest,
    )


def _quotes(finding: Finding) -> tuple[QuoteRow, ...]:
    return tuple(
        QuoteRow(text=mask(quote.text), where=where(quote.place)) for quote in finding.quotes
    )
