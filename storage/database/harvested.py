"""Crawls, and what they brought: captures, visits, looks."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    func,
    insert,
    select,
    update,
)

from model.capture import IMPORTED, Capture, Look, Visit
from model.ids import AgencyId, CaptureId, CrawlId, Digest
from storage.database.bulk import chunks, insert_new, upsert
from storage.database.judged import save_decisions
from storage.database.rows import (
    capture_row,
    look_row,
    to_capture,
    to_look,
    to_visit,
    visit_row,
)
from storage.database.schema import archived, captures, crawls, looks, visits
from storage.database.touched import note_evidence
from storage.database.values import Crawl, Harvested, Registered, Validators

CAPTURE_ORDER = (captures.c.at, captures.c.warc, captures.c.record_offset)
"""Oldest first; in the order of the archive where moments are equal."""

OWN = captures.c.warc.not_like(f"{IMPORTED}%")
"""What we archived ourselves: of others' records only they know what a server really sent."""

VISIT_ORDER = (visits.c.at, visits.c.warc, visits.c.record_offset, visits.c.id)

HOLDERS = (
    select(captures)
    .where(
        OWN,
        captures.c.payload_digest == bindparam("digest"),
        captures.c.refers_to.is_(None),
        captures.c.truncated.is_(None),
    )
    # Without a URL no row is preferred: nothing is equal to NULL.
    .order_by(captures.c.url != bindparam("url", type_=String), *CAPTURE_ORDER)
    .limit(1)
)
"""Asked for every page, like `GOOD_ANSWERS`: made once, for that costs more than the search."""

GOOD_ANSWERS = (
    select(captures)
    .where(
        OWN,
        captures.c.url == bindparam("url"),
        captures.c.http_status.in_((200, 304)),
        captures.c.truncated.is_(None),
    )
    .order_by(*(column.desc() for column in CAPTURE_ORDER))
    .limit(1)
)


def begin_crawl(connection: Connection, at: datetime, plan: str, *, simulated: bool) -> CrawlId:
    stem = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{sha256(plan.encode()).hexdigest()[:6]}"
    taken = set(
        connection.execute(select(crawls.c.id).where(crawls.c.id.startswith(stem))).scalars()
    )
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    crawl = CrawlId(next(name for name in names if name not in taken))
    connection.execute(
        insert(crawls), {"id": crawl, "at": at, "plan": plan, "simulated": simulated}
    )
    return crawl


def open_crawl(connection: Connection, plan: str) -> CrawlId | None:
    query = (
        select(crawls.c.id)
        .where(crawls.c.plan == plan, crawls.c.finished.is_(None))
        .order_by(crawls.c.at.desc(), crawls.c.id.desc())
    )
    found = connection.execute(query.limit(1)).scalar_one_or_none()
    return None if found is None else CrawlId(found)


def finish_crawl(connection: Connection, crawl: CrawlId, at: datetime) -> None:
    connection.execute(update(crawls).where(crawls.c.id == crawl).values(finished=at))


def finish_rebuilt(connection: Connection) -> None:
    """Ends the crawls that only the archive knew with the last that it has of them.

    Their plan is not archived, so none of them can be gone on with; what it left undone is due.
    """
    moments = (
        select(func.max(table.c.at)).where(table.c.crawl == crawls.c.id).scalar_subquery()
        for table in (visits, looks)
    )
    connection.execute(
        update(crawls)
        .where(crawls.c.plan.is_(None), crawls.c.finished.is_(None))
        .values(finished=func.coalesce(*moments, crawls.c.at))
    )


def read_crawls(connection: Connection) -> tuple[Crawl, ...]:
    rows = connection.execute(select(crawls).order_by(crawls.c.at, crawls.c.id))
    return tuple(
        Crawl(id=row.id, at=row.at, plan=row.plan, simulated=row.simulated, finished=row.finished)
        for row in rows
    )


def save_harvested(connection: Connection, harvest: Harvested) -> Registered:
    """Registers what is not known yet, and the crawls that it names."""
    begun: dict[CrawlId, datetime] = {}
    named: list[Visit | Look] = [*harvest.visits, *harvest.looks]
    for item in named:
        begun[item.crawl] = min(item.at, begun.get(item.crawl, item.at))
    rows = [{"id": crawl, "at": at, "simulated": harvest.simulated} for crawl, at in begun.items()]
    insert_new(connection, crawls, rows)
    registered = Registered(
        captures=insert_new(connection, captures, [capture_row(c) for c in harvest.captures]),
        visits=insert_new(connection, visits, [visit_row(visit) for visit in harvest.visits]),
        looks=insert_new(connection, looks, [look_row(look) for look in harvest.looks]),
        decisions=save_decisions(connection, harvest.decisions),
    )
    if registered.captures or registered.visits or registered.looks:
        note_evidence(connection, harvest.captures, harvest.visits, harvest.looks)
    return registered


def read_looks(
    connection: Connection, crawl: CrawlId | None, agency: AgencyId | None
) -> tuple[Look, ...]:
    query = select(looks).order_by(looks.c.at, looks.c.agency, looks.c.listing, looks.c.crawl)
    query = _filtered(query, {looks.c.crawl: crawl, looks.c.agency: agency})
    return tuple(map(to_look, connection.execute(query)))


def read_visits(
    connection: Connection, crawl: CrawlId | None, agency: AgencyId | None
) -> tuple[Visit, ...]:
    query = select(visits).order_by(*VISIT_ORDER)
    query = _filtered(query, {visits.c.crawl: crawl, visits.c.agency: agency})
    return tuple(map(to_visit, connection.execute(query)))


def read_captures(
    connection: Connection, ids: Iterable[CaptureId] | None
) -> Mapping[CaptureId, Capture]:
    if ids is None:
        rows = connection.execute(select(captures).order_by(*CAPTURE_ORDER))
        return {row.id: to_capture(row) for row in rows}
    found = [
        to_capture(row)
        for chunk in chunks(dict.fromkeys(ids))
        for row in connection.execute(select(captures).where(captures.c.id.in_(chunk)))
    ]
    found.sort(key=lambda c: (c.at, c.record.warc, c.record.offset))
    return {capture.id: capture for capture in found}


def holder_of(connection: Connection, digest: Digest, url: str | None) -> Capture | None:
    row = connection.execute(HOLDERS, {"digest": digest, "url": url}).one_or_none()
    return None if row is None else to_capture(row)


def validators(connection: Connection, url: str) -> Validators | None:
    """Those of the latest whole answer; a 304 may bring new ones for the same payload."""
    row = connection.execute(GOOD_ANSWERS, {"url": url}).one_or_none()
    if row is None:
        return None
    latest = to_capture(row)
    holder = latest
    if latest.refers_to is not None:
        held = read_captures(connection, [latest.refers_to]).get(latest.refers_to)
        if held is None:
            return None
        holder = held
    if latest.etag is None and latest.last_modified is None:
        return None
    return Validators(etag=latest.etag, last_modified=latest.last_modified, holder=holder)


def archived_until(connection: Connection) -> Mapping[str, int]:
    rows = connection.execute(select(archived))
    return {row.warc: row.until for row in rows}


def save_archived_until(connection: Connection, until: Mapping[str, int]) -> None:
    upsert(connection, archived, [{"warc": warc, "until": end} for warc, end in until.items()])


def _filtered(query: Select[Any], wanted: Mapping[ColumnElement[Any], object]) -> Select[Any]:
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == value)
    return query
