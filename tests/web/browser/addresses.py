"""One address for every template, found in the home itself: no id stands in a test."""

from collections.abc import Mapping
from pathlib import Path

from model.report import Measure, ReportVersion
from model.verdict import Verdict
from storage.database import Database, VerdictFilter

WORD = "公开"
"""Is in every report."""


def addresses(home: Path) -> Mapping[str, str]:
    """Name of a page → its path in Chinese."""
    with Database.open(home / "nianbao.db", read_only=True) as database:
        reports = tuple(database.reports(current=False))
        pdf = next(one for one in reports if _boxed(one))
        web = next(one for one in reports if _lined(one))
        former, latter = _versions(reports)
        earlier, later = _years(reports)
        absent = next(
            (strip.agency, year)
            for strip in database.matrix(VerdictFilter(), limit=200).items
            for year, cell in strip.cells.items()
            if cell.verdict is Verdict.NOT_FOUND
        )
    return {
        "home": "/",
        "search": f"/search?q={WORD}",
        "search-explained": f"/search?q={WORD}&explain=1",
        "search-nothing": "/search?q=饕餮鳜鱼",
        "search-trouble": '/search?q="',
        "report-pdf": f"/report/{pdf.id}",
        "report-web": f"/report/{web.id}",
        "cell-pdf": f"/report/{pdf.id}/cell/{_boxed(pdf)[0].id}",
        "cell-web": f"/report/{web.id}/cell/{_lined(web)[0].id}",
        "original-pdf": f"/report/{pdf.id}/original",
        "original-web": f"/report/{web.id}/original",
        "diff-versions": f"/report/{former.id}/diff/{latter.id}",
        "diff-years": f"/report/{earlier.id}/diff/{later.id}",
        "agencies": "/agencies",
        "compare": f"/compare?left={later.agency}&right={later.agency}",
        "data": "/data",
        "audit": "/audit",
        "agency": f"/agency/{absent[0]}",
        "dossier": f"/agency/{absent[0]}/{absent[1]}",
        "capture": f"/capture/{web.capture.id}",
        "findings": "/findings",
        "status": "/status",
        "methods": "/methods",
        "missing": "/nowhere",
    }


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
