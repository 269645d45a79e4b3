"""Who owes what: agencies, listings, obligations."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from model.agency import Agency, Obligation, Registry
from model.ids import AgencyId
from model.text import Text
from storage.database.bulk import Row, chunks, upsert
from storage.database.schema import agencies, listings, obligations
from storage.database.touched import note_registry
from storage.database.values import SyncCounts

_OWED = tuple(
    obligations.c[name] for name in ("agency", "reporting_year", "due", "basis_zh", "basis_en")
)


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
    added = [id_ for id_ in wanted if id_ not in stored]
    changed = [id_ for id_, value in stored.items() if id_ in wanted and wanted[id_] != value]
    altered = {*added, *removed, *changed}
    note_registry(connection, altered, _shared(stored, altered) | _shared(wanted, altered))
    return SyncCounts(
        added=len(added),
        changed=len(changed),
        unchanged=len(stored) - len(removed) - len(changed),
        removed=len(removed),
    )


def _shared(given: Mapping[AgencyId, Agency], altered: Collection[AgencyId]) -> set[str]:
    """Listings of these agencies that others have as well: whose a report is there, names tell."""
    listed = Counter(url for agency in given.values() for url in {*agency.listings})
    return {
        url for id_ in altered if id_ in given for url in given[id_].listings if listed[url] > 1
    }


def read_registry(connection: Connection) -> Registry:
    query = select(agencies.c.value).where(agencies.c.listed).order_by(agencies.c.position)
    return Registry(agencies=tuple(connection.execute(query).scalars()))


def save_obligations(connection: Connection, given: Iterable[Obligation]) -> None:
    by_year: dict[int, dict[str, Row]] = defaultdict(dict)
    for obligation in given:
        by_year[obligation.reporting_year][obligation.agency] = {
            "agency": obligation.agency,
            "reporting_year": obligation.reporting_year,
            "due": obligation.due,
            "basis_zh": obligation.basis.zh,
            "basis_en": obligation.basis.en,
        }
    for year, rows in by_year.items():
        # Every audit saves them, and they hardly ever change.
        if _stored(connection, year) != {id_: tuple(row.values()) for id_, row in rows.items()}:
            connection.execute(delete(obligations).where(obligations.c.reporting_year == year))
            connection.execute(insert(obligations), list(rows.values()))


def _stored(connection: Connection, year: int) -> dict[str, tuple[Any, ...]]:
    query = select(*_OWED).where(obligations.c.reporting_year == year)
    return {row[0]: tuple(row) for row in connection.execute(query)}


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
