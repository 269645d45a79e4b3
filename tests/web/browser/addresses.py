"""An address for every page that the application has, found in the homes themselves.

A pattern names what is looked up; no id stands in a test. `test_addresses` holds the patterns
against the routes of the application: a new page without an address here fails.
"""

from collections.abc import Mapping
from pathlib import Path

from model.report import Measure, ReportVersion
from model.verdict import Verdict
from storage.database import Database, VerdictFilter
from tests.web.reviews import Desk

WORD = "公开"
"""Is in every report."""

READ: Mapping[str, str] = {
    "home": "/",
    "search": f"/search?q={WORD}&verdict=late&explain=1",
    "search-nothing": "/search?q=饕餮鳜鱼",
    "search-trouble": '/search?q="',
    "report": "/report/{latter}",
    "cell-pdf": "/report/{pdf}/cell/{pdf_cell}",
    "cell-web": "/report/{web}/cell/{web_cell}",
    "original-pdf": "/report/{pdf}/original",
    "original-web": "/report/{web}/original",
    "diff-versions": "/report/{former}/diff/{latter}",
    "agencies": "/agencies?level=township&region={region}",
    "agencies-nothing": "/agencies?name=饕餮",
    "compare": "/compare?left={comparable}&right={comparable}",
    "data": "/data",
    "audit": "/audit?region={region}&verdict=not_found",
    "agency": "/agency/{absent}?month={month}",
    "dossier": "/agency/{absent}/{absent_year}",
    "capture": "/capture/{capture}",
    "findings": "/findings?rule=publication.back_dated",
    "findings-nothing": "/findings?agency=nobody",
    "status": "/status?end=blocked",
    "methods": "/methods",
    "missing": "/nowhere",
    "trouble": "/findings?year=soon",
}
"""Pages that anybody reads, of the played season: all that there can be on each, in few rows."""

LONG: Mapping[str, str] = {
    "search-long": f"/search?q={WORD}",
    "report-pdf": "/report/{pdf}",
    "diff-years": "/report/{earlier}/diff/{later}",
    "agencies-long": "/agencies",
    "audit-long": "/audit",
    "findings-long": "/findings",
    "status-long": "/status",
}
"""The same with every row, where one may be too long for its place."""

REVIEWED: Mapping[str, str] = {
    "login": "/login?next=/review",
    "logged-in": "/login",
    "review": "/review",
    "review-decided": "/review?of=decided",
    "review-done": "/review/{unseen}?of=unseen&done={decided}",
    "review-agencies-done": "/review-agencies?done={whose}",
    "reply": "/agency/{agency}/{year}/reply?finding={decided}",
    "findings-decided": "/findings",
    "report-decided": "/report/{report}",
    "cell-decided": "/report/{report}/cell/{cell}",
}
"""Pages of those who decide, and what their decisions and an agency's reply make of the others."""

EMPTY: Mapping[str, str] = {
    "empty-home": "/",
    "empty-search": "/search",
    "empty-agencies": "/agencies",
    "empty-audit": "/audit",
    "empty-findings": "/findings",
    "empty-status": "/status",
    "empty-compare": "/compare",
    "empty-login": "/login",
}
"""The same application where nothing was ever brought in, and nobody may decide."""

TROUBLED = frozenset({"missing", "search-trouble", "trouble"})
"""Answered with a status of 4xx, which the browser's console calls an error."""


def addresses(home: Path) -> Mapping[str, str]:
    """Name of a page that anybody reads → its path in Chinese."""
    with Database.open(home / "nianbao.db", read_only=True) as database:
        found = _found(database)
    return {name: pattern.format(**found) for name, pattern in {**READ, **LONG}.items()}


def _found(database: Database) -> Mapping[str, object]:
    reports = tuple(database.reports(current=False))
    pdf = next(one for one in reports if _boxed(one))
    web = next(one for one in reports if _lined(one))
    former, latter = _versions(reports)
    earlier, later = _years(reports)
    strip, year = next(
        (strip, year)
        for strip in database.matrix(VerdictFilter(), limit=200).items
        for year, cell in strip.cells.items()
        if cell.verdict is Verdict.NOT_FOUND
    )
    absent = database.registry().get(strip.agency)
    assert absent is not None
    return {
        "pdf": pdf.id,
        "pdf_cell": _boxed(pdf)[0].id,
        "web": web.id,
        "web_cell": _lined(web)[0].id,
        "former": former.id,
        "latter": latter.id,
        "earlier": earlier.id,
        "later": later.id,
        "comparable": later.agency,
        "capture": web.capture.id,
        "absent": absent.id,
        "absent_year": year,
        "region": absent.region,
        "month": f"{database.visits(agency=absent.id)[-1].at:%Y-%m}",
    }


def desk_addresses(desk: Desk) -> Mapping[str, str]:
    """Name of a page of those who decide → its path in Chinese. Something is decided for it."""
    decided = desk.certain()
    agency, year = decided.finding.agency, decided.finding.reporting_year
    desk.decide(decided, "confirm", "对照原件，数字无误")
    desk.reply(decided, "数字为笔误，已更正。")
    found = {
        "decided": decided.fingerprint,
        "unseen": desk.certain().fingerprint,
        "whose": desk.site.owners.waiting()[0],
        "agency": agency,
        "year": year,
        "report": decided.finding.report,
        "cell": decided.finding.cells[0],
    }
    return {name: pattern.format(**found) for name, pattern in REVIEWED.items()}


def _boxed(version: ReportVersion) -> list[Measure]:
    """Cells with a place on a page."""
    found = version.report.measures.values()
    return [one for one in found if one.raw and one.place and one.place.box]


def _lined(version: ReportVersion) -> list[Measure]:
    """Cells of a table without pages."""
    found = version.report.measures.values()
    return [one for one in found if one.raw and not (one.place and one.place.box)]


def _versions(reports: tuple[ReportVersion, ...]) -> tuple[ReportVersion, ReportVersion]:
    """Two documents of one report."""
    for latter in reports:
        for former in reports:
            same = (former.agency, former.reporting_year) == (latter.agency, latter.reporting_year)
            if former.agency and same and former.version < latter.version:
                return former, latter
    raise AssertionError("no report has two versions")


def _years(reports: tuple[ReportVersion, ...]) -> tuple[ReportVersion, ReportVersion]:
    """Reports of one agency about two years, both with figures."""
    for later in reports:
        for earlier in reports:
            told = earlier.reporting_year and later.reporting_year
            if (
                told
                and earlier.agency
                and earlier.agency == later.agency
                and (earlier.reporting_year or 0) < (later.reporting_year or 0)
                and earlier.report.measures
                and later.report.measures
            ):
                return earlier, later
    raise AssertionError("no agency has reports about two years")
