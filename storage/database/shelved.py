"""Finding stored reports again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy import Row as Found

from model.agency import Agency, Level
from model.capture import Capture
from model.form import SectionId
from model.ids import AgencyId, CaptureId, Digest, RegionCode, ReportId
from model.report import Report, ReportVersion, Section
from storage.codec import encode
from storage.database.bulk import chunks
from storage.database.harvested import read_captures
from storage.database.schema import agencies, reports, sections

_COUNTRY = "000000"
_AFTER_DIGITS = "g"
"""Ids are hexadecimal."""


def report_ids(
    connection: Connection,
    *,
    year: int | None,
    agency: AgencyId | None,
    region: RegionCode | None,
    level: Level | None,
    current: bool,
) -> tuple[ReportId, ...]:
    """Newest year first, then agency, then version."""
    query = select(reports.c.id)
    if current:
        query = query.where(reports.c.current)
    if year is not None:
        query = query.where(reports.c.reporting_year == year)
    if agency is not None:
        query = query.where(reports.c.agency == agency)
    if region is not None or level is not None:
        query = query.join(agencies, agencies.c.id == reports.c.agency)
    if region is not None:
        query = query.where(agencies.c.region.startswith(within(region)))
    if level is not None:
        query = query.where(agencies.c.level == level.value)
    query = query.order_by(
        reports.c.reporting_year.desc().nulls_last(),
        reports.c.agency.nulls_last(),
        reports.c.version,
        reports.c.first_at,
        reports.c.id,
    )
    return tuple(map(ReportId, connection.execute(query).scalars()))


def ownerless(connection: Connection) -> Mapping[ReportId, Digest]:
    """Of reports that nobody is known to own, in the order of `report_ids`."""
    query = (
        select(reports.c.id, reports.c.digest)
        .where(reports.c.agency.is_(None))
        .order_by(
            reports.c.reporting_year.desc().nulls_last(),
            reports.c.version,
            reports.c.first_at,
            reports.c.id,
        )
    )
    return {ReportId(row.id): Digest(row.digest) for row in connection.execute(query)}


def ids_beginning(connection: Connection, prefix: str, limit: int) -> tuple[ReportId, ...]:
    # As a range: unlike LIKE it is found by the index.
    first = prefix.lower()
    query = select(reports.c.id).where(reports.c.id.between(first, f"{first}{_AFTER_DIGITS}"))
    found = connection.execute(query.order_by(reports.c.id).limit(limit)).scalars()
    return tuple(map(ReportId, found))


def read_reports(connection: Connection, ids: Sequence[ReportId]) -> Iterator[ReportVersion]:
    """The reports of `ids` that are still there, in the order given."""
    for chunk in chunks(ids):
        rows = {row.id: row for row in connection.execute(_whole(chunk))}
        parts = read_sections(connection, chunk)
        captures = read_captures(connection, [CaptureId(row.capture) for row in rows.values()])
        for id_ in chunk:
            if id_ in rows:
                yield _to_version(rows[id_], parts[id_], captures[rows[id_].capture])


def stamps(connection: Connection) -> Mapping[ReportId, str]:
    facts: dict[str, Agency] = {
        row.id: row.value for row in connection.execute(select(agencies.c.id, agencies.c.value))
    }
    told = {id_: sha256(encode(agency)).hexdigest() for id_, agency in facts.items()}
    query = select(
        reports.c.id,
        reports.c.content_digest,
        reports.c.agency,
        reports.c.agency_name,
        reports.c.reporting_year,
        reports.c.version,
    ).where(reports.c.current)
    return {
        ReportId(row.id): _stamp(
            row.content_digest,
            told.get(row.agency, ""),
            row.agency_name,
            row.reporting_year,
            row.version,
        )
        for row in connection.execute(query)
    }


def _stamp(*facts: str | int | None) -> str:
    return sha256("\n".join(map(str, facts)).encode()).hexdigest()


def within(region: RegionCode) -> str:
    """What the codes of everything inside a region begin with: 410300 → 4103."""
    if region == _COUNTRY:
        return ""
    return region.removesuffix("00").removesuffix("00")


def _whole(ids: Iterable[ReportId]) -> Select[Any]:
    return select(reports).where(reports.c.id.in_(ids))


def read_sections(
    connection: Connection, ids: Sequence[ReportId]
) -> Mapping[ReportId, list[Section]]:
    query = (
        select(sections)
        .where(sections.c.report.in_(ids))
        .order_by(sections.c.report, sections.c.position)
    )
    parts: dict[ReportId, list[Section]] = defaultdict(list)
    for row in connection.execute(query):
        parts[row.report].append(
            Section(id=SectionId(row.section), heading=row.heading, text=row.text, place=row.place)
        )
    return parts


def _to_version(row: Found[Any], parts: list[Section], capture: Capture) -> ReportVersion:
    report = replace(row.facts, sections=tuple(parts), measures=row.measures)
    return version_of(row, report, capture)


def version_of(row: Found[Any], report: Report, capture: Capture) -> ReportVersion:
    """The report of a row, with as much in it as was read."""
    return ReportVersion(
        id=row.id,
        agency=row.agency,
        agency_name=row.agency_name,
        reporting_year=row.reporting_year,
        version=row.version,
        capture=capture,
        title=report.title,
        code_version=row.code_version,
        report=report,
    )
