"""The audit that the pages show: every year somebody owes a report for or has reported on."""

from datetime import datetime

from model.verdict import AuditResult
from nianbao.clock import Clock, end_of_day, local_day
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, default_years, run_audit
from storage.database import Database


def audit_now(database: Database, settings: AuditSettings, clock: Clock) -> AuditResult:
    as_of = known_at(database, clock)
    with database.evidence() as evidence:
        reported = evidence.reported_years()
    last = max((*reported, default_years(as_of)[1]))
    first = min((*reported, last))
    scope = Scope(years=(first, last))
    return run_audit(database, settings, scope, as_of=as_of).result


def known_at(database: Database, clock: Clock) -> datetime:
    """Now; in a home that only a simulated clock ever filled, the end of its last day."""
    crawls = database.crawls()
    if crawls and all(crawl.simulated for crawl in crawls):
        return end_of_day(local_day(crawls[-1].at))
    return clock()
