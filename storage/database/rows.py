"""Captures, visits and looks ↔ rows."""

from typing import Any

from sqlalchemy import Row as Found

from model.capture import Capture, Look, LookEnd, Outcome, Purpose, RecordPlace, Visit
from storage.database.bulk import Row


def capture_row(capture: Capture) -> Row:
    return {
        "id": capture.id,
        "url": capture.url,
        "at": capture.at,
        "http_status": capture.http_status,
        "media_type": capture.media_type,
        "payload_digest": capture.payload_digest,
        "payload_length": capture.payload_length,
        "refers_to": capture.refers_to,
        "stored_digest": capture.stored_digest,
        "etag": capture.etag,
        "last_modified": capture.last_modified,
        "truncated": capture.truncated,
        **_place_row(capture.record),
    }


def to_capture(row: Found[Any]) -> Capture:
    return Capture(
        id=row.id,
        url=row.url,
        at=row.at,
        http_status=row.http_status,
        media_type=row.media_type,
        payload_digest=row.payload_digest,
        payload_length=row.payload_length,
        record=_place(row),
        refers_to=row.refers_to,
        stored_digest=row.stored_digest,
        etag=row.etag,
        last_modified=row.last_modified,
        truncated=row.truncated,
    )


def visit_row(visit: Visit) -> Row:
    return {
        "id": visit.id,
        "crawl": visit.crawl,
        "url": visit.url,
        "at": visit.at,
        "purpose": visit.purpose.value,
        "outcome": visit.outcome.value,
        "agency": visit.agency,
        "listing": visit.listing,
        "title": visit.title,
        "declared": visit.declared,
        "reporting_year": visit.reporting_year,
        "http_status": visit.http_status,
        "detail": visit.detail,
        "capture": visit.capture,
        "not_before": visit.not_before,
        **_place_row(visit.record),
    }


def to_visit(row: Found[Any]) -> Visit:
    return Visit(
        id=row.id,
        crawl=row.crawl,
        url=row.url,
        at=row.at,
        purpose=Purpose(row.purpose),
        outcome=Outcome(row.outcome),
        agency=row.agency,
        listing=row.listing,
        title=row.title,
        declared=row.declared,
        reporting_year=row.reporting_year,
        http_status=row.http_status,
        detail=row.detail,
        capture=row.capture,
        not_before=row.not_before,
        record=None if row.warc is None else _place(row),
    )


def look_row(look: Look) -> Row:
    return {
        "crawl": look.crawl,
        "agency": look.agency,
        "listing": look.listing,
        "at": look.at,
        "end": look.end.value,
        "detail": look.detail,
        "family": look.family,
        "pages": look.pages,
        "links": look.links,
        "freshest": look.freshest,
        "known_item": look.known_item,
    }


def to_look(row: Found[Any]) -> Look:
    return Look(
        crawl=row.crawl,
        agency=row.agency,
        listing=row.listing,
        at=row.at,
        end=LookEnd(row.end),
        detail=row.detail,
        family=row.family,
        pages=row.pages,
        links=row.links,
        freshest=row.freshest,
        known_item=row.known_item,
    )


def _place_row(place: RecordPlace | None) -> dict[str, str | int | None]:
    return {
        "warc": place.warc if place else None,
        "record_offset": place.offset if place else None,
        "record_length": place.length if place else None,
    }


def _place(row: Found[Any]) -> RecordPlace:
    return RecordPlace(warc=row.warc, offset=row.record_offset, length=row.record_length)
