"""Reports whose agency nobody could tell: a queue for a person, whose answers are remembered.

An answer is a decision in the archive, bound to the payload: it holds for every later reading of
it, and a rebuilt database learns it again. The latest answer about a payload counts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from model.agency import Agency
from model.errors import ArchiveError, UsageError
from model.finding import Decision, DecisionKind
from model.ids import AgencyId, Digest, ReportId
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
    answers: dict[Digest, AgencyId | None] = {}
    for decision in database.decisions(beginning=_FINGERPRINT):
        digest = Digest(decision.fingerprint.removeprefix(_FINGERPRINT))
        if decision.kind is DecisionKind.REOPEN:
            answers.pop(digest, None)
        else:
            said = decision.kind is DecisionKind.CONFIRM and decision.note
            answers[digest] = AgencyId(said) if said else None
    return answers


def waiting_reports(database: Database) -> Mapping[ReportId, Digest]:
    """Reports without an agency about which nobody has said anything, newest year first."""
    answered = answers_of(database)
    return {id_: digest for id_, digest in database.ownerless().items() if digest not in answered}


def open_questions(
    database: Database, archive: Archive, only: Collection[ReportId] | None = None
) -> Iterator[Question]:
    """What is to be told of each report that waits; `only` of these."""
    waiting = {
        id_: digest
        for id_, digest in waiting_reports(database).items()
        if only is None or id_ in only
    }
    if not waiting:
        return
    matcher = AgencyMatcher(database.registry())
    works = {work.digest: work for work in database.work_on(waiting.values())}
    for id_, digest in waiting.items():
        if digest in works:
            yield _question(database.report(id_), works[digest], matcher, archive)


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

    def record(decision: Decision) -> None:
        archive.write_decision(decision)
        database.save_decision(decision)

    return answer_recorded(database, record, report, agency, by=by, now=now)


def answer_recorded(
    database: Database,
    record: Callable[[Decision], None],
    report: str,
    agency: str | None,
    *,
    by: str,
    now: datetime,
) -> ReportVersion:
    """The same, for whoever has a way of their own to record what people say."""
    version = database.report(report)
    known = database.registry().get(AgencyId(agency)) if agency else None
    if agency is not None and known is None:
        raise UsageError(
            agency,
            Text("名录中没有这个机关编号", "is no agency of the registry"),
            Text("用 nianbao registry list 查看编号", "see nianbao registry list for the ids"),
        )
    record(
        Decision(
            fingerprint=f"{_FINGERPRINT}{version.capture.payload_digest}",
            kind=DecisionKind.CONFIRM if known else DecisionKind.DISMISS,
            at=now,
            by=by,
            note=known.id if known else None,
        )
    )
    return _filed(database, version, known)


def ask_again(
    database: Database,
    record: Callable[[Decision], None],
    report: str,
    *,
    by: str,
    now: datetime,
) -> ReportVersion:
    """Takes an answer back: the report waits in the queue again. Raises: NotFoundError."""
    version = database.report(report)
    record(
        Decision(
            fingerprint=f"{_FINGERPRINT}{version.capture.payload_digest}",
            kind=DecisionKind.REOPEN,
            at=now,
            by=by,
        )
    )
    return _filed(database, version, None)


def _filed(database: Database, version: ReportVersion, known: Agency | None) -> ReportVersion:
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
