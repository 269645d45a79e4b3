"""Finding an agency by its name, or by where it is."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from model.agency import Agency, Kind, Level
from storage.database import Filters
from web.reading.scope import one_of, region_from
from web.rendering import render
from web.searching import suggest_agencies
from web.site import SiteNow

router = APIRouter()
ROWS = 100


@router.get("/agencies")
def agencies(request: Request, site: SiteNow) -> HTMLResponse:
    given = request.query_params
    name = given.get("name", "").strip()[:80]
    region, level = region_from(given), one_of(Level, "level", given)
    kind = one_of(Kind, "kind", given)
    registry, after = site.registry(), None
    if name:
        named = suggest_agencies(registry, name, limit=ROWS)
        found: list[Agency | None] = [registry.get(one.agency) for one in named]
    else:
        filters = Filters(region=region or None, level=level, kind=kind)
        with site.database.browsing() as browse:
            page = browse.agencies(filters, after=given.get("after") or None, limit=ROWS)
        found, after = list(page.items), page.after
    return render(
        request,
        "agencies.html",
        name=name,
        region=region,
        level=level,
        kind=kind,
        agencies=[one for one in found if one is not None],
        total=len(registry.agencies),
        after=after,
        regions=site.region_names(),
    )
