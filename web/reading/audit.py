"""The audit page: how much of a year was published, where, how late, and what could not be seen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.coverage import LateClass, Tally, late_classes
from model.agency import Level
from model.ids import RegionCode
from model.text import Text
from model.verdict import Reason, Verdict
from model.words import LEVELS
from storage.database import Cell, Database, Grouping, StoredVerdict, Strip, VerdictFilter
from storage.database.audited import Counts
from web.reading.scope import Scope

ROWS = 60
"""Agencies of the matrix on one page."""
_STEPS = ((2, Grouping.PREFECTURE), (4, Grouping.REGION))
"""What is below a region, by the digits of its code that tell it apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Obligations that belong together, and what leads to them alone."""

    name: Text
    code: str
    tally: Tally
    query: Mapping[str, object]
    within: bool
    """Whether there is more to see below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often something was found, and what leads there."""

    key: str
    count: int
    query: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A region that the one looked at lies in."""

    name: Text
    query: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    scope: Scope
    years: tuple[int, ...]
    """Those that were audited, oldest first."""
    audited: datetime
    crumbs: tuple[Crumb, ...]
    """From everywhere down to the region looked at."""
    tally: Tally
    regions: tuple[Group, ...]
    levels: tuple[Group, ...]
    late: tuple[LateClass, ...]
    reasons: tuple[tuple[Reason, Counted], ...]
    """Why it could not be told, the commonest first."""
    rows: tuple[Strip, ...]
    next: str | None
    """Cursor of the matrix's next page."""


def audit_view(
    database: Database,
    scope: Scope,
    names: Mapping[RegionCode, str],
    *,
    years: Sequence[int],
    audited: datetime,
    after: str | None,
) -> AuditView:
    """Raises UsageError when `after` is no cursor."""
    matrix = database.matrix(_strips(scope, years), limit=ROWS, after=after)
    return AuditView(
        scope=scope,
        years=tuple(years),
        audited=audited,
        crumbs=tuple(_crumbs(scope, names)),
        tally=_tally(database.count_verdicts(scope.place, by=(Grouping.VERDICT,)), ()),
        regions=tuple(_regions(database, scope, names)),
        levels=tuple(_levels(database, scope)),
        late=late_classes(one.record for one in _late(database, scope)),
        reasons=tuple(_reasons(database, scope)),
        rows=matrix.items,
        next=matrix.after,
    )


def cells_of(strip: Strip, years: Sequence[int]) -> list[tuple[int, Cell | None]]:
    """A cell for every year, whether something was owed or not."""
    return [(year, strip.cells.get(year)) for year in years]


def late_words(one: LateClass) -> Text:
    if one.at_most is None:
        return Text(f"{one.at_least} 天以上", f"{one.at_least} days or more")
    return Text(f"{one.at_least}–{one.at_most} 天", f"{one.at_least}–{one.at_most} days")


def _strips(scope: Scope, years: Sequence[int]) -> VerdictFilter:
    """The agencies picked by what was found for the year, or all that owed for any year shown."""
    if scope.verdict or scope.reason:
        return scope.picked
    return VerdictFilter(
        years=(years[0], years[-1]), region=scope.place.region, level=scope.place.level
    )


def _late(database: Database, scope: Scope) -> Iterator[StoredVerdict]:
    place = scope.place
    return database.each_verdict(
        VerdictFilter(
            years=place.years, region=place.region, level=place.level, verdicts=(Verdict.LATE,)
        )
    )


def _tally(counts: Counts, group: tuple[str | int | None, ...]) -> Tally:
    """Of counts whose last grouping is the verdict."""
    return Tally(counts={verdict: counts.get((*group, verdict.value), 0) for verdict in Verdict})


def _groups(counts: Counts) -> list[str]:
    return sorted({str(key[0]) for key in counts if key[0] is not None})


def _regions(database: Database, scope: Scope, names: Mapping[RegionCode, str]) -> Iterator[Group]:
    grouping, within = _below(scope.region)
    if grouping is None:
        return
    counts = database.count_verdicts(scope.place, by=(grouping, Grouping.VERDICT))
    for prefix in _groups(counts):
        code = prefix.ljust(6, "0")
        name = _place(code, names)
        yield Group(
            name=Text(name, name),
            code=code,
            tally=_tally(counts, (prefix,)),
            query=scope.query(region=code),
            within=within and code != scope.region,
        )


def _below(region: str) -> tuple[Grouping | None, bool]:
    """What a region is divided by, and whether those are divided in turn."""
    if not region:
        return Grouping.PROVINCE, True
    for digits, grouping in _STEPS:
        if region[digits:].strip("0") == "":
            return grouping, grouping is Grouping.PREFECTURE
    return None, False


def _levels(database: Database, scope: Scope) -> Iterator[Group]:
    counts = database.count_verdicts(scope.place, by=(Grouping.LEVEL, Grouping.VERDICT))
    found = set(_groups(counts))
    for level in Level:
        if level.value in found:
            yield Group(
                name=LEVELS[level],
                code=level.value,
                tally=_tally(counts, (level.value,)),
                query=scope.query(level=None if scope.level is level else level),
                within=scope.level is not level,
            )


def _reasons(database: Database, scope: Scope) -> Iterator[tuple[Reason, Counted]]:
    counts = database.count_verdicts(scope.place, by=(Grouping.REASON,))
    found = {str(key[0]): count for key, count in counts.items() if key[0] is not None}
    for value in sorted(found, key=lambda one: (-found[one], one)):
        reason = Reason(value)
        yield (
            reason,
            Counted(
                key=value,
                count=found[value],
                query=scope.query(verdict=Verdict.UNOBSERVABLE, reason=reason),
            ),
        )


def _crumbs(scope: Scope, names: Mapping[RegionCode, str]) -> Iterator[Crumb]:
    yield Crumb(name=Text("全部地区", "All regions"), query=scope.query(region=""))
    codes = dict.fromkeys(scope.region[:digits].ljust(6, "0") for digits in (2, 4, 6))
    for code in codes if scope.region else ():
        name = _place(code, names)
        yield Crumb(name=Text(name, name), query=scope.query(region=code))


def _place(code: str, names: Mapping[RegionCode, str]) -> str:
    return names.get(RegionCode(code), code)
