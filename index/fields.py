"""The fields of the query language: their names, and what their values may be."""

import re
from collections.abc import Callable, Mapping

from index.lexer import Token, query_error
from index.query import Condition, HasSection, InRegion, InYears, OfAgency, OfLevel, WithVerdict
from model.agency import Level
from model.errors import SearchError
from model.form import SectionId
from model.text import Text
from model.verdict import Verdict

_NAMES = {
    "year": "year",
    "年份": "year",
    "年度": "year",
    "region": "region",
    "地区": "region",
    "level": "level",
    "层级": "level",
    "agency": "agency",
    "机关": "agency",
    "section": "section",
    "部分": "section",
    "verdict": "verdict",
    "结论": "verdict",
}
_LEVELS = {level.value: level.value for level in Level} | {
    "中央": Level.CENTRAL.value,
    "省级": Level.PROVINCE.value,
    "市级": Level.PREFECTURE.value,
    "地级": Level.PREFECTURE.value,
    "县级": Level.COUNTY.value,
    "乡级": Level.TOWNSHIP.value,
    "乡镇": Level.TOWNSHIP.value,
}
_SECTIONS = {section.value: section.value for section in SectionId} | {
    "总体情况": SectionId.OVERVIEW.value,
    "主动公开": SectionId.PROACTIVE.value,
    "依申请公开": SectionId.APPLICATIONS.value,
    "行政复议": SectionId.REMEDIES.value,
    "行政诉讼": SectionId.REMEDIES.value,
    "问题": SectionId.PROBLEMS.value,
    "其他事项": SectionId.OTHER_MATTERS.value,
}
_VERDICTS = {verdict.value: verdict.value for verdict in Verdict}
_YEARS = re.compile(r"(\d{4})|(\d{4})?\.\.(\d{4})?", re.ASCII)


def field_condition(text: str, token: Token) -> Condition:
    """Raises SearchError for an unknown field and for a value that the field does not take."""
    name = _NAMES.get(token.field)
    if name is None:
        raise query_error(
            text,
            token.column,
            f"没有名为“{token.field}”的字段",
            f"there is no field named {token.field!r}",
            Text(
                "可用字段：year、region、level、agency、section、verdict；"
                "要查冒号两边的文字，请加引号",
                "fields: year, region, level, agency, section, verdict;"
                " quote the words to search for them with their colon",
            ),
        )
    if not token.value:
        raise query_error(
            text,
            token.column,
            f"字段 {name} 没有值",
            f"the field {name} has no value",
            Text(
                f"把值紧接在冒号后面，例如 {_EXAMPLES[name]}",
                f"put the value right after the colon: {_EXAMPLES[name]}",
            ),
        )
    return _READERS[name](text, token)


def _year(text: str, token: Token) -> Condition:
    match = _YEARS.fullmatch(token.value)
    if match is None or token.value == "..":
        raise _bad_value(text, token, ("2024", "2020..2024", "2020..", "..2024"))
    if match[1]:
        return InYears(int(match[1]), int(match[1]))
    first, last = (int(year) if year else None for year in match.group(2, 3))
    if first and last and first > last:
        raise _bad_value(text, token, (f"{last}..{first}",))
    return InYears(first, last)


def _one_of(
    values: Mapping[str, str], make: Callable[[str], Condition]
) -> Callable[[str, Token], Condition]:
    def read(text: str, token: Token) -> Condition:
        value = values.get(token.value.casefold())
        if value is None:
            raise _bad_value(text, token, values)
        return make(value)

    return read


def _bad_value(
    text: str, token: Token, allowed: Mapping[str, str] | tuple[str, ...]
) -> SearchError:
    return query_error(
        text,
        token.column,
        f"字段 {token.field} 不能取值“{token.value}”",
        f"the field {token.field} cannot be {token.value!r}",
        Text(f"可以写：{'、'.join(allowed)}", f"it can be: {', '.join(allowed)}"),
    )


_EXAMPLES = {
    "year": "year:2024",
    "region": "region:410300",
    "level": "level:county",
    "agency": "agency:民政局",
    "section": "section:problems",
    "verdict": "verdict:late",
}
_READERS: Mapping[str, Callable[[str, Token], Condition]] = {
    "year": _year,
    "region": lambda _text, token: InRegion(token.value),
    "level": _one_of(_LEVELS, OfLevel),
    "agency": lambda _text, token: OfAgency(token.value),
    "section": _one_of(_SECTIONS, HasSection),
    "verdict": _one_of(_VERDICTS, WithVerdict),
}
