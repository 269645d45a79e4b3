"""The verdict on one obligation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from audit import explanations
from audit.absence import AbsenceProof, absence_doubt
from audit.case import AgencyView, Case, Observations
from audit.imports import as_had
from audit.publication import Publication, publication
from audit.rules import (
    publication_back_dated,
    publication_late,
    publication_not_found,
    publication_silently_edited,
    publication_withdrawn,
    publication_wrong_column,
)
from model.agency import Agency, Obligation
from model.capture import Look
from model.finding import Finding
from model.ids import CaptureId
from model.text import Text
from model.verdict import Evidence, Reason, Verdict, VerdictRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict and what the rules on publication say beside it."""

    record: VerdictRecord
    findings: tuple[Finding, ...] = ()
    publication: Publication | None = None


def decide(
    obligation: Obligation,
    agency: Agency,
    seen: Observations,
    *,
    as_of: datetime,
    grace_days: int = 0,
) -> VerdictRecord:
    """What can be said about one obligation at the moment `as_of`.

    `seen` may hold observations of other agencies and later ones: both are left aside. The last
    day in time is the due date plus `grace_days`, a calendar day in Asia/Shanghai.
    """
    view = AgencyView.of(agency, as_had(seen), as_of)
    return judge(Case(view=view, obligation=obligation, grace_days=grace_days)).record


def judge(case: Case) -> Judgement:
    if case.reports:
        return _found(publication(case))
    if not case.after_deadline(case.view.as_of):
        return Judgement(record=_record(case, Verdict.NOT_DUE, explanations.not_due(case)))
    reason = absence_doubt(case)
    if reason is not None:
        return Judgement(record=_unobservable(case, reason))
    return _not_found(AbsenceProof(case=case))


def _found(published: Publication) -> Judgement:
    case = published.case
    absent = published.last_absent
    looks = [look for look in (absent, published.first_look) if look is not None]
    findings: tuple[Finding | None, ...] = (
        publication_withdrawn.finding(case),
        publication_wrong_column.finding(case),
        *publication_silently_edited.findings(case),
    )
    if case.deadline is None:
        verdict, text = Verdict.NOT_DUE, explanations.not_due(case)
    else:
        verdict = Verdict.LATE if published.late else Verdict.PUBLISHED
        text = explanations.found(published)
        findings = (
            publication_late.finding(published),
            publication_back_dated.finding(published),
            *findings,
        )
    said = tuple(finding for finding in findings if finding is not None)
    # Whatever the findings name must be told in full, too: the report before it was edited.
    named = [capture for finding in said for capture in finding.captures]
    record = _record(
        case,
        verdict,
        text,
        published=published,
        evidence=_evidence(case, [published.version.capture.id, *_pages(looks), *named]),
    )
    return Judgement(record=record, findings=said, publication=published)


def _not_found(proof: AbsenceProof) -> Judgement:
    case = proof.case
    record = VerdictRecord(
        agency=case.agency_id,
        agency_name=case.view.agency.name,
        reporting_year=case.year,
        due=case.obligation.due,
        basis=case.obligation.basis,
        verdict=Verdict.NOT_FOUND,
        explanation=explanations.not_found(proof),
        last_absent=proof.last_absent,
        evidence=_evidence(case, _pages(proof.looks)),
        graded=proof.graded,
    )
    return Judgement(record=record, findings=(publication_not_found.finding(proof),))


def _unobservable(case: Case, reason: Reason) -> VerdictRecord:
    """Its evidence is what the last look at every listing after the deadline got, if anything."""
    last = {look.listing: look for look in case.view.looks if case.after_deadline(look.at)}
    return _record(
        case,
        Verdict.UNOBSERVABLE,
        explanations.unobservable(case, reason),
        reason=reason,
        evidence=_evidence(case, _pages(last.values())),
    )


def _record(
    case: Case,
    verdict: Verdict,
    explanation: Text,
    *,
    reason: Reason | None = None,
    published: Publication | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> VerdictRecord:
    absent = published.last_absent if published else None
    return VerdictRecord(
        agency=case.agency_id,
        agency_name=case.view.agency.name,
        reporting_year=case.year,
        due=case.obligation.due,
        basis=case.obligation.basis,
        verdict=verdict,
        reason=reason,
        explanation=explanation,
        declared=published.declared if published else None,
        last_absent=absent.at if absent else None,
        first_seen=published.first_seen if published else None,
        report=published.version.id if published else None,
        evidence=evidence,
    )


def _pages(looks: Iterable[Look]) -> list[CaptureId]:
    return [page for look in looks for page in look.pages]


def _evidence(case: Case, captures: Iterable[CaptureId]) -> tuple[Evidence, ...]:
    return tuple(_pieces(case, dict.fromkeys(captures)))


def _pieces(case: Case, captures: Iterable[CaptureId]) -> Iterator[Evidence]:
    own = {version.capture.id: version.capture for version in case.reports}
    for capture_id in captures:
        capture = own.get(capture_id) or case.view.capture(capture_id)
        if capture is not None:
            yield Evidence(
                capture=capture.id,
                url=capture.url,
                at=capture.at,
                record=capture.record,
                digest=capture.payload_digest,
            )
