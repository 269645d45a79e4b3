"""What planning asks of many agencies at once: when they were looked at, and what was had there.

Only the ends of looks are read, and of the links those of the latest look that saw them all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from model.capture import LinkKind, LookEnd, Purpose, Visit
from model.ids import AgencyId, CrawlId
from storage.database.bulk import chunks
from storage.database.harvested import VISIT_ORDER
from storage.database.rows import to_look, to_visit
from storage.database.schema import looks, reports, visits
from storage.database.values import Glance, Listed, Watch

_VISITED = (Purpose.REPORT.value, Purpose.ATTACHMENT.value)


def watch(
    connection: Connection,
    agencies: Sequence[AgencyId],
    *,
    since: datetime,
    without: CrawlId | None,
) -> Mapping[AgencyId, Watch]:
    """`since` bounds the looks; `without` leaves out one crawl, as if it had not begun yet."""
    found: dict[AgencyId, Watch] = {}
    for chunk in chunks(agencies):
        glances = _glances(connection, chunk, since, without)
        listed = _listed(connection, chunk, without)
        visited = _visited(connection, chunk, without)
        years = _years(connection, chunk)
        for agency in chunk:
            found[agency] = Watch(
                glances=tuple(glances[agency]),
                listed=tuple(listed[agency]),
                visits=tuple(visited[agency]),
                years=frozenset(years[agency]),
            )
    return found


def _others(column: ColumnElement[str], without: CrawlId | None) -> list[ColumnElement[bool]]:
    return [] if without is None else [column != without]


def _glances(
    connection: Connection, agencies: list[AgencyId], since: datetime, without: CrawlId | None
) -> Mapping[AgencyId, list[Glance]]:
    query = (
        select(looks.c.agency, looks.c.listing, looks.c.at, looks.c.end)
        .where(looks.c.agency.in_(agencies), looks.c.at >= since, *_others(looks.c.crawl, without))
        .order_by(looks.c.at)
    )
    found: dict[AgencyId, list[Glance]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.agency].append(Glance(listing=row.listing, at=row.at, end=LookEnd(row.end)))
    return found


def _listed(
    connection: Connection, agencies: list[AgencyId], without: CrawlId | None
) -> Mapping[AgencyId, list[Listed]]:
    """The report links of the latest look at each listing that was read to its end."""
    sound = (
        looks.c.agency.in_(agencies),
        looks.c.end == LookEnd.READ_TO_END.value,
        *_others(looks.c.crawl, without),
    )
    latest = (
        select(looks.c.agency, looks.c.listing, func.max(looks.c.at).label("at"))
        .where(*sound)
        .group_by(looks.c.agency, looks.c.listing)
        .subquery()
    )
    query = (
        select(looks)
        .where(*sound)
        .join(
            latest,
            (looks.c.agency == latest.c.agency)
            & (looks.c.listing == latest.c.listing)
            & (looks.c.at == latest.c.at),
        )
    )
    found: dict[AgencyId, list[Listed]] = defaultdict(list)
    for look in map(to_look, connection.execute(query)):
        found[look.agency] += [
            Listed(listing=look.listing, link=link)
            for link in look.links
            if link.kind is LinkKind.REPORT
        ]
    return found


def _visited(
    connection: Connection, agencies: list[AgencyId], without: CrawlId | None
) -> Mapping[AgencyId, list[Visit]]:
    query = (
        select(visits)
        .where(
            visits.c.agency.in_(agencies),
            visits.c.purpose.in_(_VISITED),
            *_others(visits.c.crawl, without),
        )
        .order_by(*VISIT_ORDER)
    )
    found: dict[AgencyId, list[Visit]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.agency].append(to_visit(row))
    return found


def _years(connection: Connection, agencies: list[AgencyId]) -> Mapping[AgencyId, set[int]]:
    query = select(reports.c.agency, reports.c.reporting_year).where(
        reports.c.agency.in_(agencies), reports.c.reporting_year.is_not(None), reports.c.current
    )
    found: dict[AgencyId, set[int]] = defaultdict(set)
    for row in connection.execute(query):
        found[row.agency].add(row.reporting_year)
    return found
