"""What else the database knows of current reports: verdicts, findings, forms."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from model.ids import ReportId
from storage.database.figures import Answer
from storage.database.judged import for_everybody
from storage.database.schema import findings, reports, verdicts

NO_FORM = "none"


def with_verdict(connection: Connection, verdict: str) -> Answer:
    """Of reports that an audit has named as the ones that stand."""
    return _told(connection, verdicts.c.verdict == verdict)


def with_reason(connection: Connection, reason: str) -> Answer:
    return _told(connection, and_(verdicts.c.reason.is_not(None), verdicts.c.reason == reason))


def of_form(connection: Connection, form: str) -> Answer:
    query = select(reports.c.id, reports.c.form).where(reports.c.current)
    wanted = None if form == NO_FORM else form
    yes: set[ReportId] = set()
    no: set[ReportId] = set()
    for row in connection.execute(query):
        (yes if row.form == wanted else no).add(ReportId(row.id))
    return Answer(yes=frozenset(yes), no=frozenset(no))


def with_finding(connection: Connection, rule: str) -> Answer:
    """`rule` may end in a star. Only what is certain, or confirmed, and not dismissed counts."""
    found = rules_by_report(connection)
    start, star, _ = rule.partition("*")
    yes = frozenset(
        report
        for report, rules in found.items()
        if any(one.startswith(start) if star else one == rule for one in rules)
    )
    return Answer(yes=yes, no=frozenset(found) - yes)


def rules_by_report(connection: Connection) -> Mapping[ReportId, tuple[str, ...]]:
    """Audited current report → the rules it breaks, in order; none for a sound one."""
    found: dict[ReportId, set[str]] = {
        ReportId(report): set() for report in connection.execute(_audited(reports.c.id)).scalars()
    }
    about = or_(
        findings.c.report == reports.c.id,
        and_(
            findings.c.report.is_(None),
            findings.c.agency == reports.c.agency,
            findings.c.reporting_year == reports.c.reporting_year,
        ),
    )
    query = (
        select(reports.c.id, findings.c.rule)
        .select_from(findings)
        .join(reports, and_(reports.c.current, about))
        .where(for_everybody())
    )
    for row in connection.execute(query):
        found.setdefault(ReportId(row.id), set()).add(row.rule)
    return {report: tuple(sorted(rules)) for report, rules in found.items()}


def _told(connection: Connection, condition: ColumnElement[bool]) -> Answer:
    yes: set[ReportId] = set()
    no: set[ReportId] = set()
    for row in connection.execute(_audited(reports.c.id, condition.label("said"))):
        (yes if row.said else no).add(ReportId(row.id))
    return Answer(yes=frozenset(yes), no=frozenset(no))


def _audited(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns).join(verdicts, verdicts.c.report == reports.c.id).where(reports.c.current)
    )
