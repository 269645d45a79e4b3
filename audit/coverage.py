"""How much was published, and how much of the ground could not be seen.

A rate alone would blame agencies for what we could not see, so every rate here is a pair: the least
it can be, when nothing that we could not see was published, and the most, when all of it was.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from audit.days import local_day
from model.agency import Agency, Level, Registry
from model.ids import AgencyId, RegionCode
from model.verdict import Verdict, VerdictRecord

Key = TypeVar("Key")

LATE_STEPS = (7, 30, 90, 180)
"""Upper ends of the classes of days late; the last class is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The verdicts on a group of obligations."""

    counts: Mapping[Verdict, int]
    """Every verdict, also those that nobody got."""

    @classmethod
    def of(cls, records: Iterable[VerdictRecord]) -> "Tally":
        counted = Counter(record.verdict for record in records)
        return cls(counts={verdict: counted[verdict] for verdict in Verdict})

    @property
    def due(self) -> int:
        """The denominator: obligations that are due."""
        return sum(self.counts.values()) - self.counts[Verdict.NOT_DUE]

    @property
    def unresolved(self) -> int:
        return self.counts[Verdict.UNOBSERVABLE]

    @property
    def unresolved_share(self) -> float:
        """From 0 to 1; 0 when nothing is due."""
        return self.unresolved / self.due if self.due else 0.0

    def share(self, *verdicts: Verdict) -> tuple[float, float] | None:
        """The least and the most that the share of `verdicts` among those due can be, 0 to 1.

        None when nothing is due: there is no rate then.
        """
        if not self.due:
            return None
        counted = sum(self.counts[verdict] for verdict in verdicts)
        return counted / self.due, (counted + self.unresolved) / self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class LateClass:
    """Late reports of a class of days: `at_least` to `at_most`, open above when None."""

    at_least: int
    at_most: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One agency over the years."""

    agency: AgencyId
    name: str
    verdicts: Mapping[int, VerdictRecord]
    """By reporting year; a year without an obligation is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who published, by year, level and region."""

    years: tuple[int, ...]
    by_year: Mapping[int, Tally]
    by_level: Mapping[tuple[Level, int], Tally]
    by_region: Mapping[tuple[RegionCode, int], Tally]
    """Provinces (`410000`) and prefectures (`410300`) with all that lies in them."""
    late: tuple[LateClass, ...]
    rows: tuple[MatrixRow, ...]


def coverage(records: Sequence[VerdictRecord], registry: Registry) -> Coverage:
    """Agencies that have left the registry are in the matrix and the years, in no region."""
    listed = [(record, registry.get(record.agency)) for record in records]
    known = [(record, agency) for record, agency in listed if agency is not None]
    return Coverage(
        years=tuple(sorted({record.reporting_year for record in records})),
        by_year=_tallies(records, lambda record: [record.reporting_year]),
        by_level=_tallies(known, lambda pair: [(pair[1].level, pair[0].reporting_year)]),
        by_region=_tallies(
            known, lambda pair: [(code, pair[0].reporting_year) for code in _regions(pair[1])]
        ),
        late=late_classes(records),
        rows=tuple(_rows(records)),
    )


def days_late(record: VerdictRecord) -> tuple[int, int] | None:
    """At least and at most so many days after the due date; None when it was not late.

    At least: from the last look that did not find it, or the date that the agency itself shows.
    At most: from the first look that did.
    """
    if record.verdict is not Verdict.LATE or record.due is None or record.first_seen is None:
        return None
    known: list[date] = [record.due]
    if record.last_absent is not None:
        known.append(local_day(record.last_absent))
    if record.declared is not None:
        known.append(record.declared)
    most = (local_day(record.first_seen) - record.due).days
    # A date shown may be no earlier than the day when we saw it: it is a slip then.
    return max(1, min((max(known) - record.due).days, most)), max(1, most)


def late_classes(records: Iterable[VerdictRecord]) -> tuple[LateClass, ...]:
    """The late reports by the days they were late at least; empty classes too."""
    days = [late[0] for record in records if (late := days_late(record))]
    starts = (1, *(step + 1 for step in LATE_STEPS))
    ends: tuple[int | None, ...] = (*LATE_STEPS, None)
    return tuple(
        LateClass(
            at_least=start,
            at_most=end,
            count=sum(start <= day and (end is None or day <= end) for day in days),
        )
        for start, end in zip(starts, ends, strict=True)
    )


Item = TypeVar("Item", VerdictRecord, tuple[VerdictRecord, Agency])


def _tallies(items: Iterable[Item], keys: Callable[[Item], Iterable[Key]]) -> Mapping[Key, Tally]:
    grouped: dict[Key, list[VerdictRecord]] = defaultdict(list)
    for item in items:
        record = item if isinstance(item, VerdictRecord) else item[0]
        for key in keys(item):
            grouped[key].append(record)
    ordered = sorted(grouped.items(), key=lambda pair: _order(pair[0]))
    return {key: Tally.of(records) for key, records in ordered}


def _order(key: object) -> tuple[object, ...]:
    """Levels from the top down, regions by code, years in their order."""
    parts = key if isinstance(key, tuple) else (key,)
    levels = list(Level)
    return tuple(levels.index(part) if isinstance(part, Level) else part for part in parts)


def _regions(agency: Agency) -> Iterator[RegionCode]:
    """The province and the prefecture that an agency lies in; none for central ones."""
    code = agency.region
    if code.startswith("00"):
        return
    yield RegionCode(f"{code[:2]}0000")
    if code[2:4] != "00":
        yield RegionCode(f"{code[:4]}00")


def _rows(records: Iterable[VerdictRecord]) -> Iterator[MatrixRow]:
    by_agency: dict[AgencyId, dict[int, VerdictRecord]] = {}
    for record in records:
        by_agency.setdefault(record.agency, {})[record.reporting_year] = record
    for agency, verdicts in by_agency.items():
        latest = verdicts[max(verdicts)]
        yield MatrixRow(agency=agency, name=latest.agency_name, verdicts=verdicts)
