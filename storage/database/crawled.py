"""What a crawl under way asks: has this been done already, and which sites turned us away lately.

Each answer is a few rows found by an index. A crawl of ten thousand sites keeps none of them. What
is asked for every page is a statement made once: to make one costs more than to find the rows.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from model.capture import Look, LookEnd, Outcome, Purpose, Visit
from model.ids import AgencyId, CrawlId
from storage.database.harvested import VISIT_ORDER
from storage.database.rows import to_look, to_visit
from storage.database.schema import looks, visits
from storage.database.values import CrawlTally

VISITS_TO = (
    select(visits)
    .where(visits.c.crawl == bindparam("crawl"), visits.c.url == bindparam("url"))
    .order_by(*VISIT_ORDER)
)


def visits_to(connection: Connection, crawl: CrawlId, url: str) -> tuple[Visit, ...]:
    return tuple(map(to_visit, connection.execute(VISITS_TO, {"crawl": crawl, "url": url})))


def look_of(connection: Connection, crawl: CrawlId, agency: AgencyId, listing: str) -> Look | None:
    query = (
        select(looks)
        .where(looks.c.crawl == crawl, looks.c.agency == agency, looks.c.listing == listing)
        .order_by(looks.c.at.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else to_look(row)


def whole_looks(connection: Connection, agency: AgencyId, listing: str) -> Iterator[Look]:
    query = (
        select(looks)
        .where(
            looks.c.agency == agency,
            looks.c.listing == listing,
            looks.c.end == LookEnd.READ_TO_END.value,
        )
        .order_by(looks.c.at.desc())
    )
    return map(to_look, connection.execute(query))


def tally(connection: Connection, crawl: CrawlId) -> CrawlTally:
    # A site without robots.txt is no site where something was not found.
    outcomes = connection.execute(
        select(visits.c.outcome).where(
            visits.c.crawl == crawl, visits.c.purpose != Purpose.ROBOTS.value
        )
    ).scalars()
    ends = connection.execute(
        select(looks.c.agency, looks.c.listing, looks.c.end)
        .where(looks.c.crawl == crawl)
        .order_by(looks.c.at)
    )
    return CrawlTally(
        visits=Counter(map(Outcome, outcomes)),
        ends={(AgencyId(row.agency), row.listing): LookEnd(row.end) for row in ends},
    )


def visits_near_walls(connection: Connection, since: datetime) -> Iterator[Visit]:
    answered = (visits.c.at >= since, visits.c.http_status.is_not(None))
    turned_away = or_(visits.c.outcome == Outcome.BLOCKED.value, visits.c.not_before.is_not(None))
    whose = select(visits.c.agency).where(*answered, turned_away)
    query = select(visits).where(*answered, visits.c.agency.in_(whose)).order_by(*VISIT_ORDER)
    return map(to_visit, connection.execute(query))
