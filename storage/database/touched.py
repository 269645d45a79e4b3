"""Whose evidence changed since it was judged: an audit of the present judges these anew.

Every transaction that stores evidence notes here, in itself, whom it may concern: the agency that
was looked at, the one whose report it brought, all that ever met the same payload, and those whose
site tells whether it is alive. A change of the registry does the same. Noting one too many costs a
little time, one too few a verdict.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, case, delete, func, or_, select

from model.capture import Capture, Look, Visit
from model.ids import AgencyId, CaptureId, CrawlId, Digest
from storage.database.bulk import chunks, insert_into
from storage.database.schema import captures, looks, reports, touched, verdicts, visits

_AGENCY = "agency"
_SITE = "site"
_EVERYBODY = "everybody"
_NOBODY = "nobody"


def note_evidence(
    connection: Connection,
    new_captures: Iterable[Capture],
    new_visits: Iterable[Visit],
    new_looks: Iterable[Look],
) -> None:
    """Of what was stored just now, visits and captures after each other in whatever order."""
    new_captures, new_visits, new_looks = list(new_captures), list(new_visits), list(new_looks)
    ids = {capture.id for capture in new_captures}
    ids |= {visit.capture for visit in new_visits if visit.capture is not None}
    whose = {visit.agency for visit in new_visits if visit.agency is not None}
    whose |= {look.agency for look in new_looks}
    whose |= _concerned_by_captures(connection, ids)
    seen: list[Capture | Visit | Look] = [*new_captures, *new_visits, *new_looks]
    latest = max((one.at for one in seen), default=None)
    sites = {_site(look.crawl, look.listing) for look in new_looks}
    keys = [(_AGENCY, agency) for agency in whose] + [(_SITE, site) for site in sites]
    _note(connection, keys or [(_NOBODY, "")], latest)


def note_documents(connection: Connection, digests: Iterable[Digest]) -> None:
    """Of payloads that were read, read otherwise, or could not be read."""
    whose: set[AgencyId] = set()
    for chunk in chunks(digests):
        met = (
            select(visits.c.agency)
            .join(captures, captures.c.id == visits.c.capture)
            .where(captures.c.payload_digest.in_(chunk), visits.c.agency.is_not(None))
        )
        owned = select(reports.c.agency).where(
            reports.c.digest.in_(chunk), reports.c.agency.is_not(None)
        )
        for query in (met, owned):
            whose.update(connection.execute(query.distinct()).scalars())
    note_agencies(connection, whose)


def note_registry(
    connection: Connection, altered: Collection[AgencyId], shared: Collection[str]
) -> None:
    """Of agencies that came, went or are told of otherwise, and listings they share with others.

    An audit asks the registry of an agency itself, of those whose names part a column with it, and
    of those whose visits met its reports.
    """
    whose = {*altered}
    for chunk in chunks(altered):
        owners = (
            select(reports.c.agency)
            .join(captures, captures.c.payload_digest == reports.c.digest)
            .join(visits, visits.c.capture == captures.c.id)
            .where(visits.c.agency.in_(chunk), reports.c.agency.is_not(None))
        )
        whose.update(connection.execute(owners.distinct()).scalars())
    for listings in chunks(shared):
        for table in (looks, visits):
            query = select(table.c.agency).where(
                table.c.listing.in_(listings), table.c.agency.is_not(None)
            )
            whose.update(connection.execute(query.distinct()).scalars())
    note_agencies(connection, whose)


def note_agencies(connection: Connection, whose: Iterable[AgencyId]) -> None:
    _note(connection, [(_AGENCY, agency) for agency in whose], None)


def note_everybody(connection: Connection) -> None:
    _note(connection, [(_EVERYBODY, "")], None)


def known_until(connection: Connection, as_of: datetime) -> int | None:
    """The number of the latest note; None while some evidence is later than `as_of`.

    An audit does not see such evidence, and nobody would note it again when its time has come.
    """
    row = connection.execute(select(func.max(touched.c.seq), func.max(touched.c.at))).one()
    seq, latest = row
    return None if latest is not None and latest > as_of else (seq or 0)


def notes_since(connection: Connection, seq: int) -> tuple[Mapping[AgencyId, int], int]:
    """The last note on each agency after note `seq`, and the last one on everybody (else 0)."""
    noted: dict[AgencyId, int] = {}
    everybody = 0
    sites: dict[str, int] = {}
    query = select(touched.c.kind, touched.c.key, touched.c.seq).where(touched.c.seq > seq)
    for kind, key, number in connection.execute(query):
        if kind == _AGENCY:
            noted[AgencyId(key)] = number
        elif kind == _SITE:
            sites[key] = number
        elif kind == _EVERYBODY:
            everybody = number
    for crawl in {key.partition(" ")[0] for key in sites}:
        for agency, listing in connection.execute(
            select(looks.c.agency, looks.c.listing).where(looks.c.crawl == crawl)
        ):
            number = sites.get(_site(crawl, listing), 0)
            noted[agency] = max(number, noted.get(agency, 0))
    return noted, everybody


def forget_sites(connection: Connection) -> None:
    """Notes that every stored verdict knows; those on agencies are as many as these, and stay."""
    known = select(func.min(verdicts.c.known)).scalar_subquery()
    connection.execute(delete(touched).where(touched.c.kind == _SITE, touched.c.seq <= known))


def _concerned_by_captures(connection: Connection, ids: Iterable[CaptureId]) -> set[AgencyId]:
    """Owners of the reports that these gave, and whose earlier visits led to them."""
    whose: set[AgencyId] = set()
    for chunk in chunks(ids):
        owners = (
            select(reports.c.agency)
            .join(captures, captures.c.payload_digest == reports.c.digest)
            .where(captures.c.id.in_(chunk), reports.c.agency.is_not(None))
        )
        visitors = select(visits.c.agency).where(
            visits.c.capture.in_(chunk), visits.c.agency.is_not(None)
        )
        for query in (owners, visitors):
            whose.update(connection.execute(query.distinct()).scalars())
    return whose


def _site(crawl: CrawlId | str, listing: str) -> str:
    # An audit asks of a site, in one crawl, how fresh the dates are that any listing showed.
    return f"{crawl} {urlsplit(listing).netloc}"


def _note(connection: Connection, keys: Iterable[tuple[str, str]], at: datetime | None) -> None:
    seq = connection.execute(select(func.max(touched.c.seq))).scalar_one() or 0
    rows = [{"kind": kind, "key": key, "seq": seq + 1, "at": at} for kind, key in keys]
    if not rows:
        return
    statement = insert_into(connection, touched)
    new = statement.excluded
    later = or_(touched.c.at.is_(None), new["at"] > touched.c.at)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["kind", "key"],
            set_={"seq": new["seq"], "at": case((later, new["at"]), else_=touched.c.at)},
        ),
        rows,
    )
