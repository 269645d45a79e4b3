"""Reports of unknown owner, for the pages where people tell whose they are."""

from model.ids import ReportId
from nianbao.clock import Clock
from nianbao.serving.recording import Recorder
from nianbao.stages.resolving import (
    Question,
    answer_recorded,
    ask_again,
    open_questions,
    waiting_reports,
)
from storage.archive import Archive
from storage.database import Database
from web.reading.owners import OwnerQuestion


class HomeOwners:
    """What `web.site.Site` offers of them."""

    def __init__(
        self, database: Database, archive: Archive, recorder: Recorder, clock: Clock
    ) -> None:
        self._database = database
        self._archive = archive
        self._record = recorder.record
        self._clock = clock

    def waiting(self) -> tuple[ReportId, ...]:
        return tuple(waiting_reports(self._database))

    def question(self, report: ReportId) -> OwnerQuestion | None:
        found = open_questions(self._database, self._archive, {report})
        return next(map(_asked, found), None)

    def answer(self, report: str, agency: str | None, *, by: str) -> None:
        answer_recorded(self._database, self._record, report, agency, by=by, now=self._clock())

    def ask_again(self, report: str, *, by: str) -> None:
        ask_again(self._database, self._record, report, by=by, now=self._clock())


def _asked(question: Question) -> OwnerQuestion:
    codes = (question.clues.uscc, question.clues.site_id)
    return OwnerQuestion(
        report=question.report,
        url=question.url,
        listings=question.listings,
        codes=tuple(code for code in codes if code),
        candidates=question.candidates,
    )
