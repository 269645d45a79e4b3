"""Where and when the documents of a report were met, and the versions that follow from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_, update

from model.capture import Purpose
from model.ids import AgencyId, ReportId
from storage.database.bulk import chunks
from storage.database.schema import captures, looks, reports, visits
from storage.database.touched import note_agencies
from storage.database.values import Seen
from storage.database.versions import Copy, Sighting, number_versions

Group = tuple[AgencyId | None, int | None]
"""An agency and a reporting year: whose documents may be versions of each other."""
Met = Row[*tuple[Any, ...]]
"""A visit that gave a document: digest, answered, asked, at, crawl, agency, purpose."""
_WANTED = [
    reports.c[name]
    for name in ("id", "digest", "version", "current", "first_at", "edition", "substance", "facts")
]
_CrawlOf = tuple[str, str | None]
"""A crawl and the agency that it looked at."""


def recount(connection: Connection, groups: Iterable[Group]) -> None:
    """Numbers the documents of each report anew, and marks the one that stands for it."""
    for agency, year in groups:
        if agency is not None and year is not None:  # else nobody knows of what it is a version
            _recount(connection, agency, year)


def unsettled(connection: Connection) -> tuple[Group, ...]:
    """Reports with documents that differ: what was met again may change which of them stands."""
    differing = func.count(func.distinct(reports.c.edition)) > 1
    query = (
        select(reports.c.agency, reports.c.reporting_year)
        .where(reports.c.agency.is_not(None), reports.c.reporting_year.is_not(None))
        .group_by(reports.c.agency, reports.c.reporting_year)
        .having(differing)
    )
    return tuple((AgencyId(row.agency), row.reporting_year) for row in connection.execute(query))


def seen(connection: Connection, ids: Sequence[ReportId]) -> Mapping[ReportId, Seen]:
    """When each document was met first and last, and how often."""
    found: dict[ReportId, Seen] = {}
    for chunk in chunks(ids):
        query = (
            select(
                reports.c.id,
                func.min(captures.c.at).label("first"),
                func.max(captures.c.at).label("last"),
                func.count().label("times"),
            )
            .join(captures, captures.c.payload_digest == reports.c.digest)
            .where(reports.c.id.in_(chunk), captures.c.truncated.is_(None))
            .group_by(reports.c.id)
        )
        for row in connection.execute(query):
            found[row.id] = Seen(first=row.first, last=row.last, times=row.times)
    return found


def _recount(connection: Connection, agency: AgencyId, year: int) -> None:
    query = select(*_WANTED).where(reports.c.agency == agency, reports.c.reporting_year == year)
    rows = connection.execute(query).all()
    if len(rows) == 1 and (rows[0].version, rows[0].current) == (1, True):
        return  # nearly every report
    standing = number_versions(_copies(connection, rows))
    for row in rows:
        now = standing[row.id]
        if (row.version, row.current) != (now.version, now.current):
            note_agencies(connection, [agency])
            connection.execute(
                update(reports)
                .where(reports.c.id == row.id)
                .values(version=now.version, current=now.current)
            )


def _copies(connection: Connection, rows: Sequence[Any]) -> list[Copy]:
    met = _met(connection, [row.digest for row in rows]) if len(rows) > 1 else {}
    first = {digest: found[0] for digest, found in met.items()}
    linked = _linked(connection, [(one.crawl, one.agency) for one in first.values()])
    attached: dict[str, set[str]] = defaultdict(set)
    for found in met.values():
        for one in found:
            if one.purpose == Purpose.ATTACHMENT.value:
                attached[one.crawl].update(_places(one))
    return [
        Copy(
            id=row.id,
            at=row.first_at,
            edition=row.edition or row.id,
            substance=row.substance or row.id,
            readable=row.facts.form is not None,
            sightings=tuple(
                Sighting(place=place, at=one.at)
                for one in met.get(row.digest, ())
                for place in _places(one)
            ),
            beside=_beside(first.get(row.digest), linked, attached),
        )
        for row in rows
    ]


def _beside(
    first: Met | None,
    linked: Mapping[_CrawlOf, frozenset[str]],
    attached: Mapping[str, set[str]],
) -> frozenset[str]:
    if first is None or first.purpose == Purpose.ADDED.value:
        return frozenset()
    return linked.get((first.crawl, first.agency), frozenset()) | attached[first.crawl]


def _met(connection: Connection, digests: Sequence[str]) -> Mapping[str, list[Met]]:
    """Every visit that gave one of the payloads, oldest first."""
    met: dict[str, list[Met]] = defaultdict(list)
    for chunk in chunks(digests):
        query = (
            select(
                captures.c.payload_digest.label("digest"),
                captures.c.url.label("answered"),
                visits.c.url.label("asked"),
                visits.c.at,
                visits.c.crawl,
                visits.c.agency,
                visits.c.purpose,
            )
            .join(captures, visits.c.capture == captures.c.id)
            .where(captures.c.payload_digest.in_(chunk), captures.c.truncated.is_(None))
            .order_by(visits.c.at, visits.c.id)
        )
        for row in connection.execute(query):
            met[row.digest].append(row)
    return met


def _linked(
    connection: Connection, wanted: Iterable[_CrawlOf]
) -> Mapping[_CrawlOf, frozenset[str]]:
    """What the listings of an agency linked in a crawl."""
    found: dict[_CrawlOf, frozenset[str]] = {}
    for chunk in chunks(set(wanted)):
        query = select(looks.c.crawl, looks.c.agency, looks.c.links).where(
            tuple_(looks.c.crawl, looks.c.agency).in_(chunk)
        )
        for row in connection.execute(query):
            key = (row.crawl, row.agency)
            places = frozenset(_place(link.url) for link in row.links)
            found[key] = found.get(key, frozenset()) | places
    return found


def _places(met: Met) -> set[str]:
    return {_place(met.asked), _place(met.answered)}


def _place(url: str) -> str:
    return url.partition("://")[2] or url
