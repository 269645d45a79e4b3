"""The audit: obligations held against everything that was seen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audit.case import Case, Observations, is_due
from audit.checking import check_by_form
from audit.deciding import Judgement, judge
from audit.grouping import Grouped, Speakers
from audit.publication import standing_version
from audit.settling import NOTHING_DECIDED, Decided, last_words, settled
from model.agency import Obligation, Registry
from model.errors import NotFoundError
from model.finding import Decision, Finding
from model.form import Form
from model.ids import FormId
from model.report import ReportVersion
from model.text import Text
from model.verdict import AuditResult, Verdict, VerdictRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """The figures of one audit."""

    obligations: int
    counts: Mapping[Verdict, int]
    """Every verdict, also those that nobody got; they add up to `obligations`."""
    unresolved_share: float
    """`unobservable` among the obligations that are due, from 0 to 1; 0 when none is due.

    It belongs beside every rate: that much of the ground could not be seen.
    """


def audit(
    obligations: Sequence[Obligation],
    registry: Registry,
    seen: Observations,
    forms: Mapping[FormId, Form],
    *,
    as_of: datetime,
    grace_days: int = 0,
    decisions: Iterable[Decision] = (),
) -> AuditResult:
    """A verdict for each obligation, in their order, and the findings about their reports.

    `decisions` are what people said of findings, oldest first: see `audit.settling`.
    `seen` should hold all years of the agencies, not only those under audit: earlier reports are
    the known items of `not_found`. Reports that nobody could be told to own are checked too, when
    their year is under audit, or nothing is.
    Raises NotFoundError when an obligation's agency is not in the registry.
    """
    decided = last_words(decisions)
    auditor = Auditor(registry, as_of=as_of, grace_days=grace_days, decided=decided)
    verdicts: list[VerdictRecord] = []
    findings: list[Finding] = []
    for judgement in auditor.judge(obligations, seen):
        verdicts.append(judgement.record)
        findings.extend(judgement.findings)
        if judgement.publication is not None:
            findings.extend(check_version(judgement.publication.version, forms))
    years = {obligation.reporting_year for obligation in obligations}
    for version in standing_ownerless(seen.reports, as_of):
        if not years or version.reporting_year in years:
            findings.extend(check_version(version, forms))
    return AuditResult(as_of=as_of, verdicts=tuple(verdicts), findings=tuple(findings))


class Auditor:
    """Judges the obligations of one moment, a part of the registry's agencies at a time."""

    def __init__(
        self,
        registry: Registry,
        *,
        as_of: datetime,
        grace_days: int = 0,
        decided: Decided = NOTHING_DECIDED,
    ) -> None:
        self._registry = registry
        self._speakers = Speakers(registry)
        self.as_of = as_of
        self._grace_days = grace_days
        self._decided = decided

    def judge(self, obligations: Iterable[Obligation], seen: Observations) -> Iterator[Judgement]:
        """One for each obligation, in their order; `seen` as `Grouped` wants it.

        Raises NotFoundError when an obligation's agency is not in the registry.
        """
        grouped = Grouped(self._registry, seen, self.as_of, speakers=self._speakers)
        for obligation in obligations:
            agency = self._registry.get(obligation.agency)
            if agency is None:
                raise NotFoundError(
                    obligation.agency,
                    Text("名录中没有这个机关", "is not in the registry"),
                    Text("重新导入名录", "import the registry again"),
                )
            view = grouped.view(agency)
            case = Case(view=view, obligation=obligation, grace_days=self._grace_days)
            yield settled(judge(case), self._decided)

    def says_the_same(self, obligation: Obligation, said: VerdictRecord, at: datetime) -> bool:
        """Whether a verdict of an earlier moment is also the one of this moment.

        Provided that it comes from the same registry, rules and grace, and that nothing it may rest
        on was seen since: then only the obligation itself can tell them apart, by falling due.
        """
        same = (obligation.due, obligation.basis) == (said.due, said.basis)
        return same and is_due(obligation, at, self._grace_days) == is_due(
            obligation, self.as_of, self._grace_days
        )


def check_version(version: ReportVersion, forms: Mapping[FormId, Form]) -> tuple[Finding, ...]:
    """The checks on a stored report; its findings say whose and which it is."""
    return checked(version, check_by_form(version.report, forms))


def checked(version: ReportVersion, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What `check_by_form` said of the report, of whose and which report it was said."""
    return tuple(
        replace(
            finding,
            agency=version.agency,
            reporting_year=version.reporting_year,
            report=version.id,
        )
        for finding in findings
    )


def summarise(verdicts: Sequence[VerdictRecord]) -> AuditSummary:
    counted = Counter(record.verdict for record in verdicts)
    due = len(verdicts) - counted[Verdict.NOT_DUE]
    return AuditSummary(
        obligations=len(verdicts),
        counts={verdict: counted[verdict] for verdict in Verdict},
        unresolved_share=counted[Verdict.UNOBSERVABLE] / due if due else 0.0,
    )


def standing_ownerless(
    reports: Iterable[ReportVersion], as_of: datetime
) -> Iterator[ReportVersion]:
    """The standing version of each report without a known agency."""
    versions: dict[tuple[str, int | None], list[ReportVersion]] = {}
    for version in sorted(reports, key=lambda version: (version.capture.at, version.version)):
        if version.agency is None and version.capture.at <= as_of:
            key = (version.agency_name, version.reporting_year)
            versions.setdefault(key, []).append(version)
    for same in versions.values():
        yield standing_version(tuple(same))
