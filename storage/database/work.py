"""What is left to process: a query, so that a killed run just goes on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, or_, select

from model.capture import Capture, Outcome, Purpose, Visit
from model.ids import Digest
from storage.database.bulk import chunks
from storage.database.harvested import CAPTURE_ORDER, OWN, VISIT_ORDER
from storage.database.rows import to_capture, to_visit
from storage.database.schema import captures, documents, visits
from storage.database.values import Work

_PURPOSES = (Purpose.REPORT, Purpose.ATTACHMENT, Purpose.ADDED)
_OUTCOMES = (Outcome.CAPTURED, Outcome.UNCHANGED)
_STATUSES = (200, 304)

_LED_TO_A_DOCUMENT = (
    visits.c.purpose.in_(_PURPOSES),
    visits.c.outcome.in_(_OUTCOMES),
    or_(captures.c.http_status.is_(None), captures.c.http_status.in_(_STATUSES)),
    captures.c.truncated.is_(None),
)


def digests_to_read(
    connection: Connection, code_version: str, *, again: bool
) -> tuple[Digest, ...]:
    """In the order first captured."""
    query = (
        select(captures.c.payload_digest)
        .join(visits, visits.c.capture == captures.c.id)
        .where(*_LED_TO_A_DOCUMENT)
        .order_by(*CAPTURE_ORDER)
    )
    if not again:
        read = select(documents.c.digest).where(documents.c.code_version == code_version)
        query = query.where(captures.c.payload_digest.not_in(read))
    return tuple(dict.fromkeys(map(Digest, connection.execute(query).scalars())))


def work_of(connection: Connection, digests: Sequence[Digest]) -> Iterator[Work]:
    """The work of each digest, in the order given."""
    for chunk in chunks(digests):
        first = first_captures(connection, chunk)
        led = _visits(connection, chunk)
        for digest in chunk:
            yield Work(digest=digest, capture=first[digest], visits=tuple(led[digest]))


def known_work(connection: Connection, digests: Iterable[Digest]) -> Iterator[Work]:
    """The work of those digests that a visit led to, in the order given."""
    for chunk in chunks(digests):
        led = _visits(connection, chunk)
        yield from work_of(connection, [digest for digest in chunk if digest in led])


def first_captures(connection: Connection, digests: Sequence[Digest]) -> Mapping[Digest, Capture]:
    """For each digest the first capture that holds the payload; our own before an imported one.

    Its first revisit, if the record that held it was lost: reading it then says what is missing.
    """
    first: dict[Digest, Capture] = {}
    for chunk in chunks(digests):
        query = (
            select(captures)
            .where(captures.c.payload_digest.in_(chunk), captures.c.truncated.is_(None))
            .order_by(captures.c.refers_to.is_not(None), OWN.is_(False), *CAPTURE_ORDER)
        )
        for row in connection.execute(query):
            first.setdefault(row.payload_digest, to_capture(row))
    return first


def _visits(connection: Connection, digests: Sequence[Digest]) -> Mapping[Digest, list[Visit]]:
    query = (
        select(visits, captures.c.payload_digest)
        .join(captures, visits.c.capture == captures.c.id)
        .where(captures.c.payload_digest.in_(digests), *_LED_TO_A_DOCUMENT)
        .order_by(*VISIT_ORDER)
    )
    led: dict[Digest, list[Visit]] = defaultdict(list)
    for row in connection.execute(query):
        led[row.payload_digest].append(to_visit(row))
    return led
