"""What a list is narrowed to, as addresses and command lines say it → `Filters`.

One vocabulary for the API, the feeds and the exports: `year=2020..2024`, `region=410000`, ...
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from model.agency import Kind, Level
from model.errors import Problem, UsageError
from model.finding import Certainty, Severity
from model.report import MeasureState
from model.text import Text
from model.verdict import Reason, Verdict
from storage.database import Decided, Filters

_CHINA = ZoneInfo("Asia/Shanghai")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
VERSIONS = ("current", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in addresses, the field of `Filters`, and how the one becomes the other."""

    name: str
    field: str
    read: Callable[[str], Any]
    """Raises ValueError."""
    expected: Text
    about: Text
    schema: Mapping[str, Any]
    """JSON Schema of a value: whatever it admits can be read."""

    @property
    def many(self) -> bool:
        """Whether it may be given more than once."""
        return self.field == "measures"


def names_for(fields: Iterable[str]) -> tuple[Name, ...]:
    """The names for these fields of `Filters`."""
    wanted = frozenset(fields)
    return tuple(one for one in NAMES if one.field in wanted)


def filters_from(given: Mapping[str, Sequence[str]], allowed: Iterable[str]) -> Filters:
    """The filters among what a form or a command line says; other names are passed over.

    `allowed` are fields of `Filters`: a filter that says nothing about the rows is a mistake. What
    is left empty leaves a side open. Raises: UsageError with every problem at once.
    """
    kept = {name: [text.strip() for text in texts if text.strip()] for name, texts in given.items()}
    filters, problems = read_filters(kept, allowed)
    if problems:
        raise cannot(problems)
    return filters


def read_filters(
    given: Mapping[str, Sequence[str]], allowed: Iterable[str], *, once: bool = False
) -> tuple[Filters, tuple[Problem, ...]]:
    """The filters, and everything that is wrong; `once`: a name is given once, or is meant to."""
    fields = frozenset(allowed)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in NAMES:
        texts = given.get(name.name, ())
        if not texts:
            continue
        if name.field not in fields:
            problems.append(_of_no_use(name, fields))
        elif once and len(texts) > 1 and not name.many:
            problems.append(_twice(name))
        else:
            try:
                values[name.field] = _read(name, texts)
            except ValueError:
                problems.append(_unfit(name, texts[-1]))
    return Filters(**values), tuple(problems)


def _read(name: Name, texts: Sequence[str]) -> Any:
    if name.many:
        return tuple(map(name.read, texts))
    return name.read(texts[-1])


def query_of(filters: Filters) -> dict[str, str | list[str]]:
    """The same as an address says it: only what is not left open."""
    said: dict[str, str | list[str]] = {}
    for asked in NAMES:
        value = getattr(filters, asked.field)
        if value == getattr(_OPEN, asked.field):
            continue
        said[asked.name] = _said(asked.field, value)
    return said


def read_years(text: str) -> tuple[int, int]:
    """`2024` or `2020..2024`, whichever way round. Raises ValueError."""
    first, _, last = text.partition("..")
    years = sorted((_year(first), _year(last or first)))
    return years[0], years[1]


def read_moment(text: str) -> datetime:
    """RFC 3339; a day begins in China. Raises ValueError."""
    if len(text) == 10:
        return datetime.combine(_day(text), time(), tzinfo=_CHINA)
    # A `+` that was not quoted in an address arrives as a blank.
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_CHINA)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(text)
    return moment


def read_end(text: str) -> datetime:
    """The moment before which something is; of a day, its end in China. Raises ValueError."""
    moment = read_moment(text)
    return moment + timedelta(days=1) if len(text) == 10 else moment


def _year(text: str) -> int:
    if len(text) != 4 or not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    if not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        raise ValueError(text)
    return int(text)


def _region(text: str) -> str:
    if not re.fullmatch(_REGION, text):
        raise ValueError(text)
    return text


def _id(text: str) -> str:
    if not re.fullmatch(_ID, text):
        raise ValueError(text)
    return text


