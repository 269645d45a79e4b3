"""What an audit reads of some agencies at a time: their evidence, and nothing of anybody else's.

Much is read in a season's audit, so values are shared where rows repeat each other: a column
mostly shows at one look what it showed at the one before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Text, and_, cast, exists, or_, select
from sqlalchemy import Row as Found

from model.agency import Registry
from model.capture import (
    Capture,
    KnownItem,
    ListedLink,
    Look,
    LookEnd,
    Outcome,
    Purpose,
    RecordPlace,
    Visit,
)
from model.finding import Decision, Failure, Finding
from model.ids import AgencyId, CaptureId, CrawlId, MeasureId, ReportId
from model.report import Measure, Report, ReportVersion
from storage.codec import decode
from storage.database.audited import Covered, Standing
from storage.database.bulk import chunks
from storage.database.checked import read_checks
from storage.database.harvested import VISIT_ORDER
from storage.database.judged import read_decisions
from storage.database.owing import read_registry
from storage.database.schema import captures, failures, looks, reports, visits
from storage.database.shelved import read_reports, version_of
from storage.database.standing import standing
from storage.database.touched import known_until

T = TypeVar("T")

_ON_THE_WAY = (Purpose.LISTING, Purpose.ROBOTS, Purpose.PART, Purpose.DISCOVERY)
"""Visits that look for reports; whatever they get is rarely one."""

_LOOKS = (
    looks.c.crawl,
    looks.c.agency,
    looks.c.listing,
    looks.c.at,
    looks.c.end,
    looks.c.detail,
    looks.c.family,
    cast(looks.c.pages, Text),
    cast(looks.c.links, Text),
    looks.c.freshest,
    cast(looks.c.known_item, Text),
)

_VISITS = tuple(
    visits.c[name]
    for name in (
        *("id", "crawl", "url", "at", "purpose", "outcome", "agency", "listing", "title"),
        *("declared", "reporting_year", "http_status", "detail", "capture", "not_before"),
        *("warc", "record_offset", "record_length"),
    )
)
_CAPTURES = tuple(
    captures.c[name]
    for name in (
        *("id", "url", "at", "http_status", "media_type", "payload_digest", "payload_length"),
        *("refers_to", "stored_digest", "etag", "last_modified", "truncated"),
        *("warc", "record_offset", "record_length"),
    )
)
_PURPOSES = {purpose.value: purpose for purpose in Purpose}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_ENDS = {end.value: end for end in LookEnd}


class Evidence:
    """Reads one consistent state of the database, however long that takes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def registry(self) -> Registry:
        return read_registry(self._connection)

    def known_until(self, as_of: datetime) -> int | None:
        """For the `Grounds` of an audit of this moment."""
        return known_until(self._connection, as_of)

    def decisions(self) -> tuple[Decision, ...]:
        """All that people said, oldest first."""
        return read_decisions(self._connection, None)

    def standing(self, covered: Covered, made_by: str, as_of: datetime) -> Iterator[Standing]:
        """What earlier audits by the same said of evidence that did not change since, in no order.

        Whether an obligation has fallen due meanwhile is for the caller to see.
        """
        return standing(self._connection, covered, made_by, as_of)

    def looks(self, agencies: Iterable[AgencyId]) -> Iterator[Look]:
        """Oldest first, as `Database.looks` orders them; equal links are one tuple."""
        shared = _Shared()
        query = (
            select(*_LOOKS)
            .where(looks.c.agency.in_(list(agencies)))
            .order_by(looks.c.at, looks.c.agency, looks.c.listing, looks.c.crawl)
        )
        for row in self._fetch(query):
            yield shared.look(row)

    def visits(self, agencies: Iterable[AgencyId]) -> tuple[Visit, ...]:
        """Oldest first."""
        return self._visits(visits.c.agency.in_(list(agencies)))

    def telling_visits(self, agencies: Iterable[AgencyId]) -> tuple[Visit, ...]:
        """The same without those to listings, robots and the like that brought nothing; each
        agency's are in the order of time.

        Of these are still read: refusals, those that gave a payload which is a report, those with
        a date, and all to an address that is asked for as a report too.
        """
        ids = list(agencies)
        gave_a_report = exists(
            select(captures.c.id)
            .join(reports, reports.c.digest == captures.c.payload_digest)
            .where(captures.c.id == visits.c.capture)
        )
        telling = or_(
            visits.c.purpose.not_in([purpose.value for purpose in _ON_THE_WAY]),
            visits.c.outcome == Outcome.BLOCKED.value,
            visits.c.declared.is_not(None),
            gave_a_report,
        )
        found = self._visits(and_(visits.c.agency.in_(ids), telling))
        told = {(visit.agency, visit.url) for visit in found if visit.purpose not in _ON_THE_WAY}
        told |= {(visit.agency, visit.url) for visit in found if visit.capture is not None}
        twofold = {agency for agency, url in self._asked_on_the_way(ids) if (agency, url) in told}
        if not twofold:
            return found
        rest = (visit for visit in found if visit.agency not in twofold)
        return (*rest, *self.visits(twofold))

    def visits_elsewhere(
        self, agencies: Iterable[AgencyId], years: tuple[int, int]
    ) -> tuple[Visit, ...]:
        """For other agencies, that gave reports of these about `years`; oldest first."""
        first, last = years
        query = (
            select(*_VISITS)
            .join(captures, captures.c.id == visits.c.capture)
            .join(reports, reports.c.digest == captures.c.payload_digest)
            .where(
                reports.c.agency.in_(list(agencies)),
                reports.c.reporting_year.between(first, last),
                visits.c.agency != reports.c.agency,
            )
            .order_by(*VISIT_ORDER)
        )
        return tuple(map(_visit, self._connection.execute(query)))

    def visits_with(self, ids: Iterable[CaptureId]) -> tuple[Visit, ...]:
        """Of anybody, that led to one of these captures."""
        return tuple(
            visit for chunk in chunks(ids) for visit in self._visits(visits.c.capture.in_(chunk))
        )

    def captures(self, ids: Iterable[CaptureId]) -> Mapping[CaptureId, Capture]:
        """In no order."""
        return {
            CaptureId(row[0]): _capture(row)
            for chunk in chunks(dict.fromkeys(ids))
            for row in self._fetch(select(*_CAPTURES).where(captures.c.id.in_(chunk)))
        }

    def reports(self, agencies: Iterable[AgencyId]) -> tuple[ReportVersion, ...]:
        """Theirs, and whosoever's their visits met; without sections and measures."""
        ids = list(agencies)
        met = (
            select(captures.c.payload_digest)
            .join(visits, visits.c.capture == captures.c.id)
            .where(visits.c.agency.in_(ids))
        )
        found = {
            row.id: row
            for wanted in (reports.c.agency.in_(ids), reports.c.digest.in_(met))
            for row in self._connection.execute(_bare_reports().where(wanted))
        }
        held = self.captures(CaptureId(row.capture) for row in found.values())
        return tuple(
            version_of(row, decode(row.facts, Report), held[CaptureId(row.capture)])
            for row in found.values()
        )

    def whole_reports(self, ids: Iterable[ReportId]) -> Mapping[ReportId, ReportVersion]:
        found = read_reports(self._connection, list(ids))
        return {version.id: version for version in found}

    def figures(self, ids: Iterable[ReportId]) -> Mapping[ReportId, Mapping[MeasureId, Measure]]:
        """What the tables of these reports say."""
        return {
            ReportId(id_): decode(text, dict[MeasureId, Measure])
            for chunk in chunks(ids)
            for id_, text in self._connection.execute(
                select(reports.c.id, cast(reports.c.measures, Text)).where(reports.c.id.in_(chunk))
            )
        }

    def checks(
        self, ids: Iterable[ReportId], made_by: str
    ) -> Mapping[ReportId, tuple[Finding, ...]]:
        """What these rules said of the figures of these reports; without those not checked yet."""
        return read_checks(self._connection, ids, made_by)

    def reported_years(self) -> tuple[int, ...]:
        """Years about which somebody known has a report."""
        query = (
            select(reports.c.reporting_year)
            .where(
                reports.c.current,
                reports.c.agency.is_not(None),
                reports.c.reporting_year.is_not(None),
            )
            .distinct()
            .order_by(reports.c.reporting_year)
        )
        return tuple(self._connection.execute(query).scalars())

    def ownerless(self, years: tuple[int, int]) -> tuple[ReportVersion, ...]:
        """Whole reports that nobody is known to own, in the order of `Database.reports`."""
        first, last = years
        query = (
            select(reports.c.id)
            .where(reports.c.agency.is_(None), reports.c.reporting_year.between(first, last))
            .order_by(
                reports.c.reporting_year.desc(),
                reports.c.version,
                reports.c.first_at,
                reports.c.id,
            )
        )
        ids = [ReportId(id_) for id_ in self._connection.execute(query).scalars()]
        return tuple(read_reports(self._connection, ids))

    def failure(self, stage: str, subject: str) -> Failure | None:
        query = select(failures.c.value).where(
            failures.c.stage == stage, failures.c.subject == subject
        )
        found: Failure | None = self._connection.execute(query).scalar_one_or_none()
        return found

    def listings_looked_at(self) -> tuple[str, ...]:
        return tuple(self._connection.execute(select(looks.c.listing).distinct()).scalars())

    def dates_shown(
        self, crawl: CrawlId, listings: Sequence[str]
    ) -> Iterator[tuple[datetime, date]]:
        """When one of the listings was looked at in this crawl, and the latest date it showed."""
        for chunk in chunks(listings):
            query = select(looks.c.at, looks.c.freshest).where(
                looks.c.listing.in_(chunk),
                looks.c.crawl == crawl,
                looks.c.freshest.is_not(None),
            )
            for row in self._connection.execute(query):
                yield row.at, row.freshest

    def _visits(self, wanted: Any) -> tuple[Visit, ...]:
        query = select(*_VISITS).where(wanted).order_by(*VISIT_ORDER)
        return tuple(map(_visit, self._fetch(query)))

    def _fetch(self, query: Select[Any]) -> Sequence[Found[Any]]:
        # All at once: the driver is faster at that, and batches are small.
        return self._connection.execute(query).all()

    def _asked_on_the_way(self, agencies: list[AgencyId]) -> Iterator[tuple[AgencyId, str]]:
        query = (
            select(visits.c.agency, visits.c.url)
            .where(
                visits.c.agency.in_(agencies),
                visits.c.purpose.in_([purpose.value for purpose in _ON_THE_WAY]),
            )
            .distinct()
        )
        for agency, url in self._connection.execute(query):
            yield AgencyId(agency), url


