"""What others archived counts from the moment when we had it: its own date is their claim.

A crawl of somebody else may well prove that a report was there in time, but whether to believe it
is for people to say; it must neither excuse nor accuse by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from audit.case import Observations
from model.capture import Visit
from model.ids import CaptureId
from model.report import ReportVersion


def as_had(seen: Observations) -> Observations:
    """With imported reports dated by their import; one whose import is unknown was not had."""
    if not any(version.capture.imported for version in seen.reports):
        return seen
    imported = _moments(seen.visits)
    reports = (_dated(version, imported) for version in seen.reports)
    return replace(seen, reports=tuple(version for version in reports if version is not None))


def _moments(visits: Iterable[Visit]) -> Mapping[CaptureId, datetime]:
    moments: dict[CaptureId, datetime] = {}
    for visit in visits:
        if visit.capture is not None:
            moments[visit.capture] = min(visit.at, moments.get(visit.capture, visit.at))
    return moments


def _dated(version: ReportVersion, imported: Mapping[CaptureId, datetime]) -> ReportVersion | None:
    if not version.capture.imported:
        return version
    at = imported.get(version.capture.id)
    return replace(version, capture=replace(version.capture, at=at)) if at is not None else None
