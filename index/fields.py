"""The fields of the query language: their names, and what their values may be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from index.canonical import canonical, has_content
from index.query import (
    AnyOf,
    Condition,
    HasSection,
    InRegion,
    InTitle,
    InYears,
    OfAgency,
    OfForm,
    OfKind,
    OfLevel,
    OneOf,
    WithFinding,
    WithReason,
    WithVerdict,
)
from index.syntax import query_error
from index.vocabulary import Vocabulary
from model.agency import Kind, Level
from model.errors import SearchError
from model.form import SectionId
from model.ids import ReportId
from model.text import Text
from model.verdict import Reason, Verdict

NAMES: Mapping[str, tuple[str, ...]] = {
    "year": ("年份", "年度"),
    "region": ("地区", "区划"),
    "level": ("层级", "级别"),
    "kind": ("类别", "类型"),
    "agency": ("机关", "单位"),
    "title": ("标题",),
    "section": ("部分",),
    "form": ("格式", "表式"),
    "verdict": ("结论",),
    "reason": ("原因",),
    "finding": ("发现",),
    "report": ("报告",),
}
"""Every field, and its Chinese names."""
_FIELD_OF = {name: field for field, names in NAMES.items() for name in (field, *names)}
_LEVELS = {level.value: level.value for level in Level} | {
    "中央": Level.CENTRAL.value,
    "省级": Level.PROVINCE.value,
    "市级": Level.PREFECTURE.value,
    "地级": Level.PREFECTURE.value,
    "县级": Level.COUNTY.value,
    "乡级": Level.TOWNSHIP.value,
    "乡镇": Level.TOWNSHIP.value,
}
_KINDS = {kind.value: kind.value for kind in Kind} | {
    "政府": Kind.GOVERNMENT.value,
    "办公室": Kind.OFFICE.value,
    "部门": Kind.DEPARTMENT.value,
    "派出机构": Kind.BRANCH.value,
    "事业单位": Kind.INSTITUTION.value,
}
OUTSIDE = "other"
"""What stands outside the six sections is indexed under: a preface, an old report without parts."""
_SECTIONS = {section.value: section.value for section in SectionId} | {
    "总体情况": SectionId.OVERVIEW.value,
    "主动公开": SectionId.PROACTIVE.value,
    "依申请公开": SectionId.APPLICATIONS.value,
    "行政复议": SectionId.REMEDIES.value,
    "行政诉讼": SectionId.REMEDIES.value,
    "问题": SectionId.PROBLEMS.value,
    "其他事项": SectionId.OTHER_MATTERS.value,
    OUTSIDE: OUTSIDE,
    "章节以外": OUTSIDE,
}
_VERDICTS = {verdict.value: verdict.value for verdict in Verdict} | {
    "按时": Verdict.PUBLISHED.value,
    "逾期": Verdict.LATE.value,
}
_REASONS = {reason.value: reason.value for reason in Reason}
_YEARS = re.compile(r"(\d{4})|(\d{4})?\.\.(\d{4})?", re.ASCII)
_RULE = re.compile(r"\*|[a-z_]+(?:\.[a-z_]+)*(?:\.?\*)?", re.ASCII)
_REPORT = re.compile(r"[0-9a-f]{12}", re.ASCII)
_FORM = re.compile(r"\d{4}|none", re.ASCII)

_WORDS = frozenset({"agency", "region", "title"})
"""Fields whose values are words to look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field as typed."""

    query: str
    column: int
    name: str
    value: str
    vocabulary: Vocabulary


def field_condition(field: Field) -> Condition:
    """Raises SearchError for an unknown field and for a value that the field does not take."""
    name = _FIELD_OF.get(field.name)
    if name is None:
        raise _no_such_field(field)
    if not field.value or (name in _WORDS and not has_content(canonical(field.value))):
        raise query_error(
            field.query,
            field.column,
            f"字段 {name} 没有值",
            f"the field {name} has no value",
            Text(
                f"把值紧接在冒号后面，例如 {_EXAMPLES[name]}",
                f"put the value right after the colon: {_EXAMPLES[name]}",
            ),
        )
    return _READERS[name](field)


def _no_such_field(field: Field) -> SearchError:
    near = get_close_matches(field.name, _FIELD_OF, n=1, cutoff=0.6)
    fields = ", ".join(NAMES)
    return query_error(
        field.query,
        field.column,
        f"没有名为“{field.name}”的字段" + (f"，是否指 {near[0]}:" if near else ""),
        f"there is no field named {field.name!r}" + (f"; did you mean {near[0]}:" if near else ""),
        Text(
            f"可用字段：{fields}；要查冒号两边的文字，请加引号",
            f"fields: {fields}; quote the words to search for them with their colon",
        ),
    )


def _each(read: Callable[[Field, str], Condition]) -> Callable[[Field], Condition]:
    """Several values with commas between them are one of them."""

    def of_any(field: Field) -> Condition:
        values = [value.strip() for value in re.split(r"[,、|]", field.value)]
        found = tuple(dict.fromkeys(read(field, value) for value in values if value))
        return found[0] if len(found) == 1 else AnyOf(found)

    return of_any


def _year(field: Field, value: str) -> Condition:
    match = _YEARS.fullmatch(value)
    if match is None or value == "..":
        raise bad_value(field, value, ("2024", "2020..2024", "2020..", "..2024"))
    if match[1]:
        return InYears(int(match[1]), int(match[1]))
    first, last = (int(year) if year else None for year in match.group(2, 3))
    if first and last and first > last:
        raise bad_value(field, value, (f"{last}..{first}",))
    return InYears(first, last)


def _one_of(
    values: Mapping[str, str], make: Callable[[str], Condition]
) -> Callable[[Field], Condition]:
    def read(field: Field, value: str) -> Condition:
        found = values.get(value.casefold())
        if found is None:
            raise bad_value(field, value, tuple(values))
        return make(found)

    return _each(read)


def _finding(field: Field, value: str) -> Condition:
    value = value.casefold()
    rules = field.vocabulary.rules
    start = value.removesuffix("*")
    known = not rules or (
        any(rule.startswith(start) for rule in rules) if value.endswith("*") else value in rules
    )
    if not _RULE.fullmatch(value) or not known:
        near = get_close_matches(value, rules, n=5, cutoff=0.4)
        families = tuple(dict.fromkeys(f"{rule.partition('.')[0]}.*" for rule in rules))
        raise bad_value(field, value, (*near, *families) or ("applications.*",))
    return WithFinding(value)


def _report(field: Field) -> Condition:
    ids = [value.strip() for value in re.split(r"[,、|]", field.value)]
    for value in ids:
        if not _REPORT.fullmatch(value):
            raise bad_value(field, value, ("0a1b2c3d4e5f",))
    return OneOf(frozenset(map(ReportId, ids)))


def _form(field: Field, value: str) -> Condition:
    known = field.vocabulary.forms
    if not _FORM.fullmatch(value) or (known and value not in (*known, "none")):
        raise bad_value(field, value, (*(known or ("2019", "2021")), "none"))
    return OfForm(value)


def bad_value(field: Field, value: str, allowed: tuple[str, ...]) -> SearchError:
    return query_error(
        field.query,
        field.column,
        f"字段 {field.name} 不能取值“{value}”",
        f"the field {field.name} cannot be {value!r}",
        Text(f"可以写：{'、'.join(allowed)}", f"it can be: {', '.join(allowed)}"),
    )


_EXAMPLES = {
    "year": "year:2024",
    "region": "region:410300",
    "level": "level:county",
    "kind": "kind:department",
    "agency": "agency:民政局",
    "title": "title:年度报告",
    "section": "section:problems",
    "form": "form:2021",
    "verdict": "verdict:late",
    "reason": "reason:blocked",
    "finding": "finding:applications.*",
    "report": "report:0a1b2c3d4e5f",
}
_READERS: Mapping[str, Callable[[Field], Condition]] = {
    "year": _each(_year),
    "region": _each(lambda _field, value: InRegion(value)),
    "level": _one_of(_LEVELS, OfLevel),
    "kind": _one_of(_KINDS, OfKind),
    "agency": lambda field: OfAgency(field.value),
    "title": lambda field: InTitle(field.value),
    "section": _one_of(_SECTIONS, HasSection),
    "form": _each(_form),
    "verdict": _one_of(_VERDICTS, WithVerdict),
    "reason": _one_of(_REASONS, WithReason),
    "finding": _each(_finding),
    "report": _report,
}