class _Shared:
    """Values by their JSON: what is equal is decoded once and is one object."""

    def __init__(self) -> None:
        self._values: dict[tuple[object, str], Any] = {}

    def look(self, row: Sequence[Any]) -> Look:
        crawl, agency, listing, at, end, detail, family, pages, links, freshest, known = row
        return Look(
            crawl=crawl,
            agency=agency,
            listing=listing,
            at=at,
            end=_ENDS[end],
            detail=detail,
            family=family,
            pages=decode(pages, tuple[CaptureId, ...]),
            links=self._value(links, tuple[ListedLink, ...]),
            freshest=freshest,
            known_item=None if known is None else self._value(known, KnownItem),
        )

    def _value(self, text: str, kind: type[T]) -> T:
        found: T | None = self._values.get((kind, text))
        if found is None:
            found = self._values[kind, text] = decode(text, kind)
        return found


def _visit(row: Sequence[Any]) -> Visit:
    # By position: there are thousands of them for each batch of agencies.
    *told, warc, offset, length = row
    id_, crawl, url, at, purpose, outcome, agency, listing, title, *rest = told
    declared, year, status, detail, capture, not_before = rest
    return Visit(
        id=id_,
        crawl=crawl,
        url=url,
        at=at,
        purpose=_PURPOSES[purpose],
        outcome=_OUTCOMES[outcome],
        agency=agency,
        listing=listing,
        title=title,
        declared=declared,
        reporting_year=year,
        http_status=status,
        detail=detail,
        capture=capture,
        not_before=not_before,
        record=None if warc is None else RecordPlace(warc=warc, offset=offset, length=length),
    )


def _capture(row: Sequence[Any]) -> Capture:
    *told, warc, offset, length = row
    id_, url, at, status, media_type, digest, size, refers_to, stored, *rest = told
    etag, last_modified, truncated = rest
    return Capture(
        id=id_,
        url=url,
        at=at,
        http_status=status,
        media_type=media_type,
        payload_digest=digest,
        payload_length=size,
        record=RecordPlace(warc=warc, offset=offset, length=length),
        refers_to=refers_to,
        stored_digest=stored,
        etag=etag,
        last_modified=last_modified,
        truncated=truncated,
    )


def _bare_reports() -> Select[Any]:
    return select(
        reports.c.id,
        reports.c.agency,
        reports.c.agency_name,
        reports.c.reporting_year,
        reports.c.version,
        reports.c.capture,
        reports.c.code_version,
        cast(reports.c.facts, Text).label("facts"),
    )