def _day(text: str) -> date:
    if not re.fullmatch(_DAY, text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _versions(text: str) -> bool:
    return VERSIONS.index(text) == 0


def _word(name: str, kind: type[StrEnum], about: Text, *, field: str | None = None) -> Name:
    words = [one.value for one in kind]
    expected = Text(f"应为：{'、'.join(words)}", f"it can be: {', '.join(words)}")
    schema = {"type": "string", "enum": words}
    return Name(
        name=name, field=field or name, read=kind, expected=expected, about=about, schema=schema
    )


def _name(name: str, about: Text, *, field: str | None = None) -> Name:
    expected = Text("写编号：字母、数字和 . _ -", "write an id: letters, digits and . _ -")
    schema = {"type": "string", "pattern": f"^{_ID}$"}
    return Name(
        name=name, field=field or name, read=_id, expected=expected, about=about, schema=schema
    )


def _dated(name: str, about: Text) -> Name:
    return Name(
        name=name,
        field=name,
        read=_day,
        expected=Text("写成 2025-01-31", "write 2025-01-31"),
        about=about,
        schema={"type": "string", "pattern": f"^{_DAY}$"},
    )


def _timed(name: str, read: Callable[[str], datetime], about: Text) -> Name:
    return Name(
        name=name,
        field=name,
        read=read,
        expected=Text(
            "写成 2025-01-31 或 2025-01-31T09:00:00+08:00",
            "write 2025-01-31 or 2025-01-31T09:00:00+08:00",
        ),
        about=about,
        schema={"type": "string", "pattern": f"^{_DAY}(?:T{_TIME})?$"},
    )


_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_REGION = "(?:[0-9]{6}|[A-Za-z\u3400-\u9fff][A-Za-z0-9·\u3400-\u9fff]{0,39})"
_CENTURIES = "(?:19[5-9]|20[0-9])[0-9]"
_YEARS = f"{_CENTURIES}(?:\\.\\.{_CENTURIES})?"
_LEAP_YEARS = "(?:19(?:5[26]|[68][048]|[79][26])|20(?:[02468][048]|[13579][26]))"
_DAY = (
    f"(?:{_CENTURIES}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEARS}-02-29)"
)
"""Every day there is, and no other. Not `format: date` with a pattern beside it: whoever makes
values from the document would make dates of any century and throw nearly all of them away."""
_TIME = (
    "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6})?"
    "(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
)
"""RFC 3339, but for the second that is put in once in some years."""
NAMES: tuple[Name, ...] = (
    Name(
        name="year",
        field="years",
        read=read_years,
        expected=Text("写成 2024 或 2020..2024", "write 2024 or 2020..2024"),
        about=Text(
            "报告年度，或起止两年：2024、2020..2024",
            "Reporting year, or first and last: 2024, 2020..2024",
        ),
        schema={"type": "string", "pattern": f"^{_YEARS}$"},
    ),
    Name(
        name="region",
        field="region",
        read=_region,
        expected=Text(
            "六位区划代码，或名称的一部分", "a division code of six digits, or part of a name"
        ),
        about=Text(
            "区划代码，含其下所有（410000 为全省）；或名称的一部分",
            "Division code with all below it (410000 is the whole province), or part of a name",
        ),
        schema={"type": "string", "pattern": f"^{_REGION}$"},
    ),
    _word("level", Level, Text("机关级别", "Level of the agency")),
    _word("kind", Kind, Text("机关类型", "Kind of agency")),
    _name("agency", Text("机关编号", "Id of the agency")),
    _name("report", Text("报告编号", "Id of the report")),
    _word("verdict", Verdict, Text("结论", "Verdict")),
    _word("reason", Reason, Text("无法判断的原因", "Why it could not be told")),
    _name("rule", Text("检查规则的编号", "Id of the rule: applications.result_sum")),
    _word("severity", Severity, Text("发现的级别", "Severity of the finding")),
    _word("certainty", Certainty, Text("读数是否确定", "Whether our reading is certain")),
    _word(
        "decision", Decided, Text("人工核对的结果", "What a person decided of it"), field="decided"
    ),
    _name(
        "measure",
        Text("单元格编号，可多次给出", "Id of a cell, t3.granted.total; may be given repeatedly"),
        field="measures",
    ),
    _word("state", MeasureState, Text("读取状态", "How the cell was read")),
    _dated(
        "published_from", Text("所示公布日期，自此日", "Shown day of publication, from this day")
    ),
    _dated(
        "published_until", Text("所示公布日期，至此日", "Shown day of publication, until this day")
    ),
    _timed(
        "seen_from",
        read_moment,
        Text("首次见于此时或之后", "First seen by us at this time or later"),
    ),
    _timed(
        "seen_until",
        read_end,
        Text("首次见于此时之前", "First seen by us before this time; of a day, before its end"),
    ),
    Name(
        name="versions",
        field="current",
        read=_versions,
        expected=Text("current 或 all", "current or all"),
        about=Text(
            "只要现行文件，还是连同旧版与副本",
            "Only the documents that stand for a report now (current), or old versions and copies "
            "as well (all)",
        ),
        schema={"type": "string", "enum": list(VERSIONS), "default": VERSIONS[0]},
    ),
)
"""Every filter there is, in the order in which people think of them."""
_OPEN = Filters()


def _said(field: str, value: Any) -> str | list[str]:
    match field:
        case "years":
            first, last = value
            return str(first) if first == last else f"{first}..{last}"
        case "measures":
            return list(value)
        case "current":
            return VERSIONS[0 if value else 1]
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def _unfit(name: Name, text: str) -> Problem:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    return Problem(
        source=f"{name.name}={shown}",
        what=Text("不能取这个值", "is not a value it can have"),
        remedy=name.expected,
    )


def _twice(name: Name) -> Problem:
    return Problem(
        source=name.name,
        what=Text("给出了不止一次", "is given more than once"),
        remedy=Text("只给一次", "give it once"),
    )


def _of_no_use(name: Name, fields: frozenset[str]) -> Problem:
    names = ", ".join(one.name for one in names_for(fields))
    return Problem(
        source=name.name,
        what=Text("不能用来筛选这个表", "is no filter of this table"),
        remedy=Text(f"可用：{names}", f"it has: {names}"),
    )


def cannot(problems: Sequence[Problem]) -> UsageError:
    """One error that tells of every problem."""
    first = problems[0]
    if len(problems) == 1:
        return UsageError(first.source, first.what, first.remedy)
    return UsageError(
        "; ".join(problem.source for problem in problems),
        Text("有几处不成立", "have several problems"),
        Text("逐条改正", "mend each of them"),
        problems=problems,
    )
