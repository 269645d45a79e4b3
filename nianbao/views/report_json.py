"""The JSON of one report, as `nianbao extract --json` and `nianbao show --json` print it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from model.finding import Finding
from model.ids import Digest
from model.place import Place
from model.report import Measure, Report
from model.text import Language
from nianbao.stages.conversion import Reading


def extract_json(
    reading: Reading,
    findings: Iterable[Finding],
    *,
    source: str,
    digest: Digest,
    language: Language,
) -> dict[str, Any]:
    """The contract of `nianbao extract FILE --json`."""
    return {
        "source": source,
        "sha256": digest,
        "media_type": reading.media_type,
        "reader": reading.reader,
        **report_json(reading.report),
        "findings": [finding_json(finding, language) for finding in findings],
        "warnings": warnings_json(reading.report, language),
    }


def report_json(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "agency": report.agency_name,
        "agency_printed": report.agency_printed,
        "reporting_year": report.reporting_year,
        "form": report.form,
        "scope": report.scope.value if report.scope else None,
        "year_candidates": [
            {"year": candidate.year, "from": candidate.source.value}
            for candidate in report.year_candidates
        ],
        "sections": [
            {
                "id": section.id.value,
                "heading": section.heading,
                "text": section.text,
                "where": place_json(section.place),
            }
            for section in report.sections
        ],
        "other_text": report.other_text,
        "measures": {key: measure_json(measure) for key, measure in report.measures.items()},
    }


def measure_json(measure: Measure) -> dict[str, Any]:
    value = measure.value
    result: dict[str, Any] = {
        "value": format(value, "f") if isinstance(value, Decimal) else value,
        "raw": measure.raw,
        "state": measure.state.value,
        "note": measure.note,
        "where": place_json(measure.place),
    }
    if measure.doubt is not None:
        result["doubt"] = measure.doubt
    if measure.confidence is not None:
        result["confidence"] = measure.confidence
    return result


def place_json(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    result: dict[str, Any] = {}
    if place.page is not None:
        result["page"] = place.page
    if place.box is not None:
        box = place.box
        result["box"] = [round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom)]
    if place.line is not None:
        result["line"] = place.line
    return result


def finding_json(finding: Finding, language: Language) -> dict[str, Any]:
    result: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "message": finding.message.in_language(language),
        "left": finding.left,
        "right": finding.right,
        "cells": list(finding.cells),
        "quotes": [
            {"text": quote.text, "where": place_json(quote.place)} for quote in finding.quotes
        ],
    }
    for key in ("agency", "reporting_year", "report"):
        if (value := getattr(finding, key)) is not None:
            result[key] = value
    return result


def warnings_json(report: Report, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "code": warning.code,
            "message": warning.text.in_language(language),
            "where": place_json(warning.place),
        }
        for warning in report.warnings
    ]
