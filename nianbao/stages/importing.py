"""Archives of others into ours: their records, and a visit for each report found in them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model.capture import Capture, Outcome, Purpose, Visit
from model.errors import Problem, UsageError
from model.ids import AgencyId, CaptureId, CrawlId, VisitId
from nianbao.clock import Clock
from nianbao.stages.reportlike import Reportlike, key_of
from storage.archive import Archive, Flaw
from storage.database import Database
from storage.importing import Found, Importing

_WHOLE = (200, None)
_SCHEMES = ("http://", "https://", "file:", "urn:nianbao:file:")
"""Others file their logs and screenshots under schemes of their own: metadata:, urn:thumbnail: …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    files: int
    records: int
    """New in the archive."""
    known: int
    """Records archived before."""
    captures: int
    """New responses, resources and revisits."""
    found: int
    """Pages and files that look like reports, of which the archive had not known."""
    problems: tuple[Problem, ...]


NOTHING = ImportSummary(files=0, records=0, known=0, captures=0, found=0, problems=())


def import_archives(
    paths: Sequence[Path],
    *,
    archive: Archive,
    database: Database,
    agency: AgencyId | None,
    year: int | None,
    clock: Clock,
    advance: Callable[[], None] = lambda: None,
) -> ImportSummary:
    """Archives the records of `paths` as others', then says which are to be read as reports.

    May be killed and run again: what was archived is not archived twice.
    """
    if not paths:
        return NOTHING
    importing = Importing(archive, database, at=clock())
    reportlike = Reportlike()
    readable: dict[CaptureId, Capture] = {}
    refused: list[Problem] = []
    for path in paths:
        try:
            for found in importing.take(path):
                if _is_readable(reportlike, found):
                    readable[found.capture.id] = found.capture
                advance()
        except UsageError as error:
            problem = Problem(source=error.source, what=error.what, remedy=error.remedy)
            refused.append(problem)
    told = _Told(database, agency=agency, year=year, clock=clock)
    visits = [
        visit
        for capture in readable.values()
        if (visit := told.visit(capture, reportlike.title(key_of(capture.url)))) is not None
    ]
    database.record(visits=[replace(visit, record=archive.write_visit(visit)) for visit in visits])
    told.finish()
    tally = importing.tally
    return ImportSummary(
        files=len(paths) - len(refused),
        records=tally.new,
        known=tally.known,
        captures=tally.captures,
        found=len(visits),
        problems=(*refused, *map(_problem, tally.flaws)),
    )


def _is_readable(reportlike: Reportlike, found: Found) -> bool:
    capture = found.capture
    if capture.http_status not in _WHOLE or capture.truncated is not None:
        return False
    if not capture.url.lower().startswith(_SCHEMES):
        return False
    return reportlike.note(key_of(capture.url), found.entity(), capture.media_type)


class _Told:
    """Visits that say: somebody gave us this, and it may be a report."""

    def __init__(
        self, database: Database, *, agency: AgencyId | None, year: int | None, clock: Clock
    ) -> None:
        self._database = database
        self._agency = agency
        self._year = year
        self._clock = clock
        self._crawl: CrawlId | None = None
        self._known = {
            (visit.capture, visit.agency, visit.reporting_year)
            for visit in database.visits()
            if visit.purpose is Purpose.ADDED
        }

    def visit(self, capture: Capture, title: str | None) -> Visit | None:
        """None for what is not to be read, and for what was said before."""
        if title is None or (capture.id, self._agency, self._year) in self._known:
            return None
        at = self._clock()
        if self._crawl is None:
            self._crawl = self._database.begin_crawl(at=at, plan="import", simulated=False)
        key = f"{self._crawl} {capture.id} {self._agency} {self._year}"
        return Visit(
            id=VisitId(hashlib.sha256(key.encode()).hexdigest()[:16]),
            crawl=self._crawl,
            url=capture.url,
            at=at,
            purpose=Purpose.ADDED,
            outcome=Outcome.CAPTURED,
            agency=self._agency,
            title=title or None,
            reporting_year=self._year,
            http_status=capture.http_status,
            capture=capture.id,
        )

    def finish(self) -> None:
        if self._crawl is not None:
            self._database.finish_crawl(self._crawl, self._clock())


def _problem(flaw: Flaw) -> Problem:
    return Problem(source=f"{flaw.source}@{flaw.offset}", what=flaw.what, remedy=flaw.remedy)
