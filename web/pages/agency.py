"""An agency: its verdicts, figures, names, listings and every look at it."""

from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extract.forms import load_forms
from model.agency import Agency, Registry
from model.errors import NotFoundError
from model.form import Form
from model.ids import AgencyId, FormId
from model.text import Text
from storage.database import FindingFilter, VerdictFilter
from web.charts import Chart, Series, line_chart
from web.reading.agency import (
    APPLICATIONS,
    REMEDIES,
    AgencyView,
    SeriesView,
    calendar,
    listings,
    series,
    visits_of,
)
from web.reading.findings import entries_of, shown_of
from web.reading.persons import masked_replies
from web.rendering import language_of, render
from web.reviewing.replies import beginning_of, replies_in
from web.site import Site, SiteNow

router = APIRouter()
_APPLICATIONS = Text("申请及办理", "Applications and their results")
_REMEDIES = Text("行政复议与行政诉讼", "Reconsideration and litigation")
_FINDINGS = 50


@router.get("/agency/{agency}")
def agency(request: Request, site: SiteNow, agency: str) -> HTMLResponse:
    view = _view(site, agency_called(site.registry(), agency), request.query_params.get("month"))
    language = language_of(request)

    def chart(title: Text, shown: SeriesView) -> Chart | None:
        years = [str(row.year) for row in shown.rows]
        lines = [
            Series(
                name=line.name,
                values=tuple(_plotted(row.points[place].value) for row in shown.rows),
            )
            for place, line in enumerate(shown.lines)
        ]
        # A line of noughts alone says less than the table beneath it.
        drawn = len(years) > 1 and any(any(line.values) for line in lines)
        return line_chart(title, years, lines, language) if drawn else None

    return render(
        request,
        "agency.html",
        view=view,
        regions=site.region_names(),
        drawn=(
            (_APPLICATIONS, view.applications, chart(_APPLICATIONS, view.applications)),
            (_REMEDIES, view.remedies, chart(_REMEDIES, view.remedies)),
        ),
    )


def agency_called(registry: Registry, id_: str) -> Agency:
    """Raises: NotFoundError."""
    found = registry.get(AgencyId(id_))
    if found is None:
        raise NotFoundError(
            id_[:60],
            Text("名录中没有这个机关", "is no agency of the registry"),
            Text("从审核页或检索页进入", "begin with the audit or with a search"),
        )
    return found


def _view(site: Site, agency: Agency, month: str | None) -> AgencyView:
    database, registry = site.database, site.registry()
    strips = database.matrix(VerdictFilter(agency=agency.id), limit=1).items
    found = shown_of(database, FindingFilter(agency=agency.id), limit=_FINDINGS)
    replies = masked_replies(replies_in(database.decisions(beginning=beginning_of(agency.id))))
    shown = {one.fingerprint for one in found}
    reports = tuple(database.reports(agency=agency.id))
    visits = database.visits(agency=agency.id)
    return AgencyView(
        agency=agency,
        parent=registry.get(agency.parent) if agency.parent else None,
        successor=registry.get(agency.successor) if agency.successor else None,
        predecessors=tuple(one for one in registry.agencies if one.successor == agency.id),
        strip=strips[0] if strips else None,
        years=database.audited_years(),
        entries=tuple(entries_of(found, {agency.id: agency.name}, replies)),
        replies=tuple(reply for reply in replies if reply.said.finding not in shown),
        applications=series(reports, APPLICATIONS, _forms()),
        remedies=series(reports, REMEDIES, _forms()),
        listings=tuple(listings(agency, database.looks(agency=agency.id))),
        calendar=calendar(visits),
        month=month or "",
        visits=visits_of(month, visits) if month else (),
    )


def _plotted(value: object) -> int | None:
    return value if isinstance(value, int) else None


@cache
def _forms() -> dict[FormId, Form]:
    return {one.form.id: one.form for one in load_forms()}
