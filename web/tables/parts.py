"""What rows are made of: who, from which capture, where in it, what a cell says, and links."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

from extract.forms import load_forms
from model.agency import Agency
from model.capture import Capture, RecordPlace
from model.form import Form, MeasureDefinition
from model.ids import AgencyId, FormId, MeasureId
from model.place import Place
from model.report import Measure
from web.masking import masked
from web.tables.pieces import Links, Reading, Record, Source, Where

API = "/api/v1"

Agencies = Mapping[AgencyId, Agency]


def who_of(id_: AgencyId | None, name: str | None, agencies: Agencies) -> dict[str, Any]:
    """The fields of a `Who`; where there is one, `name` goes before the registry's."""
    agency = agencies.get(id_) if id_ else None
    return {
        "agency": id_,
        "agency_name": name or (agency.name if agency else id_ or ""),
        "region": agency.region if agency else None,
        "region_name": agency.region_name if agency else None,
        "level": agency.level if agency else None,
        "kind": agency.kind if agency else None,
    }


def source(capture: Capture) -> Source:
    return Source(
        capture=capture.id,
        url=capture.url,
        at=capture.at,
        record=record_of(capture.record),
        digest=capture.payload_digest,
    )


def where(place: Place | None) -> Where | None:
    """None where nothing is known of the place."""
    if place is None or (place.page is None and place.line is None):
        return None
    box = place.box
    return Where(
        page=place.page,
        box=None
        if box is None
        else (_point(box.x0), _point(box.top), _point(box.x1), _point(box.bottom)),
        line=place.line,
    )


@cache
def forms() -> Mapping[FormId, Form]:
    return {one.form.id: one.form for one in load_forms()}


def definition(form: FormId | None, measure: MeasureId) -> MeasureDefinition | None:
    known = forms().get(form) if form else None
    return known.measures.get(measure) if known else None


def reading(measure: Measure) -> Reading:
    value = measure.value
    return Reading(
        value=format(value, "f") if isinstance(value, Decimal) else value,
        raw=masked(measure.raw),
        state=measure.state,
        note=masked(measure.note),
        where=where(measure.place),
        doubt=measure.doubt,
        confidence=measure.confidence,
    )


def record_of(place: RecordPlace) -> Record:
    return Record(warc=place.warc, offset=place.offset, length=place.length)


def _point(edge: float) -> float:
    return round(edge, 2)


def links_to(**given: str | tuple[str, ...] | None) -> Links:
    """Of each name a page's path, a list of the API with its query, or segments of a path there."""
    return {name: _address(target) for name, target in given.items() if target is not None}


def _address(target: str | tuple[str, ...]) -> str:
    if isinstance(target, tuple):
        return "/".join((API, *map(segment, target)))
    return target if target.startswith("/") else f"{API}/{target}"


def segment(text: str) -> str:
    """One segment of a path, or one value of a query."""
    return quote(text, safe="")
