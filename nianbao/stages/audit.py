"""Obligations held against everything that was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audit import AuditSummary, check_version, checked, summarise
from audit.auditing import Auditor, standing_ownerless
from audit.deciding import Judgement
from audit.fingerprints import fingerprinted
from audit.settling import last_words
from model.agency import Agency, Level, Obligation, Registry
from model.finding import Finding
from model.ids import AgencyId, ReportId
from model.report import ReportVersion
from model.verdict import AuditResult, Reason, Verdict, VerdictRecord
from nianbao.clock import local_day
from nianbao.garbage import collected_after
from nianbao.settings import AuditSettings
from nianbao.stages.checking import forms_by_id
from nianbao.stages.evidence import Gathering
from nianbao.stages.judges import judge_of
from registry import obligation
from storage.database import Checks, Covered, Database, Evidence, Grounds, Owed

_EVER = (1949, 2100)
AT_A_TIME = 200
"""Agencies whose evidence is in memory together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which obligations are asked about; None leaves that side open."""

    years: tuple[int, int]
    region: str | None = None
    level: Level | None = None
    agency: str | None = None

    def admits(self, agency: Agency) -> bool:
        return (
            (self.agency is None or agency.id == self.agency)
            and (self.level is None or agency.level is self.level)
            and (self.region is None or in_region(agency, self.region))
        )

    @property
    def whole(self) -> bool:
        return self.region is None and self.level is None and self.agency is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is kept of a judgement: its evidence is let go."""

    record: VerdictRecord
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    result: AuditResult
    summary: AuditSummary
    registry: Registry
    ownerless: tuple[ReportVersion, ...]
    """Reports in the archive that no agency of the registry could be told to own."""
    grounds: Grounds
    """While they stay, the verdicts do: kept with them."""
    obligations: tuple[Obligation, ...] = ()
    """In the order of the verdicts."""
    kept: frozenset[Owed] = frozenset()
    """Those on which an earlier audit's word still stands."""
    checks: Mapping[ReportId, Checks] = field(default_factory=dict)
    """Of reports whose figures nobody had checked by these rules before."""


def in_region(agency: Agency, region: str) -> bool:
    """`410000` is the province with all below it; a name matches the region's own name."""
    if region.isdigit():
        prefix = region
        while prefix.endswith("00"):
            prefix = prefix[:-2]
        return agency.region.startswith(prefix)
    return region in (agency.region_name or "")


def default_years(as_of: datetime) -> tuple[int, int]:
    """The reports that fall due in the year of `as_of` are about the year before."""
    year = local_day(as_of).year - 1
    return year, year


@collected_after()
def run_audit(
    database: Database,
    settings: AuditSettings,
    scope: Scope,
    *,
    as_of: datetime,
    anew: bool = True,
) -> Audited:
    """Reads what was seen, stores nothing: an audit of any past moment can be had again.

    Without `anew`, for audits of the present, what an earlier one said stands where nothing has
    changed that it rests on; the answer is the same.
    """
    with database.evidence() as evidence:
        registry = evidence.registry()
        obligations = obligations_of(registry, scope)
        made_by = judge_of(settings)
        grounds = Grounds(made_by=made_by, known=evidence.known_until(as_of))
        auditor = Auditor(
            registry,
            as_of=as_of,
            grace_days=settings.grace_days,
            decided=last_words(evidence.decisions()),
        )
        kept = {} if anew else _kept(evidence, scope, obligations, made_by, auditor)
        gathering = Gathering(evidence, scope.years, as_of)
        judged = _judged(obligations, kept, auditor, gathering)
        ownerless = _ownerless(evidence, scope, as_of)
    verdicts = tuple(one.record for one in judged)
    findings = [finding for one in judged for finding in one.findings]
    years = {owed.reporting_year for owed in obligations}
    for version in standing_ownerless(ownerless, as_of):
        if not years or version.reporting_year in years:
            findings.extend(check_version(version, forms_by_id()))
    return Audited(
        result=AuditResult(as_of=as_of, verdicts=verdicts, findings=tuple(findings)),
        summary=summarise(verdicts),
        registry=registry,
        ownerless=ownerless,
        grounds=grounds,
        obligations=tuple(obligations),
        checks=gathering.new_checks,
        kept=frozenset((one.record.agency, one.record.reporting_year) for one in kept.values()),
    )


