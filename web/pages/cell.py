"""A cell beside its pixels: the value as read, the original with the cell marked, its past."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from extract.original import MarkedHtml, MarkedTable
from model.errors import ArchiveError, ConversionError, NotFoundError
from model.ids import MeasureId
from model.report import Measure, ReportVersion
from model.text import Text
from web.pages.report import report_called
from web.reading.cell import cell_view
from web.reading.report import findings_of, numbered_findings, spoken_on
from web.rendering import language_of, render
from web.sanitising import table_markup
from web.site import Site, SiteNow

router = APIRouter()


@router.get("/report/{report}/cell/{cell}")
def cell(request: Request, site: SiteNow, report: str, cell: str) -> HTMLResponse:
    database = site.database
    version = report_called(database, report)
    measure = _measure(version, cell)
    others = (
        tuple(database.reports(agency=version.agency, current=False))
        if version.agency is not None
        else (version,)
    )
    stated = findings_of(version, database.findings(report=version.id))
    view = cell_view(
        version,
        measure,
        findings=numbered_findings(version, stated, spoken_on(database, version, stated)),
        others=others,
        standing=frozenset(
            one.id for one in database.reports(agency=version.agency, ids=[o.id for o in others])
        ),
        language=language_of(request),
    )
    table, trouble = seen_in_original(site, version, measure)
    return render(request, "cell.html", view=view, table=table, trouble=trouble)


@router.get("/report/{report}/cell/{cell}/picture.png")
def picture(site: SiteNow, report: str, cell: str) -> Response:
    version = report_called(site.database, report)
    measure = _measure(version, cell)
    if measure.place is None or measure.place.box is None:
        raise _no_picture(measure)
    shown = site.viewer.crop(version.capture, measure.place)
    # The id is of the content: this picture stays what it is.
    return Response(shown, media_type="image/png", headers={"Cache-Control": "max-age=86400"})


Seen = Markup | MarkedTable | None


def seen_in_original(
    site: Site, version: ReportVersion, measure: Measure
) -> tuple[Seen, Text | None]:
    """The original's table with the cell marked, or why it cannot be shown."""
    if measure.raw is None or (measure.place is not None and measure.place.box is not None):
        return None, None
    try:
        found = site.viewer.find(version.capture, measure.id, measure.raw)
    except (ConversionError, ArchiveError) as error:
        return None, error.what
    if isinstance(found, MarkedHtml):
        return table_markup(found.html), None
    return found, None


def _measure(version: ReportVersion, cell: str) -> Measure:
    found = version.report.measures.get(MeasureId(cell))
    if found is None:
        raise NotFoundError(
            cell[:80],
            Text("这份报告没有这个格", "is no cell of this report"),
            Text("请从报告页点选", "choose one on the page of the report"),
        )
    return found


def _no_picture(measure: Measure) -> NotFoundError:
    return NotFoundError(
        measure.id,
        Text("这一格在原件中没有图像位置", "has no place on a page of the original"),
        Text("请看该格的网页", "see the page of the cell"),
    )
