"""One verdict and the chain of reasoning behind it; all of it to take away."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from model.agency import Agency
from model.errors import NotFoundError
from model.text import Text
from storage.database import StoredVerdict, VerdictFilter
from web.pages.agency import agency_called
from web.reading.dossier import dossier_view
from web.rendering import render
from web.site import Site, SiteNow

router = APIRouter()


@router.get("/agency/{agency}/{year}")
def dossier(request: Request, site: SiteNow, agency: str, year: int) -> HTMLResponse:
    owner = agency_called(site.registry(), agency)
    stored = _stored(site, owner, year)
    proof = site.reasoning(owner.id, year, stored.audited)
    strips = site.database.matrix(VerdictFilter(agency=owner.id), limit=1).items
    view = dossier_view(
        owner,
        stored,
        proof,
        strip=strips[0] if strips else None,
        reports=site.database.reports(agency=owner.id, year=year, current=False),
        findings=site.database,
    )
    return render(request, "dossier.html", view=view)


@router.get("/agency/{agency}/{year}/dossier.zip")
def taken_away(site: SiteNow, agency: str, year: int) -> Response:
    """The folder of `nianbao audit --dossier`, packed."""
    owner = agency_called(site.registry(), agency)
    stored = _stored(site, owner, year)
    data = site.dossier(owner.id, year, stored.audited)
    name = f"dossier-{year}-{owner.id}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/zip", headers=headers)


def _stored(site: Site, agency: Agency, year: int) -> StoredVerdict:
    stored = site.database.verdict_of(agency.id, year)
    if stored is None:
        raise NotFoundError(
            f"{agency.id} {year}",
            Text("还没有审核过这个年度", "was not audited for that year"),
            Text(f"运行 nianbao audit --year {year}", f"run nianbao audit --year {year}"),
        )
    return stored
