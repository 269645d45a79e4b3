"""Obligations held against everything that was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audit import AuditSummary, Observations, audit, summarise
from extract.forms import load_forms
from model.agency import Agency, Level, Obligation, Registry
from model.finding import Finding
from model.ids import ReportId
from model.report import ReportVersion
from model.verdict import AuditResult, VerdictRecord
from nianbao.clock import local_day
from nianbao.settings import AuditSettings
from nianbao.stages.process import STAGE
from registry import obligation
from storage.database import Database


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
class Audited:
    result: AuditResult
    summary: AuditSummary
    registry: Registry
    ownerless: tuple[ReportVersion, ...]
    """Reports in the archive that no agency of the registry could be told to own."""


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


def run_audit(
    database: Database, settings: AuditSettings, scope: Scope, *, as_of: datetime
) -> Audited:
    """Reads everything, stores nothing: an audit of any past moment can be had again."""
    registry = database.registry()
    obligations = obligations_of(registry, scope)
    seen = observations(database)
    forms = {definition.form.id: definition.form for definition in load_forms()}
    result = audit(obligations, registry, seen, forms, as_of=as_of, grace_days=settings.grace_days)
    first, last = scope.years
    ownerless = tuple(
        version
        for version in seen.reports
        if scope.whole
        and version.agency is None
        and version.capture.at <= as_of
        and version.reporting_year is not None
        and first <= version.reporting_year <= last
    )
    asked = {version.id for version in ownerless}
    result = AuditResult(
        as_of=result.as_of,
        verdicts=result.verdicts,
        findings=tuple(item for item in result.findings if _in_scope(item, asked)),
    )
    return Audited(
        result=result,
        summary=summarise(result.verdicts),
        registry=registry,
        ownerless=ownerless,
    )


def observations(database: Database) -> Observations:
    """All that was seen, of every agency."""
    return Observations(
        looks=database.looks(),
        reports=tuple(database.reports(current=False)),
        visits=database.visits(),
        captures=database.captures(),
        failures={failure.subject: failure for failure in database.failures(stage=STAGE)},
    )


def _in_scope(finding: Finding, ownerless: set[ReportId]) -> bool:
    return finding.agency is not None or finding.report in ownerless


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


def store_audit(database: Database, audited: Audited, scope: Scope) -> None:
    """Keeps the obligations and findings of a whole present-day audit for the pages to come."""
    first, last = scope.years
    database.save_obligations(obligations_of(audited.registry, scope))
    for year in range(first, last + 1):
        database.replace_findings(
            f"audit:{year}",
            [item for item in audited.result.findings if item.reporting_year == year],
        )


def latest_verdicts(
    database: Database, settings: AuditSettings, *, as_of: datetime
) -> Sequence[VerdictRecord]:
    """The verdict on every year that a stored report is about, for the search index."""
    years = [
        version.reporting_year
        for version in database.reports(current=True)
        if version.reporting_year is not None and version.agency is not None
    ]
    if not years:
        return ()
    scope = Scope(years=(min(years), max(years)))
    return run_audit(database, settings, scope, as_of=as_of).result.verdicts
