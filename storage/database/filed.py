"""Reports as stored, with their versions, and the failures in their place."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from model.capture import Capture
from model.finding import Failure
from model.ids import Digest, ReportId
from storage.codec import encode
from storage.database.bulk import Row, chunks, upsert
from storage.database.checked import save_checks
from storage.database.editions import edition_of, substance_of
from storage.database.figures import save_figures, shape_of
from storage.database.schema import documents, failures, findings, reports, sections
from storage.database.sightings import Group, recount
from storage.database.touched import note_agencies, note_documents
from storage.database.values import Reading
from storage.database.work import first_captures

ID_DIGITS = 12


def report_id(digest: Digest) -> ReportId:
    return ReportId(digest[:ID_DIGITS])


def save_readings(
    connection: Connection, readings: Sequence[Reading], code_version: str
) -> tuple[ReportId, ...]:
    """Stores reports in place of what was known of their payloads; of two the last counts."""
    readings = tuple({reading.digest: reading for reading in readings}.values())
    digests = [reading.digest for reading in readings]
    touched = _forget(connection, digests)
    mark_read(connection, digests, code_version, "report")
    connection.execute(insert(reports), _report_rows(connection, readings, code_version))
    save_figures(connection, {report_id(one.digest): one.report.measures for one in readings})
    checked = {report_id(one.digest): one.checks for one in readings if one.checks is not None}
    save_checks(connection, checked)
    if rows := [row for reading in readings for row in _section_rows(reading)]:
        connection.execute(insert(sections), rows)
    touched |= {(reading.agency, reading.reporting_year) for reading in readings}
    recount(connection, touched)
    note_agencies(connection, {agency for agency, _ in touched if agency is not None})
    note_documents(connection, digests)
    return tuple(map(report_id, digests))


def save_failure(
    connection: Connection, failure: Failure, digest: Digest | None, code_version: str | None
) -> None:
    if digest is not None and code_version is not None:
        connection.execute(delete(findings).where(findings.c.report == report_id(digest)))
        touched = _forget(connection, [digest])
        recount(connection, touched)
        note_agencies(connection, {agency for agency, _ in touched if agency is not None})
        note_documents(connection, [digest])
        mark_read(connection, [digest], code_version, "failure")
    row = {
        "stage": failure.stage,
        "subject": failure.subject,
        "code": failure.code,
        "digest": digest,
        "value": failure,
    }
    upsert(connection, failures, [row])


def read_failures(
    connection: Connection, stage: str | None, digest: Digest | None
) -> tuple[Failure, ...]:
    query = select(failures.c.value).order_by(failures.c.stage, failures.c.subject)
    if stage is not None:
        query = query.where(failures.c.stage == stage)
    if digest is not None:
        query = query.where(failures.c.digest == digest)
    return tuple(connection.execute(query).scalars())


def mark_read(
    connection: Connection, digests: Sequence[Digest], code_version: str, outcome: str
) -> None:
    rows = [
        {"digest": digest, "code_version": code_version, "outcome": outcome} for digest in digests
    ]
    upsert(connection, documents, rows)


def _forget(connection: Connection, digests: Sequence[Digest]) -> set[Group]:
    """Removes what was made of these payloads; returns where versions have to be counted anew."""
    touched: set[Group] = set()
    for chunk in chunks(digests):
        query = select(reports.c.agency, reports.c.reporting_year)
        gone = connection.execute(query.where(reports.c.digest.in_(chunk)))
        touched |= {(row.agency, row.reporting_year) for row in gone}
        connection.execute(delete(reports).where(reports.c.digest.in_(chunk)))
        connection.execute(delete(failures).where(failures.c.digest.in_(chunk)))
    return touched


def _report_rows(
    connection: Connection, readings: Sequence[Reading], code_version: str
) -> list[Row]:
    first = first_captures(connection, [reading.digest for reading in readings])
    return [_report_row(reading, first[reading.digest], code_version) for reading in readings]


def _report_row(reading: Reading, first: Capture, code_version: str) -> Row:
    substance = substance_of(reading.report)
    return {
        "id": report_id(reading.digest),
        "digest": reading.digest,
        "agency": reading.agency,
        "agency_name": reading.agency_name,
        "reporting_year": reading.reporting_year,
        "version": 1,
        "current": True,
        "capture": first.id,
        "first_at": first.at,
        "code_version": code_version,
        "content_digest": sha256(encode(reading.report)).hexdigest(),
        "edition": edition_of(reading.report, substance),
        "substance": substance,
        "facts": replace(reading.report, sections=(), measures={}),
        "measures": reading.report.measures,
        "form": reading.report.form,
        "shape": shape_of(reading.report.measures),
    }


def _section_rows(reading: Reading) -> list[Row]:
    return [
        {
            "report": report_id(reading.digest),
            "position": position,
            "section": section.id.value,
            "heading": section.heading,
            "text": section.text,
            "place": section.place,
        }
        for position, section in enumerate(reading.report.sections)
    ]
