"""Reports into the search index."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path

from index import Engine, EngineName, open_engine, rebuilding, why_rebuild
from index.fields import OUTSIDE
from index.values import IndexDocument
from model.agency import Registry
from model.ids import ReportId
from model.report import ReportVersion
from model.text import Text
from storage.database import Database

_COMPOSED = "2"
"""Raised whenever a document is made of something else: all of them are then indexed again."""
_BATCH = 500
"""Reports in one commit of the index: Whoosh merges segments at each commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSummary:
    indexed: int
    removed: int
    total: int
    rebuilt: Text | None = None
    """Why the whole index was built anew without being asked to."""


def bring_index_up_to_date(
    folder: Path,
    database: Database,
    *,
    engine: EngineName | None = None,
    rebuild: bool = False,
) -> IndexSummary:
    """Indexes what is new or changed and removes what is gone; doing it again does nothing.

    An index of another version, or of another engine than `engine`, is built anew: beside the old
    one, in which searching goes on meanwhile. None: the engine that the index has, or the default.
    What audits say is not indexed: a search asks the database for it.
    """
    wanted = {report: f"{_COMPOSED} {stamp}" for report, stamp in database.report_stamps().items()}
    why = why_rebuild(folder, engine)
    with _writer(folder, engine, rebuild=rebuild or why is not None) as index:
        have = index.stamps()
        stale = [report for report, stamp in wanted.items() if have.get(report) != stamp]
        gone = [report for report in have if report not in wanted]
        registry = database.registry()
        for start in range(0, len(stale), _BATCH):
            batch = stale[start : start + _BATCH]
            documents = _documents(database, registry, batch, wanted)
            index.replace(list(documents), removed=())
        if gone:
            index.replace([], removed=gone)
    return IndexSummary(indexed=len(stale), removed=len(gone), total=len(wanted), rebuilt=why)


def _writer(
    folder: Path, engine: EngineName | None, *, rebuild: bool
) -> AbstractContextManager[Engine]:
    if rebuild:
        return rebuilding(folder, engine=engine)
    return closing(open_engine(folder, engine=engine))


def _documents(
    database: Database,
    registry: Registry,
    reports: Sequence[ReportId],
    stamps: Mapping[ReportId, str],
) -> Iterator[IndexDocument]:
    for version in database.reports(ids=reports):
        yield index_document(version, registry, stamp=stamps[version.id])


def index_document(version: ReportVersion, registry: Registry, *, stamp: str) -> IndexDocument:
    agency = registry.get(version.agency) if version.agency else None
    return IndexDocument(
        report=version.id,
        stamp=stamp,
        agency=version.agency,
        agency_name=version.agency_name,
        reporting_year=version.reporting_year,
        region=agency.region if agency else None,
        region_name=agency.region_name if agency else None,
        level=agency.level.value if agency else None,
        kind=agency.kind.value if agency else None,
        title=version.title or "",
        url=version.capture.url,
        sections=tuple(_texts(version)),
    )


def _texts(version: ReportVersion) -> Iterator[tuple[str, str]]:
    """The running text with its section; a preface, or an old report without parts, as `other`."""
    if version.report.other_text:
        yield OUTSIDE, version.report.other_text
    yield from ((part.id.value, part.text) for part in version.report.sections)
