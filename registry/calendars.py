"""Local calendars: deadlines that a place ordered for a level and a year, before the statute's.

Shipped ones stand in `data/calendars.csv`, each with its source; a user's own file has the same
columns: `region,level,kind,first_year,last_year,due,basis,source`. A row holds for its division and
all below it; an empty `level` or `kind` means all, no first year 2019, no last year for good; `due`
is MM-DD of the year after the reporting year.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from model.agency import Agency, Kind, Level, OrderedDay, Registry
from model.errors import Problem, RegistryError
from model.text import Text
from registry import fields
from registry.fields import WrongCellError
from registry.regions import contains, load_regions, read_text

COLUMNS = ("region", "level", "kind", "first_year", "last_year", "due", "basis", "source")
_FIRST, _LAST = 2008, 2999
_FIRST_OPEN = 2019
"""A standing order without years is one under the text of 2019."""
Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDeadline:
    region: str
    level: Level | None
    kind: Kind | None
    first_year: int
    last_year: int
    """Reporting years, both included."""
    due: tuple[int, int]
    basis: str
    source: str

    def concerns(self, agency: Agency) -> bool:
        return (
            contains(self.region, agency.region)
            and self.level in (None, agency.level)
            and self.kind in (None, agency.kind)
        )

    @property
    def closeness(self) -> tuple[int, bool, bool, int]:
        """The nearest order counts: of the smallest division, then the one that says most."""
        return (
            len(self.region.rstrip("0")),
            self.level is not None,
            self.kind is not None,
            self.first_year - self.last_year,
        )


Calendar = Sequence[LocalDeadline]


def ordered_days(calendar: Calendar, agency: Agency) -> tuple[OrderedDay, ...]:
    """What a calendar says of one agency, the nearest order first."""
    fitting = [each for each in calendar if each.concerns(agency)]
    return tuple(
        OrderedDay(
            first_year=each.first_year,
            last_year=each.last_year,
            due=each.due,
            basis=each.basis,
            source=each.source,
        )
        for each in sorted(fitting, key=lambda each: each.closeness, reverse=True)
    )


def with_calendar(registry: Registry, calendar: Calendar) -> Registry:
    """The registry with the orders of a calendar at the agencies that they concern."""
    agencies = (
        replace(agency, ordered=ordered_days(calendar, agency)) for agency in registry.agencies
    )
    return Registry(agencies=tuple(agencies))


@cache
def shipped_calendar() -> Calendar:
    return read_calendar(read_text("calendars.csv"), "calendars.csv")


def read_calendar(text: str, source: str) -> Calendar:
    """Raises: RegistryError with every problem of the file."""
    problems: list[Problem] = []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        what = Text(f"缺少列：{','.join(missing)}", f"columns are missing: {','.join(missing)}")
        remedy = Text(f"表头写作：{','.join(COLUMNS)}", f"write the header as: {','.join(COLUMNS)}")
        raise RegistryError(source, what, remedy)
    found = [
        _Row(source, reader.line_num, row, problems).deadline()
        for row in reader
        if any(cell for cell in row.values())
    ]
    deadlines = [deadline for deadline in found if deadline is not None]
    problems.extend(_twins(deadlines, source))
    if problems:
        raise RegistryError(
            source,
            Text(
                f"历法文件有 {len(problems)} 处问题", f"the calendar has {len(problems)} problems"
            ),
            Text("全部改正后再用", "correct them all"),
            problems=problems,
        )
    return tuple(deadlines)


def _twins(deadlines: Sequence[LocalDeadline], source: str) -> Iterator[Problem]:
    """Two orders for the same bodies in the same year cannot both hold."""
    for place, one in enumerate(deadlines):
        for other in deadlines[place + 1 :]:
            same = (one.region, one.level, one.kind) == (other.region, other.level, other.kind)
            overlap = one.first_year <= other.last_year and other.first_year <= one.last_year
            if same and overlap and one.due != other.due:
                yield Problem(
                    source=source,
                    field="due",
                    what=Text(
                        f"{one.region} 的同类机关同一年度有两个期限：{one.due}、{other.due}",
                        f"two deadlines for the same bodies of {one.region} in one year: "
                        f"{one.due}, {other.due}",
                    ),
                    remedy=Text("只留一个", "keep one of them"),
                )


class _Row:
    def __init__(
        self, source: str, line: int, cells: dict[str, str], problems: list[Problem]
    ) -> None:
        self._source, self._line, self._cells, self._problems = source, line, cells, problems

    def deadline(self) -> LocalDeadline | None:
        before = len(self._problems)
        region = self._take("region", _as_region)
        due = self._take("due", fields.as_due)
        basis, origin = self._take("basis", str), self._take("source", str)
        level = self._take("level", lambda cell: fields.as_choice(cell, Level), needed=False)
        kind = self._take("kind", lambda cell: fields.as_choice(cell, Kind), needed=False)
        first = self._take("first_year", _as_year, needed=False) or _FIRST_OPEN
        last = self._take("last_year", _as_year, needed=False) or _LAST
        if len(self._problems) > before or not (region and due and basis and origin):
            return None
        return LocalDeadline(
            region=region,
            level=level,
            kind=kind,
            first_year=first,
            last_year=last,
            due=due,
            basis=basis,
            source=origin,
        )

    def _take(
        self, field: str, parse: Callable[[str], Parsed], *, needed: bool = True
    ) -> Parsed | None:
        cell = (self._cells.get(field) or "").strip()
        if not cell:
            if needed:
                self._wrong(
                    field, Text("没有填写", "is empty"), Text("此项必填", "must be filled in")
                )
            return None
        try:
            return parse(cell)
        except WrongCellError as error:
            self._wrong(field, error.what, error.remedy)
            return None

    def _wrong(self, field: str, what: Text, remedy: Text) -> None:
        self._problems.append(
            Problem(source=self._source, line=self._line, field=field, what=what, remedy=remedy)
        )


def _as_region(cell: str) -> str:
    code = fields.as_region(cell)
    if not load_regions().knows(code):
        raise WrongCellError(
            Text(f"没有区划代码 {code}", f"there is no division {code}"),
            Text("核对代码", "check the code"),
        )
    return code


def _as_year(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and _FIRST <= int(cell) <= _LAST):
        raise WrongCellError(
            Text(f"“{cell}”不是报告年度", f"“{cell}” is no reporting year"),
            Text("写 2008 起的四位年份", "write four digits, from 2008 on"),
        )
    return int(cell)
