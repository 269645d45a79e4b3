"""The audit page: how much of a year was published, where, how late, and what could not be seen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audit.coverage import LateClass, Tally, late_classes
from model.agency import Level
from model.ids import RegionCode
from model.text import Text
from model.verdict import Reason, Verdict
from model.words import LEVELS
from storage.database import Cell, Database, Grouping, Strip, VerdictFilter
from storage.database.audited import Counts
from web.keeping import until_written
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

    @property
    def columns(self) -> tuple[int, ...]:
        """Years of the matrix: only the one looked at where its agencies are picked by it."""
        return (self.scope.year,) if self.scope.verdict or self.scope.reason else self.years


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
    wanted = _strips(scope)
    matrix = until_written(
        database,
        ("matrix", wanted, after),
        lambda: database.matrix(wanted, limit=ROWS, after=after),
    )
    found = until_written(database, ("audit", scope.place), lambda: _found(database, scope))
    return AuditView(
        scope=scope,
        years=tuple(years),
        audited=audited,
        crumbs=tuple(_crumbs(scope, names)),
        tally=_tally(found.by(_VERDICT), ()),
        regions=tuple(_regions(found, scope, names)),
        levels=tuple(_levels(found, scope)),
        late=found.late,
        reasons=tuple(_reasons(found, scope)),
        rows=matrix.items,
        next=matrix.after,
    )


def newest_seen(counts: Counts, years: Sequence[int]) -> int:
    """The last year of which anything was seen, else the last one: a year whose reports nobody has
    looked for yet tells a reader nothing. `counts` are by year and verdict.
    """
    unseen = {Verdict.UNOBSERVABLE.value, Verdict.NOT_DUE.value}
    seen = {year for (year, verdict), count in counts.items() if count and verdict not in unseen}
    return max((year for year in years if year in seen), default=years[-1] if years else 0)


def cells_of(strip: Strip, years: Sequence[int]) -> list[tuple[int, Cell | None]]:
    """A cell for every year, whether something was owed or not."""
    return [(year, strip.cells.get(year)) for year in years]


def late_words(one: LateClass) -> Text:
    if one.at_most is None:
        return Text(f"{one.at_least} 天以上", f"{one.at_least} days or more")
    return Text(f"{one.at_least}–{one.at_most} 天", f"{one.at_least}–{one.at_most} days")


def _strips(scope: Scope) -> VerdictFilter:
    """The agencies picked by what was found for the year, or all that owed for any year."""
    if scope.verdict or scope.reason:
        return scope.picked
    return VerdictFilter(region=scope.place.region, level=scope.place.level)


_PLACE, _LEVEL, _VERDICT, _REASON = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Of a place, a level and a year: what the database says, asked once for all that is shown."""

    divided: str
    """The region by whose parts it is counted: the first on the way down that has several."""
    counts: Counts
    """By those parts, by level, verdict and reason."""
    late: tuple[LateClass, ...]

    def by(self, *places: int) -> Counts:
        """Counted by some of the four."""
        summed: Counter[tuple[str | int | None, ...]] = Counter()
        for key, count in self.counts.items():
            summed[tuple(key[place] for place in places)] += count
        return summed


def _found(database: Database, scope: Scope) -> _Found:
    divided, counts = scope.region, _counted(database, scope, scope.region)
    while _below(divided)[1] and len(parts := _groups(counts)) == 1:
        divided = parts[0].ljust(6, "0")
        counts = _counted(database, scope, divided)
    late = replace(scope.place, verdicts=(Verdict.LATE,))
    return _Found(
        divided=divided,
        counts=counts,
        late=late_classes(one.record for one in database.each_verdict(late)),
    )


def _counted(database: Database, scope: Scope, divided: str) -> Counts:
    below, _ = _below(divided)
    by = (below or Grouping.REGION, Grouping.LEVEL, Grouping.VERDICT, Grouping.REASON)
    return database.count_verdicts(scope.place, by=by)


def _tally(counts: Counts, group: tuple[str | int | None, ...]) -> Tally:
    """Of counts whose last grouping is the verdict."""
    return Tally(counts={verdict: counts.get((*group, verdict.value), 0) for verdict in Verdict})


def _groups(counts: Counts) -> list[str]:
    return sorted({str(key[0]) for key in counts if key[0] is not None})


def _regions(found: _Found, scope: Scope, names: Mapping[RegionCode, str]) -> Iterator[Group]:
    if _below(found.divided)[0] is None:
        return
    counts = found.by(_PLACE, _VERDICT)
    for prefix in _groups(counts):
        code = prefix.ljust(6, "0")
        name = _place(code, names)
        own = code == found.divided
        yield Group(
            name=Text(f"{name.zh}（本级）", f"{name.en} (its own bodies)") if own else name,
            code=code,
            tally=_tally(counts, (prefix,)),
            query=scope.query(region=code),
            within=not own,
        )


def _below(region: str) -> tuple[Grouping | None, bool]:
    """What a region is divided by, and whether those are divided in turn."""
    if not region:
        return Grouping.PROVINCE, True
    for digits, grouping in _STEPS:
        if region[digits:].strip("0") == "":
            return grouping, grouping is Grouping.PREFECTURE
    return None, False


def _levels(found: _Found, scope: Scope) -> Iterator[Group]:
    counts = found.by(_LEVEL, _VERDICT)
    known = set(_groups(counts))
    for level in Level:
        if level.value in known:
            yield Group(
                name=LEVELS[level],
                code=level.value,
                tally=_tally(counts, (level.value,)),
                query=scope.query(level=None if scope.level is level else level),
                within=scope.level is not level,
            )


def _reasons(found: _Found, scope: Scope) -> Iterator[tuple[Reason, Counted]]:
    counts = {str(key[0]): count for key, count in found.by(_REASON).items() if key[0] is not None}
    for value in sorted(counts, key=lambda one: (-counts[one], one)):
        reason = Reason(value)
        yield (
            reason,
            Counted(
                key=value,
                count=counts[value],
                query=scope.query(verdict=Verdict.UNOBSERVABLE, reason=reason),
            ),
        )


def _crumbs(scope: Scope, names: Mapping[RegionCode, str]) -> Iterator[Crumb]:
    yield Crumb(name=Text("全部地区", "All regions"), query=scope.query(region=""))
    codes = dict.fromkeys(scope.region[:digits].ljust(6, "0") for digits in (2, 4, 6))
    for code in codes if scope.region else ():
        yield Crumb(name=_place(code, names), query=scope.query(region=code))


def _place(code: str, names: Mapping[RegionCode, str]) -> Text:
    name = names.get(RegionCode(code))
    return Text(name, name) if name else Text(f"代码 {code}", f"code {code}")
