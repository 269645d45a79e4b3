"""A report: its six parts and three tables, with what does not agree and whence it came."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from model.errors import NotFoundError
from model.ids import ReportId
from model.report import ReportVersion
from model.text import Text
from storage.database import Database
from web.language import address
from web.reading.report import findings_of, report_view, spoken_on
from web.rendering import language_of, render
from web.site import SiteNow

router = APIRouter()

ID_DIGITS = 12


@router.get("/report/{report}")
def report(request: Request, site: SiteNow, report: str) -> Response:
    database = site.database
    version = report_called(database, report)
    if report != version.id:
        where = address(language_of(request), f"/report/{version.id}")
        return RedirectResponse(where, status_code=302)
    versions = versions_of(database, version)
    findings = findings_of(version, database.findings(report=version.id))
    view = report_view(
        version,
        findings=findings,
        spoken=spoken_on(database, version, findings),
        verdict=(
            database.verdict_of(version.agency, version.reporting_year)
            if version.agency is not None and version.reporting_year is not None
            else None
        ),
        versions=versions,
        seen=database.seen([one.id for one in versions]),
        # One document alone always stands for its report: nothing need be asked.
        standing=standing_of(database, version) if len(versions) > 1 else version.id,
    )
    return render(request, "report.html", view=view)


def report_called(database: Database, report: str) -> ReportVersion:
    """By its id or the beginning of it. Raises: NotFoundError."""
    digits = report.lower()
    if not 4 <= len(digits) <= ID_DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise NotFoundError(
            report[:40],
            Text("不是报告编号", "is no id of a report"),
            Text("请从检索开始", "begin with a search"),
        )
    return database.report(digits)


def versions_of(database: Database, version: ReportVersion) -> tuple[ReportVersion, ...]:
    """Every document that reads as the same report, by version; only itself when nobody's."""
    if version.agency is None or version.reporting_year is None:
        return (version,)
    ids = database.documents_of(version.agency, version.reporting_year)
    read = {version.id: version}
    if others := set(ids) - set(read):
        found = database.reports(
            agency=version.agency, year=version.reporting_year, ids=others, current=False
        )
        read |= {one.id: one for one in found}
    return tuple(read[id_] for id_ in ids if id_ in read)


def standing_of(database: Database, version: ReportVersion) -> ReportId | None:
    """The document that stands for the report now."""
    current = database.reports(agency=version.agency, year=version.reporting_year)
    return next((one.id for one in current), None)
