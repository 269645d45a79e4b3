"""Captures without a current report become reports or failures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from model.capture import Purpose
from model.errors import AppError, ArchiveError
from model.finding import Failure
from model.ids import Digest
from model.report import ReportVersion
from nianbao.settings import ProcessSettings
from nianbao.stages.attribution import NO_CLUES, answered, attribute
from nianbao.stages.checking import checks_of
from nianbao.stages.clues import PageClues, page_clues
from nianbao.stages.conversion import CODE_VERSION, Converter, Job, Reading, Result
from nianbao.stages.recognition import awaits_recognition, better, scan_converter, told
from nianbao.stages.resolving import answers_of
from registry import AgencyMatcher
from storage.archive import Archive
from storage.database import Database, Work
from storage.database import Reading as StoredReading

STAGE = "process"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSummary:
    documents: int
    reports: tuple[ReportVersion, ...]
    failures: tuple[Failure, ...]


def process_captures(
    *,
    archive: Archive,
    database: Database,
    settings: ProcessSettings,
    workers: int | None = None,
    again: bool = False,
    advance: Callable[[], None] = lambda: None,
) -> ProcessSummary:
    """One transaction per document: whenever it is killed, what was read stays read."""
    results = _Results(archive, database, advance)
    scans: dict[Digest, tuple[Work, Result]] = {}
    with Converter(settings, workers=workers) as converter:
        waiting = database.unprocessed(CODE_VERSION, again=again)
        for job, result in converter.read_all(results.jobs(waiting)):
            if awaits_recognition(settings, job, result):
                scans[Digest(job.key)] = results.put_off(job), result
            else:
                results.keep(job, told(job, result))
    if scans:
        with scan_converter(settings) as converter:
            for job, seen in converter.read_all(results.jobs(work for work, _ in scans.values())):
                _, text = scans[Digest(job.key)]
                results.keep(job, better(text, seen))
    database.settle_versions()
    return ProcessSummary(
        documents=len(results.reports) + len(results.failures),
        reports=tuple(results.reports),
        failures=tuple(results.failures),
    )


class _Results:
    """Every piece of work ends as a report or a failure, stored at once."""

    def __init__(self, archive: Archive, database: Database, advance: Callable[[], None]) -> None:
        self._archive = archive
        self._database = database
        self._advance = advance
        self._registry = database.registry()
        self._matcher = AgencyMatcher(self._registry)
        self._answers = answers_of(database)
        self._running: dict[Digest, Work] = {}
        self._clues: dict[Digest, PageClues] = {}
        self.reports: list[ReportVersion] = []
        self.failures: list[Failure] = []

    def jobs(self, items: Iterable[Work]) -> Iterator[Job]:
        for item in items:
            try:
                data = self._archive.payload(item.capture)
            except ArchiveError as error:
                self._fail(item, error)
                continue
            self._running[item.digest] = item
            self._clues[item.digest] = page_clues(data)
            yield Job(key=item.digest, data=data, name=name_of(item), url=item.capture.url)

    def put_off(self, job: Job) -> Work:
        return self._running.pop(Digest(job.key))

    def keep(self, job: Job, result: Result) -> None:
        item = self._running.pop(Digest(job.key))
        page = self._clues.pop(item.digest, NO_CLUES)
        if isinstance(result, Reading):
            stored = self._stored(item, result, page)
            self.reports.append(self._database.save_report(stored, code_version=CODE_VERSION))
        else:
            self._fail(item, result)
        self._advance()

    def _stored(self, item: Work, reading: Reading, page: PageClues) -> StoredReading:
        whose = attribute(self._registry, self._matcher, item.visits, reading.report, page)
        if item.digest in self._answers:
            whose = answered(self._registry, whose, self._answers[item.digest])
        return StoredReading(
            digest=item.digest,
            agency=whose.agency,
            agency_name=whose.agency_name,
            reporting_year=whose.reporting_year,
            report=reading.report,
            checks=checks_of(reading.report),
        )

    def _fail(self, item: Work, error: AppError) -> None:
        failure = Failure(
            stage=STAGE,
            subject=name_of(item),
            code=error.code,
            what=error.what,
            remedy=error.remedy,
        )
        self._database.save_failure(failure, digest=item.digest, code_version=CODE_VERSION)
        self.failures.append(failure)


def name_of(work: Work) -> str:
    """What a person knows the input by: the name of an added file, else the URL."""
    for visit in work.visits:
        if visit.purpose is Purpose.ADDED and visit.title and not work.capture.imported:
            return visit.title
    return work.capture.url
