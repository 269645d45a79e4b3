"""Who owes what: agencies, listings, obligations."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from model.agency import Agency, Obligation, Registry
from model.ids import AgencyId
from model.text import Text
from storage.database.bulk import Row, chunks, upsert
from storage.database.schema import agencies, listings, obligations
from storage.database.values import SyncCounts


def sync_registry(connection: Connection, registry: Registry) -> SyncCounts:
    rows = connection.execute(select(agencies.c.id, agencies.c.value, agencies.c.listed)).all()
    stored = {row.id: row.value for row in rows if row.listed}
    wanted = {agency.id: agency for agency in registry.agencies}
    removed = [id_ for id_ in stored if id_ not in wanted]
    for chunk in chunks(removed):
        connection.execute(update(agencies).where(agencies.c.id.in_(chunk)).values(listed=False))
    # Positions shift when a row is put in, so every row is written; it is one statement.
    upsert(
        connection,
        agencies,
        [_agency_row(position, agency) for position, agency in enumerate(registry.agencies)],
    )
    connection.execute(delete(listings))
    if rows_of_listings := [row for agency in registry.agencies for row in _listing_rows(agency)]:
        connection.execute(insert(listings), rows_of_listings)
    changed = sum(1 for id_, value in stored.items() if id_ in wanted and wanted[id_] != value)
    return SyncCounts(
        added=sum(1 for id_ in wanted if id_ not in stored),
        changed=changed,
        unchanged=len(stored) - len(removed) - changed,
        removed=len(removed),
    )


def read_registry(connection: Connection) -> Registry:
    query = select(agencies.c.value).where(agencies.c.listed).order_by(agencies.c.position)
    return Registry(agencies=tuple(connection.execute(query).scalars()))


def save_obligations(connection: Connection, given: Iterable[Obligation]) -> None:
    rows = [
        {
            "agency": obligation.agency,
            "reporting_year": obligation.reporting_year,
            "due": obligation.due,
            "basis_zh": obligation.basis.zh,
            "basis_en": obligation.basis.en,
        }
        for obligation in given
    ]
    for year in {row["reporting_year"] for row in rows}:
        connection.execute(delete(obligations).where(obligations.c.reporting_year == year))
    if rows:
        connection.execute(insert(obligations), rows)


def read_obligations(
    connection: Connection, year: int | None, agency: AgencyId | None
) -> tuple[Obligation, ...]:
    query = select(obligations).order_by(obligations.c.reporting_year, obligations.c.agency)
    if year is not None:
        query = query.where(obligations.c.reporting_year == year)
    if agency is not None:
        query = query.where(obligations.c.agency == agency)
    return tuple(
        Obligation(
            agency=row.agency,
            reporting_year=row.reporting_year,
            due=row.due,
            basis=Text(row.basis_zh, row.basis_en),
        )
        for row in connection.execute(query)
    )


def _agency_row(position: int, agency: Agency) -> Row:
    return {
        "id": agency.id,
        "position": position,
        "listed": True,
        "name": agency.name,
        "level": agency.level.value,
        "region": agency.region,
        "value": agency,
    }


def _listing_rows(agency: Agency) -> list[Row]:
    # A listing named twice is one listing.
    urls = dict.fromkeys(agency.listings)
    return [
        {"agency": agency.id, "url": url, "position": position} for position, url in enumerate(urls)
    ]
