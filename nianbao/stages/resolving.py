"""Reports whose agency nobody could tell: a queue for a person, whose answers are remembered.

An answer is a decision in the archive, bound to the payload: it holds for every later reading of
it, and a rebuilt database learns it again. The latest answer about a payload counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from model.agency import Agency
from model.errors import ArchiveError, UsageError
from model.finding import Decision, DecisionKind
from model.ids import AgencyId, Digest
from model.report import ReportVersion
from model.text import Text
from nianbao.stages.clues import PageClues, page_clues, uscc_of_urls
from registry import AgencyMatcher, Clues
from storage.archive import Archive
from storage.database import Database, Work
from storage.database import Reading as StoredReading

_FINGERPRINT = "agency-of:"
_OFFERED = 5
"""Candidates shown for one report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One report of the queue, and who may have made it."""

    report: ReportVersion
    url: str
    listings: tuple[str, ...]
    clues: PageClues
    candidates: tuple[Agency, ...]
    """The likelier first."""


def answers_of(database: Database) -> Mapping[Digest, AgencyId | None]:
    """What people have said: payload → its agency, or None for one of no agency here."""
    return {
        Digest(decision.fingerprint.removeprefix(_FINGERPRINT)): AgencyId(decision.note)
        if decision.kind is DecisionKind.CONFIRM and decision.note
        else None
        for decision in database.decisions()
        if decision.fingerprint.startswith(_FINGERPRINT)
    }


def open_questions(database: Database, archive: Archive) -> Iterator[Question]:
    """Reports without an agency about which nobody has said anything, newest year first."""
    answered = answers_of(database)
    waiting = {
        version.capture.payload_digest: version
        for version in database.reports(current=False)
        if version.agency is None and version.capture.payload_digest not in answered
    }
    if not waiting:
        return
    matcher = AgencyMatcher(database.registry())
    works = {
        work.digest: work for work in database.unprocessed("", again=True) if work.digest in waiting
    }
    for digest, version in waiting.items():
        if digest in works:
            yield _question(version, works[digest], matcher, archive)


def _question(
    version: ReportVersion, work: Work, matcher: AgencyMatcher, archive: Archive
) -> Question:
    clues = _clues_of(work, archive)
    listings = tuple(dict.fromkeys(visit.listing for visit in work.visits if visit.listing))
    found: dict[AgencyId, Agency] = {}
    for listing in listings or (None,):
        asked = Clues(
            name=version.report.agency_name,
            listing=listing,
            host=urlsplit(version.capture.url).netloc or None,
            uscc=uscc_of_urls(work.visits) or clues.uscc,
            site_id=clues.site_id,
            year=version.reporting_year,
        )
        found.update((agency.id, agency) for agency in matcher.candidates(asked))
    return Question(
        report=version,
        url=version.capture.url,
        listings=listings,
        clues=clues,
        candidates=tuple(found.values())[:_OFFERED],
    )


def _clues_of(work: Work, archive: Archive) -> PageClues:
    try:
        return page_clues(archive.payload(work.capture))
    except ArchiveError:
        # The record is lost; the question remains and can be answered without it.
        return PageClues()


def answer(
    database: Database,
    archive: Archive,
    report: str,
    agency: str | None,
    *,
    by: str,
    now: datetime,
) -> ReportVersion:
    """Says whose a report is (None: of no agency of the registry), and files it there.

    Raises: NotFoundError for a report nobody knows, UsageError for an agency nobody knows.
    """
    version = database.report(report)
    known = database.registry().get(AgencyId(agency)) if agency else None
    if agency is not None and known is None:
        raise UsageError(
            agency,
            Text("名录中没有这个机关编号", "is no agency of the registry"),
            Text("用 nianbao registry list 查看编号", "see nianbao registry list for the ids"),
        )
    decision = Decision(
        fingerprint=f"{_FINGERPRINT}{version.capture.payload_digest}",
        kind=DecisionKind.CONFIRM if known else DecisionKind.DISMISS,
        at=now,
        by=by,
        note=known.id if known else None,
    )
    archive.write_decision(decision)
    database.save_decision(decision)
    stored = database.save_report(
        StoredReading(
            digest=version.capture.payload_digest,
            agency=known.id if known else None,
            agency_name=known.name if known else version.report.agency_name or version.agency_name,
            reporting_year=version.reporting_year,
            report=version.report,
        ),
        code_version=version.code_version,
    )
    database.settle_versions()
    return stored
