"""One thing by its id."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Request, Response

from model.errors import NotFoundError
from model.ids import AgencyId, CaptureId, ReportId
from model.text import Text
from storage.database import Browse, Filters
from web.api.answers import JSON, answer, tag_of, unchanged
from web.api.asked import nothing_asked
from web.api.lists import PROBLEMS, UNCHANGED
from web.reviewing.replies import beginning_of, replies_in
from web.site import Site, SiteNow
from web.tables.judgements import FINDINGS
from web.tables.making import (
    agency_row,
    capture_row,
    finding_row,
    verdict_row,
    whole_report,
)
from web.tables.rows import AgencyRow, CaptureRow, FindingRow, VerdictRow, WholeReport
from web.tables.table import in_one_state

T = TypeVar("T")

router = APIRouter()

_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
Id = Annotated[str, Path(pattern=_ID, description="Its id / 编号")]
Year = Annotated[int, Path(ge=1949, le=2100, description="Reporting year / 报告年度")]
_RESPONSES = {**UNCHANGED, **PROBLEMS}


@router.get(
    "/agencies/{id}",
    operation_id="get_agency",
    tags=["agencies"],
    summary="One agency / 一个机关",
    response_model=AgencyRow,
    responses=_RESPONSES,
)
def agency(request: Request, site: SiteNow, id: Id) -> Response:  # noqa: A002
    """A body of the registry, also when the registry has dropped it since."""

    def find(browse: Browse) -> AgencyRow:
        found = browse.agencies_of([AgencyId(id)])
        return agency_row(_known(found.get(AgencyId(id)), id))

    return _one(request, site, find)


@router.get(
    "/verdicts/{agency}/{year}",
    operation_id="get_verdict",
    tags=["verdicts"],
    summary="The verdict on one agency and year / 一项义务的结论",
    response_model=VerdictRow,
    responses=_RESPONSES,
)
def verdict(request: Request, site: SiteNow, agency: Id, year: Year) -> Response:
    """As last audited, with every archived response that it rests on."""

    def find(browse: Browse) -> VerdictRow:
        stored = site.database.verdict_of(AgencyId(agency), year)
        known = browse.agencies_of([AgencyId(agency)])
        return verdict_row(_known(stored, f"{agency}/{year}"), known)

    return _one(request, site, find)


@router.get(
    "/reports/{id}",
    operation_id="get_report",
    tags=["reports"],
    summary="One report with text and figures / 一份报告的全文与各格",
    response_model=WholeReport,
    responses=_RESPONSES,
)
def report(request: Request, site: SiteNow, id: Id) -> Response:  # noqa: A002
    """Every cell as printed, with its place in the document; what the audit found in it.

    Every version has an id of its own: this is one document, not whatever stands for the report
    now. Mobile numbers, private mail boxes and names that follow a label are masked in the text.
    """

    def find(browse: Browse) -> WholeReport:
        filed = _known(browse.report(ReportId(id)), id)
        version = site.database.report(id)
        found = in_one_state(FINDINGS, browse, Filters(report=version.id))
        return whole_report(filed, version, browse.agencies_of([version.agency]), found)

    return _one(request, site, find)


@router.get(
    "/findings/{id}",
    operation_id="get_finding",
    tags=["findings"],
    summary="One finding / 一项发现",
    response_model=FindingRow,
    responses=_RESPONSES,
)
def finding(request: Request, site: SiteNow, id: Id) -> Response:  # noqa: A002
    """What a rule states, with the cells and words that it rests on, as last audited."""

    def find(browse: Browse) -> FindingRow:
        stored = _known(site.database.audit_finding(id), id)
        agency = stored.finding.agency
        replies = replies_in(browse.decisions(beginning_of(agency))) if agency else ()
        return finding_row(stored, browse.agencies_of([agency]), replies)

    return _one(request, site, find)


@router.get(
    "/captures/{id}",
    operation_id="get_capture",
    tags=["captures"],
    summary="One archived response / 一个快照",
    response_model=CaptureRow,
    responses=_RESPONSES,
)
def capture(request: Request, site: SiteNow, id: Id) -> Response:  # noqa: A002
    """Where in the archive it is, and the digest of what it holds."""

    def find(browse: Browse) -> CaptureRow:
        return capture_row(_known(browse.capture(CaptureId(id)), id))

    return _one(request, site, find)


def _one(request: Request, site: Site, find: Callable[[Browse], object]) -> Response:
    nothing_asked(request)
    tag = tag_of(request, site, JSON)
    if (known := unchanged(request, tag)) is not None:
        return known
    with site.database.browsing() as browse:
        return answer(find(browse), tag)


def _known(found: T | None, id_: str) -> T:
    if found is None:
        raise NotFoundError(
            id_,
            Text("本库没有这个编号", "is no id in this archive"),
            Text("在相应的列表中查编号", "find the id in the list of its kind"),
        )
    return found
