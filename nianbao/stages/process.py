"""Captures without a current report become reports or failures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from model.agency import Registry
from model.capture import Purpose
from model.errors import AppError, ArchiveError
from model.finding import Failure
from model.ids import Digest
from model.report import ReportVersion
from nianbao.settings import ProcessSettings
from nianbao.stages.attribution import attribute
from nianbao.stages.conversion import CODE_VERSION, Converter, Job, Reading
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
    registry = database.registry()
    matcher = AgencyMatcher(registry)
    running: dict[Digest, Work] = {}
    reports: list[ReportVersion] = []
    failures: list[Failure] = []
    documents = 0

    def fail(item: Work, error: AppError) -> None:
        failure = Failure(
            stage=STAGE,
            subject=name_of(item),
            code=error.code,
            what=error.what,
            remedy=error.remedy,
        )
        database.save_failure(failure, digest=item.digest, code_version=CODE_VERSION)
        failures.append(failure)

    def jobs() -> Iterator[Job]:
        nonlocal documents
        for item in database.unprocessed(CODE_VERSION, again=again):
            documents += 1
            try:
                data = archive.payload(item.capture)
            except ArchiveError as error:
                fail(item, error)
                continue
            running[item.digest] = item
            yield Job(key=item.digest, data=data, name=name_of(item), url=item.capture.url)

    with Converter(settings, workers=workers) as converter:
        for job, result in converter.read_all(jobs()):
            item = running.pop(Digest(job.key))
            if isinstance(result, Reading):
                stored = _stored(registry, matcher, item, result)
                reports.append(database.save_report(stored, code_version=CODE_VERSION))
            else:
                fail(item, result)
            advance()
    return ProcessSummary(documents=documents, reports=tuple(reports), failures=tuple(failures))


def _stored(
    registry: Registry, matcher: AgencyMatcher, item: Work, reading: Reading
) -> StoredReading:
    whose = attribute(registry, matcher, item.visits, reading.report)
    return StoredReading(
        digest=item.digest,
        agency=whose.agency,
        agency_name=whose.agency_name,
        reporting_year=whose.reporting_year,
        report=reading.report,
    )


def name_of(work: Work) -> str:
    """What a person knows the input by: the name of an added file, else the URL."""
    for visit in work.visits:
        if visit.purpose is Purpose.ADDED and visit.title:
            return visit.title
    return work.capture.url