def _judged(
    obligations: Sequence[Obligation],
    kept: Mapping[int, Judged],
    auditor: Auditor,
    gathering: Gathering,
) -> list[Judged]:
    """In the order of the obligations, a few agencies at a time: memory holds no more evidence."""
    places: dict[AgencyId, list[int]] = {}
    for place, owed in enumerate(obligations):
        if place not in kept:
            places.setdefault(owed.agency, []).append(place)
    judged = dict(kept)
    agencies = list(places)
    for start in range(0, len(agencies), AT_A_TIME):
        asked = [place for id_ in agencies[start : start + AT_A_TIME] for place in places[id_]]
        with collected_after():
            found = judge_some([obligations[place] for place in asked], auditor, gathering)
        judged.update(zip(asked, found, strict=True))
    return [judged[place] for place in range(len(obligations))]


def judge_some(
    obligations: Sequence[Obligation], auditor: Auditor, gathering: Gathering
) -> list[Judged]:
    """Reports that were plainly published need little to be read; nobody else is judged by less
    than everything.
    """
    seen = gathering.telling({owed.agency for owed in obligations})
    judgements = list(auditor.judge(obligations, seen))
    doubtful = [
        place
        for place, one in enumerate(judgements)
        if one.findings or one.record.verdict is not Verdict.PUBLISHED
    ]
    if doubtful:
        again = [obligations[place] for place in doubtful]
        whole = gathering.whole({owed.agency for owed in again}, seen)
        for place, one in zip(doubtful, auditor.judge(again, whole), strict=True):
            judgements[place] = one
    checks = gathering.checks(one.publication.version for one in judgements if one.publication)
    return [
        Judged(record=one.record, findings=(*one.findings, *_on_figures(one, checks)))
        for one in judgements
    ]


def _on_figures(
    judgement: Judgement, checks: Mapping[ReportId, tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    if judgement.publication is None:
        return ()
    version = judgement.publication.version
    return checked(version, checks[version.id])


def _ownerless(evidence: Evidence, scope: Scope, as_of: datetime) -> tuple[ReportVersion, ...]:
    if not scope.whole:
        return ()
    return tuple(
        version for version in evidence.ownerless(scope.years) if version.capture.at <= as_of
    )


def obligations_of(registry: Registry, scope: Scope) -> list[Obligation]:
    """What the agencies of the scope owe; those that owe nothing by law or order are left out."""
    first, last = scope.years
    return [
        owed
        for year in range(first, last + 1)
        for agency in registry.agencies
        if scope.admits(agency)
        for owed in [obligation(agency, year)]
        if owed.due is not None
    ]


def _kept(
    evidence: Evidence,
    scope: Scope,
    obligations: Sequence[Obligation],
    made_by: str,
    auditor: Auditor,
) -> Mapping[int, Judged]:
    """By place among the obligations: what earlier audits said, and would say again."""
    owing = None if scope.whole else frozenset(owed.agency for owed in obligations)
    places = {(owed.agency, owed.reporting_year): n for n, owed in enumerate(obligations)}
    kept: dict[int, Judged] = {}
    covered = Covered(years=scope.years, agencies=owing)
    for one in evidence.standing(covered, made_by, auditor.as_of):
        place = places.get((one.record.agency, one.record.reporting_year))
        if one.record.reason is Reason.UNREADABLE_DOCUMENT:
            continue  # its words tell a failure, whosoever's visit met it
        if place is not None and auditor.says_the_same(obligations[place], one.record, one.as_of):
            kept[place] = Judged(record=one.record, findings=one.findings)
    return kept


@collected_after()
def store_audit(database: Database, audited: Audited, scope: Scope) -> None:
    """Has an audit of the present stand for its obligations, for pages, feeds and the index.

    Never one of a past day: what is stored is what is known.
    """
    if scope.whole:
        database.save_obligations(audited.obligations)
    if audited.checks:
        database.save_checks(audited.checks)
    covered = None
    if not scope.whole:
        covered = frozenset(one.id for one in audited.registry.agencies if scope.admits(one))
    database.replace_audit(
        Covered(years=scope.years, agencies=covered),
        audited.result.verdicts,
        fingerprinted(audited.result.findings),
        as_of=audited.result.as_of,
        grounds=audited.grounds,
        standing=audited.kept,
    )


def audit_everything(database: Database, settings: AuditSettings, *, as_of: datetime) -> None:
    """Stores the verdicts on every year that a report is about, and on the one due this year."""
    with database.evidence() as evidence:
        years = evidence.reported_years()
        if not years and not evidence.registry().agencies:
            # Without a registry nobody owes anything, and yet reports have findings.
            found = evidence.ownerless(_EVER)
            years = tuple(sorted({one.reporting_year for one in found if one.reporting_year}))
    last, _ = default_years(as_of)
    scope = Scope(years=(min(*years, last), max(*years, last)) if years else (last, last))
    store_audit(database, run_audit(database, settings, scope, as_of=as_of, anew=False), scope)
