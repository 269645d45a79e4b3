"""The database's side of audits: verdicts and findings as last audited, for pages, feeds, search.

A cache: every audit of the present replaces what it covers, and losing it loses nothing but the
moments at which something was stated first. Whoever shows a verdict of it says when it was audited.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from model.finding import Decision, Finding
from model.ids import AgencyId, ReportId, RuleId
from model.verdict import Verdict, VerdictRecord
from storage.database import auditing, choosing, judged, stated, verdicts
from storage.database.audited import (
    Counts,
    Covered,
    FindingFilter,
    FindingOrder,
    Grounds,
    Grouping,
    Owed,
    StoredFinding,
    StoredVerdict,
    Strip,
    VerdictFilter,
    VerdictOrder,
)
from storage.database.checked import save_checks
from storage.database.connections import Connections
from storage.database.paging import Page
from storage.database.schema import findings as finding_rows
from storage.database.schema import verdicts as verdict_rows
from storage.database.values import Checks

EVERYTHING = VerdictFilter()
EVERY_FINDING = FindingFilter()
PAGE = 100


class StoredAudits:
    """Mixed into `Database`."""

    _connections: Connections

    def replace_audit(
        self,
        covered: Covered,
        records: Iterable[VerdictRecord],
        findings: Iterable[tuple[str, Finding]],
        *,
        as_of: datetime,
        grounds: Grounds | None = None,
        standing: Collection[Owed] = frozenset(),
    ) -> None:
        """Makes these all that is known of what the audit covered, in one transaction.

        Findings come with their fingerprints, no two alike, and all have a reporting year. Verdicts
        that say what they said, and findings that were stated before, keep the moment of that.
        With `grounds` they may stand for a later audit, see `Evidence.standing`; whoever made
        `records` of such verdicts names them as `standing`, and they are not written again.
        """
        with self._connections.writing() as connection:
            auditing.replace_audit(connection, covered, records, findings, as_of, grounds, standing)

    def save_checks(self, checks: Mapping[ReportId, Checks]) -> None:
        """Those of reports that are not stored any more are passed over."""
        with self._connections.writing() as connection:
            save_checks(connection, checks)

    def audited_at(self) -> datetime | None:
        """The moment of the latest stored audit. Single verdicts may be from earlier ones."""
        with self._connections.reading() as connection:
            return verdicts.audited_at(connection)

    def audited_years(self) -> tuple[int, ...]:
        """Reporting years with stored verdicts, in order."""
        with self._connections.reading() as connection:
            return verdicts.audited_years(connection)

    def verdicts(
        self,
        wanted: VerdictFilter = EVERYTHING,
        *,
        order: VerdictOrder = VerdictOrder.PLACE,
        limit: int = PAGE,
        after: str | None = None,
    ) -> Page[StoredVerdict]:
        """A page. Raises UsageError when `after` is no cursor of a page in this order."""
        with self._connections.reading() as connection:
            return verdicts.page_of_verdicts(connection, wanted, order, limit, after)

    def each_verdict(self, wanted: VerdictFilter = EVERYTHING) -> Iterator[StoredVerdict]:
        """All of them by place, in one consistent view, never all in memory."""
        with self._connections.reading() as connection:
            yield from verdicts.each_verdict(connection, wanted)

    def verdict_of(self, agency: AgencyId, year: int) -> StoredVerdict | None:
        with self._connections.reading() as connection:
            return verdicts.verdict_of(connection, agency, year)

    def verdicts_by_report(
        self, ids: Sequence[ReportId] | None = None
    ) -> Mapping[ReportId, Verdict]:
        """The verdict that names the report as the one that stands; None asks for all reports."""
        with self._connections.reading() as connection:
            return verdicts.verdicts_by_report(connection, ids)

    def count_verdicts(
        self, wanted: VerdictFilter = EVERYTHING, *, by: Sequence[Grouping] = ()
    ) -> Counts:
        """By anything but rule, severity and certainty; without groupings the one key is ()."""
        with self._connections.reading() as connection:
            return choosing.count_by(connection, verdict_rows, choosing.of_verdicts(wanted), by)

    def matrix(
        self, wanted: VerdictFilter = EVERYTHING, *, limit: int = PAGE, after: str | None = None
    ) -> Page[Strip]:
        """Agency × year: those that have a wanted verdict, each with all verdicts of these years.

        Raises UsageError when `after` is no cursor of a matrix.
        """
        with self._connections.reading() as connection:
            return verdicts.page_of_strips(connection, wanted, limit, after)

    def audit_findings(
        self,
        wanted: FindingFilter = EVERY_FINDING,
        *,
        order: FindingOrder = FindingOrder.PLACE,
        limit: int = PAGE,
        after: str | None = None,
    ) -> Page[StoredFinding]:
        """A page. Raises UsageError when `after` is no cursor of a page in this order."""
        with self._connections.reading() as connection:
            return stated.page_of_findings(connection, wanted, order, limit, after)

    def each_finding(self, wanted: FindingFilter = EVERY_FINDING) -> Iterator[StoredFinding]:
        """All of them by place, in one consistent view, never all in memory."""
        with self._connections.reading() as connection:
            yield from stated.each_finding(connection, wanted)

    def audit_finding(self, fingerprint: str) -> StoredFinding | None:
        with self._connections.reading() as connection:
            return stated.finding_of(connection, fingerprint)

    def standing_decisions(self, fingerprints: Iterable[str]) -> Mapping[str, Decision]:
        """By fingerprint, the confirmation or dismissal that counts, where there is one."""
        with self._connections.reading() as connection:
            return judged.read_standing(connection, fingerprints)

    def gravest_findings(self, wanted: FindingFilter, *, limit: int) -> tuple[str, ...]:
        """Their fingerprints, in the order in which people should look at them."""
        with self._connections.reading() as connection:
            return stated.gravest(connection, wanted, limit)

    def count_findings(
        self, wanted: FindingFilter = EVERY_FINDING, *, by: Sequence[Grouping] = ()
    ) -> Counts:
        """By anything but verdict and reason; without groupings the one key is ()."""
        with self._connections.reading() as connection:
            return choosing.count_by(connection, finding_rows, choosing.of_findings(wanted), by)

    def findings(
        self,
        *,
        agency: AgencyId | None = None,
        year: int | None = None,
        report: ReportId | None = None,
        rule: RuleId | None = None,
    ) -> tuple[Finding, ...]:
        """All that the last audits state about these, without more."""
        wanted = FindingFilter(
            agency=agency,
            years=None if year is None else (year, year),
            report=report,
            rules=() if rule is None else (rule,),
        )
        return tuple(one.finding for one in self.each_finding(wanted))
