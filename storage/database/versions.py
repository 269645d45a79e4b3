"""Which documents are versions of a report, and which are copies of one version. Pure.

Every document that reads as a report of one agency and year is kept. It is a *new version* when
the same address gave something else before, or when nothing that was known stood beside it any
more. It is a *copy* of a version when it says the same, or when it was first met beside it: the
file attached to a page, the page of a portal. Two that differ in our reading of a PDF and of a page
are thus never told apart as an edit that nobody made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from model.ids import ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One answer that gave the document."""

    place: str
    """The URL without its scheme: sites move to https."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One document that reads as the report."""

    id: ReportId
    at: datetime
    """When it was first captured."""
    edition: str
    substance: str
    readable: bool
    """Whether its tables were recognised."""
    sightings: tuple[Sighting, ...]
    beside: frozenset[str]
    """Places that were linked, or attached to what was linked, in the crawl that first met it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    version: int
    """From 1, in the order first captured."""
    current: bool
    """Whether it stands for the report: one document of the version that is up now."""


def number_versions(copies: Iterable[Copy]) -> Mapping[ReportId, Standing]:
    """The same for the same copies, whatever order they come in."""
    ordered = sorted(copies, key=lambda copy: (copy.at, copy.id))
    version: dict[ReportId, int] = {}
    for index, copy in enumerate(ordered):
        earlier = ordered[:index]
        known = _same_version(copy, earlier, version)
        version[copy.id] = known or max(version.values(), default=0) + 1
    standing = _standing(ordered, version)
    return {
        copy.id: Standing(version=version[copy.id], current=copy.id == standing) for copy in ordered
    }


def _same_version(
    copy: Copy, earlier: Sequence[Copy], version: Mapping[ReportId, int]
) -> int | None:
    """The version that a document belongs to; None when it is a new one."""
    for other in reversed(earlier):
        if other.edition == copy.edition:
            return version[other.id]
    if _changed_in_place(copy, earlier):
        return None
    for other in reversed(earlier):
        if other.substance == copy.substance:
            return version[other.id]
    latest = max(version.values(), default=0)
    beside = any(
        sighting.place in copy.beside
        for other in earlier
        if version[other.id] == latest
        for sighting in other.sightings
    )
    return latest if beside else None


def _changed_in_place(copy: Copy, earlier: Iterable[Copy]) -> bool:
    """Whether an address where it was first met gave another document before."""
    first = min((sighting.at for sighting in copy.sightings), default=copy.at)
    places = {sighting.place for sighting in copy.sightings if sighting.at == first}
    return any(
        sighting.place in places and sighting.at < first
        for other in earlier
        for sighting in other.sightings
    )


def _standing(ordered: Sequence[Copy], version: Mapping[ReportId, int]) -> ReportId | None:
    """The document that stands for the report.

    Of the versions that were the last to be had at some address, the latest: an old file that
    nobody links may stay on a server for years, and an edit may be taken back.
    """
    last: dict[str, tuple[datetime, int]] = {}
    for copy in ordered:
        for sighting in copy.sightings:
            seen = (sighting.at, version[copy.id])
            last[sighting.place] = max(last.get(sighting.place, seen), seen)
    newest = max((number for _, number in last.values()), default=max(version.values(), default=0))
    candidates = [copy for copy in ordered if version[copy.id] == newest]
    readable = [copy for copy in candidates if copy.readable]
    return next((copy.id for copy in readable or candidates), None)
