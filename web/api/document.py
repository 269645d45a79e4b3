"""The OpenAPI document made whole: words for every field and closed set, examples for everything.

FastAPI reads the docstrings under the fields of a class, but not those of fields that it inherits;
and of a closed set it tells the words, but not what they mean.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from model.agency import Duty, Kind, Level
from model.capture import Purpose
from model.finding import Certainty, Severity
from model.form import SectionId
from model.report import MeasureState, Scope
from model.text import Text
from model.verdict import Reason, Verdict
from model.words import KINDS, LEVELS, PURPOSES, REASONS, SECTIONS, SEVERITIES, STATES, VERDICTS
from storage.database import Decided
from web.tables import rows

_SETS: tuple[tuple[type[StrEnum], str, Mapping[Any, Text]], ...] = (
    (Verdict, "The answer for one obligation.", VERDICTS),
    (Reason, "Why it cannot be told; always about our view, never about the agency.", REASONS),
    (Level, "How high an agency stands.", LEVELS),
    (Kind, "What sort of body an agency is.", KINDS),
    (Severity, "How sure a finding is.", SEVERITIES),
    (MeasureState, "How a cell was read.", STATES),
    (SectionId, "A numbered part of a report.", SECTIONS),
    (Purpose, "What an address was asked for.", PURPOSES),
    (Certainty, "Whether our reading of every cell that a finding rests on is certain.", {}),
    (Duty, "By what a report is owed: the statute, a local order, or not at all.", {}),
    (Scope, "Whose doings the figures of a report count.", {}),
    (Decided, "What a person last said of a finding.", {}),
)
_EXAMPLES: Mapping[str, object] = {
    "agency": "qinghe-tjj",
    "agency_name": "清禾市统计局",
    "at": "2025-02-20T01:00:00Z",
    "audited": "2025-04-01T02:00:00Z",
    "bom": "1",
    "box": [72.0, 310.5, 140.2, 324.0],
    "cells": ["t3.granted.total"],
    "confidence": 0.97,
    "cursor": "WyIyMDI1LTAyLTIwVDAxOjAwOjAwWiIsMTJd",
    "declared": "2025-01-24",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "due": "2025-01-31",
    "exact": True,
    "first_seen": "2025-02-20T01:00:00Z",
    "fold": "1",
    "form": "2021",
    "http_status": 200,
    "id": "9f86d081884c",
    "instance": "/api/v1/reports",
    "label": "三、本年度办理结果 （一）予以公开 总计",
    "length": 18231,
    "limit": 50,
    "line": 14,
    "listings": ["https://tjj.qinghe.example/zwgk/nb/"],
    "marks": [[4, 9]],
    "measure": "t3.granted.total",
    "media_type": "application/pdf",
    "next": "WyIyMDI1LTAyLTIwVDAxOjAwOjAwWiIsMTJd",
    "offset": 120034,
    "page": 3,
    "published_from": "2025-01-01",
    "published_until": "2025-03-31",
    "q": '"政务公开" 不予公开>=5',
    "raw": "12",
    "region": "410000",
    "region_name": "清禾市",
    "report": "9f86d081884c",
    "reporting_year": 2024,
    "rule": "applications.result_sum",
    "score": 7.31,
    "section": "overview",
    "seen_from": "2025-02-01",
    "seen_until": "2025-03-01T09:00:00+08:00",
    "status": 422,
    "title": "清禾市统计局2024年政府信息公开工作年度报告",
    "total": 128,
    "unit": "件",
    "uscc": "11410300MB0000000X",
    "url": "https://tjj.qinghe.example/zwgk/nb/2024.pdf",
    "value": 12,
    "version": 1,
    "warc": "nianbao-20250220-000001.warc.gz",
    "year": "2020..2024",
    "zh": "期限之后两次读完栏目，均未见到",
    "en": "not found by us at two looks after the due date",
}
"""By name: the same name means the same wherever it stands. Places and numbers are invented."""

_ETAG = {"schema": {"type": "string"}, "description": "For If-None-Match"}


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The same document, with what it lacked."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)  # FastAPI's own; we answer in another way
    for name, schema in schemas.items():
        inherited = _inherited(name)
        for field, told in schema.get("properties", {}).items():
            if field in inherited:
                told.setdefault("description", inherited[field])
            _exemplify(field, told)
    for kind, about, words in _SETS:
        if kind.__name__ in schemas:
            schemas[kind.__name__]["description"] = _meanings(about, kind, words)
    _describe_texts(schemas)
    for operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            _exemplify_parameter(parameter)
        headers = operation["responses"]["200"].setdefault("headers", {})
        headers.setdefault("ETag", _ETAG)
    return document


def _inherited(name: str) -> Mapping[str, str]:
    """Field → the docstring under it, in whichever class of ours it stands."""
    kind = getattr(rows, name, None)
    if kind is None or not is_dataclass(kind):
        return {}
    found: dict[str, str] = {}
    for base in reversed(inspect.getmro(kind)):  # type: ignore[arg-type]
        if is_dataclass(base):
            found.update(_docstrings(base))
    return found


def _docstrings(kind: type) -> Iterator[tuple[str, str]]:
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - the source of a class
    for field, after in pairwise(body.body):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)


def _meanings(about: str, kind: type[StrEnum], words: Mapping[Any, Text]) -> str:
    told = [f"`{one.value}` {words[one].en} / {words[one].zh}" for one in kind if one in words]
    return " ".join([about, f"{'; '.join(told)}."]) if told else about


def _describe_texts(schemas: Mapping[str, Any]) -> None:
    fields = schemas["Text"]["properties"]
    fields["zh"].setdefault("description", "In Chinese.")
    fields["en"].setdefault("description", "In English.")


def _exemplify(field: str, schema: dict[str, Any]) -> None:
    if field in _EXAMPLES and not _is_object(schema):
        schema.setdefault("examples", [_EXAMPLES[field]])


def _is_object(schema: Mapping[str, Any]) -> bool:
    return "$ref" in schema or schema.get("type") == "object" or "properties" in schema


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _exemplify_parameter(parameter: dict[str, Any]) -> None:
    schema = parameter["schema"]
    words = schema.get("enum")
    if words:
        parameter.setdefault("example", words[0])
    elif schema.get("type") == "array":
        parameter.setdefault("example", [_EXAMPLES[parameter["name"]]])
    elif schema.get("type") == "integer" and parameter["name"] == "year":
        parameter.setdefault("example", 2024)
    else:
        parameter.setdefault("example", _EXAMPLES[parameter["name"]])
