"""Choosing two reports to lay side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.agency import Agency, Registry
from model.ids import AgencyId, ReportId
from storage.database import Database, VerdictFilter
from web.reading.scope import no_value
from web.searching import suggest_agencies

SIDES = ("left", "right")
_SUGGESTED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One side: what was typed, and what it can mean."""

    side: str
    typed: str
    year: int | None
    agency: Agency | None
    """None while the name fits nobody or several."""
    agencies: tuple[tuple[AgencyId, str], ...]
    """Those the name fits, when they are several."""
    reports: Mapping[int, ReportId]
    """Of the agency, by reporting year, newest first."""

    @property
    def report(self) -> ReportId | None:
        return self.reports.get(self.year) if self.year is not None else None


def choice_from(
    side: str, given: Mapping[str, str], registry: Registry, database: Database
) -> Choice:
    """Raises: UsageError."""
    typed = given.get(side, "").strip()[:80]
    year = given.get(f"{side}_year", "").strip()
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise no_value(f"{side}_year", year, "四位年度", "a year of four digits")
    agency, several = _meant(typed, registry)
    return Choice(
        side=side,
        typed=typed,
        year=int(year) if year else None,
        agency=agency,
        agencies=tuple((one.id, one.name) for one in several),
        reports=_reports(agency, database),
    )


def _meant(typed: str, registry: Registry) -> tuple[Agency | None, Sequence[Agency]]:
    if not typed:
        return None, ()
    exact = registry.get(AgencyId(typed))
    if exact is not None:
        return exact, ()
    found = suggest_agencies(registry, typed, limit=_SUGGESTED)
    named = [one for one in found if one.name == typed] or list(found)
    agencies = [agency for one in named if (agency := registry.get(one.agency)) is not None]
    return (agencies[0], ()) if len(agencies) == 1 else (None, agencies)


def _reports(agency: Agency | None, database: Database) -> dict[int, ReportId]:
    if agency is None:
        return {}
    strips = database.matrix(VerdictFilter(agency=agency.id), limit=1).items
    cells = strips[0].cells if strips else {}
    known = {year: cell.report for year, cell in cells.items() if cell.report is not None}
    return dict(sorted(known.items(), reverse=True))
