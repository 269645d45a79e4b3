"""The audit: who published in time, by place and level, and agency by agency over the years."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from model.text import Text
from storage.database import Database, Grouping
from web.charts import Series, bar_chart
from web.keeping import until_written
from web.reading.audit import audit_view, cells_of, late_words, newest_seen
from web.reading.scope import scope_from
from web.rendering import language_of, render
from web.site import SiteNow

router = APIRouter()
_LATE = Text("逾期公布的报告，按逾期天数", "Late reports by days late")


@router.get("/audit")
def audit(request: Request, site: SiteNow) -> HTMLResponse:
    database = site.database
    years, audited, newest = until_written(database, "audited", lambda: _audited(database))
    if not years or audited is None:
        return render(request, "audit.html", view=None)
    view = audit_view(
        database,
        scope_from(request.query_params, years, newest),
        site.region_names(),
        years=years,
        audited=audited,
        after=request.query_params.get("after") or None,
    )
    language = language_of(request)
    chart = None
    if any(one.count for one in view.late):
        counted = Series(name=Text("报告", "reports"), values=tuple(o.count for o in view.late))
        points = [late_words(one).in_language(language) for one in view.late]
        chart = bar_chart(_LATE, points, [counted], language)
    return render(request, "audit.html", view=view, late=chart, cells_of=cells_of)


def _audited(database: Database) -> tuple[tuple[int, ...], datetime | None, int]:
    """The years of the last audit, its moment, and the year that readers begin with."""
    years = database.audited_years()
    counts = database.count_verdicts(by=(Grouping.YEAR, Grouping.VERDICT))
    return years, database.audited_at(), newest_seen(counts, years)
