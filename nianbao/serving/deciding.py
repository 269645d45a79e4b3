"""What a person decides on a page: recorded for good, and the verdict that rests on it follows."""

import logging

from model.errors import StorageError
from model.finding import ON_PUBLICATION, Decision, DecisionKind
from nianbao.serving.recording import Recorder
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, run_audit, store_audit
from storage.database import Database

_log = logging.getLogger(__name__)


class Decisions:
    """`web.site.Site.record`."""

    def __init__(self, recorder: Recorder, database: Database, settings: AuditSettings) -> None:
        self._recorder = recorder
        self._database = database
        self._settings = settings

    def __call__(self, decision: Decision) -> None:
        """Durable when it returns. Raises: NoSpace, ArchiveError, StorageError."""
        self._recorder.record(decision)
        if decision.kind is DecisionKind.NOTE:
            return
        try:
            self._judge_again(decision.fingerprint)
        except StorageError as error:
            # The decision is kept all the same, and the next audit knows of it.
            _log.warning("a verdict waits for the next audit: %s", error)

    def _judge_again(self, fingerprint: str) -> None:
        """By the evidence of the audit that stated the finding."""
        stored = self._database.audit_finding(fingerprint)
        if stored is None:
            return
        agency, year = stored.finding.agency, stored.finding.reporting_year
        if agency is None or year is None or not stored.finding.rule.startswith(ON_PUBLICATION):
            return
        scope = Scope(years=(year, year), agency=agency)
        audited = run_audit(self._database, self._settings, scope, as_of=stored.audited)
        if audited.result.verdicts:
            store_audit(self._database, audited, scope)
