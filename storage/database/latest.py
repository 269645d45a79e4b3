"""The latest look at every listing: what the state of our seeing is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Subquery, and_, func, select

from model.capture import LookEnd
from model.ids import AgencyId
from storage.database.paging import Key, Page, read_page
from storage.database.schema import looks


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestLook:
    """How the last look at one listing of one agency ended, without its links."""

    agency: AgencyId
    listing: str
    at: datetime
    end: LookEnd
    detail: str | None
    family: str | None
    freshest: date | None
    looks: int
    """All of them, this one too."""


def page_of_latest(
    connection: Connection, end: LookEnd | None, limit: int, after: str | None
) -> Page[LatestLook]:
    """By agency and listing; with `end` those alone whose last look ended so."""
    query, _ = _latest()
    if end is not None:
        query = query.where(looks.c.end == end.value)
    keys = (Key(looks.c.agency), Key(looks.c.listing))
    return read_page(connection, query, keys, limit=limit, after=after, make=_to_latest)


def count_latest(connection: Connection) -> Mapping[LookEnd, int]:
    """How many listings were left in each way; ways that none was left in are left out."""
    _, last = _latest()
    joined = looks.join(last, _same(last))
    query = select(looks.c.end, func.count()).select_from(joined).group_by(looks.c.end)
    return {LookEnd(row[0]): row[1] for row in connection.execute(query)}


def _latest() -> tuple[Select[Any], Subquery]:
    last = (
        select(
            looks.c.agency,
            looks.c.listing,
            func.max(looks.c.at).label("at"),
            func.count().label("looks"),
        )
        .group_by(looks.c.agency, looks.c.listing)
        .subquery()
    )
    columns = (looks.c[name] for name in ("agency", "listing", "at", "end", "detail", "family"))
    query = select(*columns, looks.c.freshest, last.c.looks)
    return query.select_from(looks.join(last, _same(last))), last


def _same(last: Subquery) -> Any:
    return and_(
        looks.c.agency == last.c.agency,
        looks.c.listing == last.c.listing,
        looks.c.at == last.c.at,
    )


def _to_latest(row: Row[Any]) -> LatestLook:
    return LatestLook(
        agency=AgencyId(row.agency),
        listing=row.listing,
        at=row.at,
        end=LookEnd(row.end),
        detail=row.detail,
        family=row.family,
        freshest=row.freshest,
        looks=row.looks,
    )


def count_agencies(connection: Connection) -> int:
    """Agencies with a look at any listing."""
    return connection.execute(select(func.count(looks.c.agency.distinct()))).scalar_one()
