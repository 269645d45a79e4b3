"""What must come out when everything goes right, on each day of the season."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from demo.articles import document_address
from demo.content import content
from demo.entries import all_entries
from demo.places import Behaviour, Content, Item, Site
from demo.platforms import platform_of
from demo.reports import Holding, ReportData, report_title
from demo.season import AUDIT_DAY, SEASON
from model.capture import LookEnd, Outcome
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
    versions: int
    """How many versions of the report are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLook:
    """How the look at an agency's listing on a day of the season ends."""

    agency: AgencyId
    listing: str
    """Path of the listing as the registry names it."""
    end: LookEnd
    outcomes: frozenset[Outcome]
    """Of the visit to the listing; captured and unchanged are one: there was something to read."""


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
    """A report behind a site's address, cell by cell, as it reads at last."""

    agency: AgencyId
    agency_name: str
    reporting_year: int
    title: str
    declared: date
    site: str
    page: str
    """Address of the page that the listing links to."""
    document: str
    """Address of what holds the report: the page itself, or the file attached to it."""
    reachable: bool
    """False behind robots.txt or a list filled by script: nobody may get there by the rules."""
    readable: bool
    """False where the report is pictures."""
    measures: Mapping[MeasureId, str]
    """Every printed cell as printed."""
    sections: Mapping[SectionId, tuple[str, ...]]
    """Paragraphs."""


class Aspect(StrEnum):
    """Of what is expected for an agency and a reporting year."""

    VERDICT = "verdict"
    VERSIONS = "versions"
    LOOK = "look"
    FINDING = "finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What the product cannot do yet."""

    agencies: frozenset[str]
    years: frozenset[int]
    aspects: frozenset[Aspect]
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything at once; findings that are not here must not be there."""

    day: date
    verdicts: tuple[ExpectedVerdict, ...]
    looks: tuple[ExpectedLook, ...]
    """Of the last look until the day."""
    findings: tuple[ExpectedFinding, ...]
    lookalikes: tuple[ExpectedLookalike, ...]
    reports: tuple[ExpectedReport, ...]
    awaited: tuple[Awaited, ...]

    def awaits(self, aspect: Aspect, agency: str, year: int | None = None) -> bool:
        """Whether the product is not there yet; without a year: for any of its years."""
        return any(
            aspect in one.aspects and agency in one.agencies and (year is None or year in one.years)
            for one in self.awaited
        )


@cache
def truth(day: date = AUDIT_DAY) -> Truth:
    """What an audit on `day` must say after the looks of `demo.SEASON` until then.

    Reports and look-alikes are those of the whole season.
    """
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    everything = content()
    verdicts = tuple(v for row in data["verdict"] for v in _verdicts(everything, row, day))
    planted = (_finding(row) for row in data["finding"] if row["from"] <= day)
    return Truth(
        day=day,
        verdicts=verdicts,
        looks=tuple(_looks(everything, data["look"], day)),
        findings=(*planted, *_said_by(verdicts)),
        lookalikes=tuple(_lookalikes(everything)),
        reports=tuple(_reports(everything)),
        awaited=tuple(_awaited(row) for row in data.get("awaited", ())),
    )


def _awaited(row: Mapping[str, Any]) -> Awaited:
    return Awaited(
        agencies=frozenset(row["agencies"]),
        years=frozenset(row["years"]),
        aspects=frozenset(Aspect(aspect) for aspect in row["aspects"]),
        what=row["what"],
    )


def _state(rows: Sequence[Mapping[str, Any]], day: date) -> Mapping[str, Any] | None:
    """Of rows in the order of time the last that holds already."""
    return next((row for row in reversed(rows) if row["from"] <= day), None)


def _last_look(day: date) -> date:
    return max(moment.date() for moment in SEASON if moment.date() <= day)


def _verdicts(everything: Content, row: Mapping[str, Any], day: date) -> Iterator[ExpectedVerdict]:
    state = _state(row["states"], day)
    if state is None:
        return
    verdict = Verdict(state["verdict"])
    found = "first_seen" in state
    absent = _last_look(day) if verdict is Verdict.NOT_FOUND else state.get("last_absent")
    for agency in row["agencies"]:
        published = {report.year: report.published for report in everything.reports_of(agency)}
        for year in row["years"]:
            yield ExpectedVerdict(
                agency=AgencyId(agency),
                reporting_year=year,
                verdict=verdict,
                reason=Reason(state["reason"]) if "reason" in state else None,
                declared=published[year] if found else None,
                first_seen=state.get("first_seen"),
                last_absent=absent,
                versions=state.get("versions", 1 if found else 0),
            )


def _looks(
    everything: Content, rows: Sequence[Mapping[str, Any]], day: date
) -> Iterator[ExpectedLook]:
    for agency in everything.agencies:
        own = [row for row in rows if agency.id in row["agencies"]]
        state = _state(own[0]["states"], _last_look(day)) if own else None
        for site, column in everything.columns_of(agency.id):
            yield ExpectedLook(
                agency=AgencyId(agency.id),
                listing=column.alias or platform_of(site).listing(site, column),
                end=LookEnd(state["end"]) if state else LookEnd.READ_TO_END,
                outcomes=frozenset({Outcome(state["outcome"])})
                if state and "outcome" in state
                else frozenset({Outcome.CAPTURED, Outcome.UNCHANGED}),
            )


def _finding(row: Mapping[str, Any]) -> ExpectedFinding:
    return ExpectedFinding(
        rule=RuleId(row["rule"]),
        agency=AgencyId(row["agency"]),
        reporting_year=row["year"],
        cell=MeasureId(row["cell"]) if "cell" in row else None,
    )


def _said_by(verdicts: Sequence[ExpectedVerdict]) -> Iterator[ExpectedFinding]:
    for verdict in verdicts:
        if verdict.verdict in (Verdict.LATE, Verdict.NOT_FOUND):
            yield ExpectedFinding(
                rule=RuleId(f"publication.{verdict.verdict.value}"),
                agency=verdict.agency,
                reporting_year=verdict.reporting_year,
                cell=None,
            )


def _lookalikes(everything: Content) -> Iterator[ExpectedLookalike]:
    for site in everything.sites:
        for entry in all_entries(everything, site):
            thing = entry.content
            if entry.column and isinstance(thing, Item) and thing.refused:
                for agency in entry.column.agencies:
                    yield ExpectedLookalike(
                        agency=AgencyId(agency),
                        title=thing.title,
                        declared=thing.published,
                        refused=thing.refused,
                    )


def _reports(everything: Content) -> Iterator[ExpectedReport]:
    for site in everything.sites:
        platform = platform_of(site)
        for entry in all_entries(everything, site):
            report = entry.content
            if not isinstance(report, ReportData):
                continue
            name = everything.name_of(report.agency)
            last = report.on(AUDIT_DAY)
            yield ExpectedReport(
                agency=AgencyId(report.agency),
                agency_name=name,
                reporting_year=report.year,
                title=report_title(name, report.year),
                declared=report.published,
                site=site.id,
                page=platform.address(site, entry),
                document=document_address(site, entry, platform),
                reachable=_opens(site),
                readable=report.form is not Holding.IMAGE,
                measures={MeasureId(cell): text for cell, text in last.cells.items()},
                sections={SectionId(key): text for key, text in last.text.items()},
            )


def _opens(site: Site) -> bool:
    """Whether it shows its columns at the first look."""
    return site.phase(SEASON[0].date()).behaviour is Behaviour.OPEN
