"""What must come out when everything goes right: verdicts, findings, look-alikes, reports."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from demo.content import Behaviour, Content, Item, content
from demo.report_pages import report_title
from demo.reports import ReportData
from demo.sites import document_path, site_entries
from model.form import SectionId
from model.ids import AgencyId, MeasureId, RuleId
from model.verdict import Reason, Verdict

_FILE = Path(__file__).parent / "truth.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedVerdict:
    """Days are those of looks, in China; None where the verdict names none."""

    agency: AgencyId
    reporting_year: int
    verdict: Verdict
    reason: Reason | None
    declared: date | None
    first_seen: date | None
    last_absent: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFinding:
    """One finding; it is about the printed sum in `cell`, or about publication."""

    rule: RuleId
    agency: AgencyId
    reporting_year: int
    cell: MeasureId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLookalike:
    """A link on an agency's listing that must not be taken for a report."""

    agency: AgencyId
    title: str
    declared: date
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReport:
    """A report behind a site's path, cell by cell."""

    agency: AgencyId
    agency_name: str
    reporting_year: int
    title: str
    declared: date
    site: str
    page: str
    """Path of the page that the listing links to."""
    document: str
    """Path of what holds the report: the page itself, or the file attached to it."""
    reachable: bool
    """False behind robots.txt or a list filled by script: nobody may get there by the rules."""
    measures: Mapping[MeasureId, str]
    """Every printed cell as printed."""
    sections: Mapping[SectionId, tuple[str, ...]]
    """Paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything at once; findings that are not here must not be there."""

    verdicts: tuple[ExpectedVerdict, ...]
    findings: tuple[ExpectedFinding, ...]
    lookalikes: tuple[ExpectedLookalike, ...]
    reports: tuple[ExpectedReport, ...]


@cache
def truth() -> Truth:
    """What an audit at `demo.AUDIT_DAY` must say after the looks of `demo.SEASON`."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    everything = content()
    reports = tuple(_reports(everything))
    declared = {(report.agency, report.reporting_year): report.declared for report in reports}
    return Truth(
        verdicts=tuple(verdict for row in data["verdict"] for verdict in _verdicts(row, declared)),
        findings=tuple(_finding(row) for row in data["finding"]),
        lookalikes=tuple(_lookalikes(everything)),
        reports=reports,
    )


def _verdicts(
    row: Mapping[str, Any], declared: Mapping[tuple[AgencyId, int], date]
) -> Iterator[ExpectedVerdict]:
    found = "first_seen" in row
    for agency in row["agencies"]:
        for year in row["years"]:
            yield ExpectedVerdict(
                agency=AgencyId(agency),
                reporting_year=year,
                verdict=Verdict(row["verdict"]),
                reason=Reason(row["reason"]) if "reason" in row else None,
                declared=declared[AgencyId(agency), year] if found else None,
                first_seen=row.get("first_seen"),
                last_absent=row.get("last_absent"),
            )


def _finding(row: Mapping[str, Any]) -> ExpectedFinding:
    return ExpectedFinding(
        rule=RuleId(row["rule"]),
        agency=AgencyId(row["agency"]),
        reporting_year=row["year"],
        cell=MeasureId(row["cell"]) if "cell" in row else None,
    )


def _lookalikes(everything: Content) -> Iterator[ExpectedLookalike]:
    for site in everything.sites:
        for entry in site_entries(everything, site):
            thing = entry.content
            if entry.column and isinstance(thing, Item) and thing.refused:
                yield ExpectedLookalike(
                    agency=AgencyId(entry.column.agency),
                    title=thing.title,
                    declared=thing.published,
                    refused=thing.refused,
                )


def _reports(everything: Content) -> Iterator[ExpectedReport]:
    for site in everything.sites:
        for entry in site_entries(everything, site):
            report = entry.content
            if not isinstance(report, ReportData):
                continue
            name = everything.name_of(report.agency)
            yield ExpectedReport(
                agency=AgencyId(report.agency),
                agency_name=name,
                reporting_year=report.year,
                title=report_title(name, report.year),
                declared=report.published,
                site=site.id,
                page=entry.path,
                document=document_path(entry),
                reachable=site.behaviour is Behaviour.OPEN,
                measures={MeasureId(cell): text for cell, text in report.cells.items()},
                sections={SectionId(key): text for key, text in report.text.items()},
            )
