"""Whether a document satisfies a condition, decided on its facts and its canonical text.

This is what every engine must agree with: an engine may use it to decide, or be tested against it.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from index.canonical import canonical
from index.layout import AGENCY, TITLE, has_part, part_of
from index.needles import Needle, needle
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    HasSection,
    InRegion,
    InTitle,
    InYears,
    Not,
    OfAgency,
    OfLevel,
    OneOf,
    Phrase,
    Within,
    WithVerdict,
)
from index.values import SearchFilters
from model.errors import SearchError
from model.ids import AgencyId, RegionCode, ReportId
from model.text import Text


class Facts(NamedTuple):
    """What is known of a document beside its text."""

    report: ReportId
    stamp: str
    year: int | None
    region: RegionCode | None
    region_name: str | None
    level: str | None
    agency: AgencyId | None
    verdict: str | None


Predicate = Callable[[Facts, bytes], bool]
"""Takes a document's facts and its laid out text in UTF-8."""


def with_filters(condition: Condition, filters: SearchFilters) -> Condition:
    """The condition and the filters as one: they are decided together."""
    narrowing: list[Condition] = []
    if filters.year is not None:
        narrowing.append(InYears(*filters.year))
    if filters.region is not None:
        narrowing.append(InRegion(filters.region))
    if filters.level is not None:
        narrowing.append(OfLevel(filters.level))
    if filters.agency is not None:
        narrowing.append(OfAgency(filters.agency))
    if filters.verdict is not None:
        narrowing.append(WithVerdict(filters.verdict))
    return AllOf((condition, *narrowing)) if narrowing else condition


def predicate(condition: Condition, section: str | None = None) -> Predicate:
    """A function that decides the condition; its phrases are looked for in `section` alone."""
    found: Predicate
    match condition:
        case Everything():
            found = _anything
        case Phrase(text):
            found = _contains(needle(text), section)
        case InTitle(text):
            found = _contains(needle(text), TITLE)
        case OneOf(reports):
            found = _known(lambda facts: facts.report in reports)
        case HasSection(name):
            found = _has(name)
        case Within(name, inner):
            found = _all((_has(name), predicate(inner, name)))
        case AllOf(conditions):
            found = _all(tuple(predicate(one, section) for one in conditions))
        case AnyOf(conditions):
            found = _any(tuple(predicate(one, section) for one in conditions))
        case Not(inner):
            found = _not(predicate(inner, section))
        case OfAgency(value):
            found = _of_agency(value)
        case InYears() | InRegion() | OfLevel() | WithVerdict():
            found = _known(fact_predicate(condition))
        case _:
            raise unanswered(condition)
    return found


def unanswered(condition: Condition) -> SearchError:
    """A condition came here that the database was to answer first."""
    return SearchError(
        str(condition),
        Text("检索引擎不能回答这一条件", "the search engine cannot answer this condition"),
        Text("通过 nianbao search 检索", "search with nianbao search"),
    )


def fact_predicate(
    condition: InYears | InRegion | OfLevel | WithVerdict,
) -> Callable[[Facts], bool]:
    """The same for conditions that need no text."""
    match condition:
        case InYears(first, last):
            low = first if first is not None else 0
            high = last if last is not None else 9999
            return lambda facts: facts.year is not None and low <= facts.year <= high
        case InRegion(value):
            return _in_region(value)
        case OfLevel(value):
            return lambda facts: facts.level == value
        case WithVerdict(value):
            return lambda facts: facts.verdict == value


def positive_needles(
    condition: Condition, section: str | None = None
) -> tuple[tuple[Needle, str | None], ...]:
    """The phrases that a matching document may contain, each with the section it is bound to."""
    match condition:
        case Phrase(text):
            return ((needle(text), section),)
        case Within(name, inner):
            return positive_needles(inner, name)
        case AllOf(conditions) | AnyOf(conditions):
            found = (pair for one in conditions for pair in positive_needles(one, section))
            return tuple(dict.fromkeys(found))
        case _:
            return ()


def occurrences(sought: Needle, section: str | None, text: bytes) -> int:
    return (text if section is None else part_of(text, section)).count(sought.data)


def _anything(_facts: Facts, _text: bytes) -> bool:
    return True


def _has(section: str) -> Predicate:
    return lambda _facts, text: has_part(text, section)


def _all(parts: tuple[Predicate, ...]) -> Predicate:
    return lambda facts, text: all(part(facts, text) for part in parts)


def _any(parts: tuple[Predicate, ...]) -> Predicate:
    return lambda facts, text: any(part(facts, text) for part in parts)


def _not(denied: Predicate) -> Predicate:
    return lambda facts, text: not denied(facts, text)


def _known(decide: Callable[[Facts], bool]) -> Predicate:
    return lambda facts, _text: decide(facts)


def _of_agency(value: str) -> Predicate:
    named = needle(value).data
    return lambda facts, text: (
        facts.agency == value or (named != b"" and named in part_of(text, AGENCY))
    )


def _contains(sought: Needle, section: str | None) -> Predicate:
    data = sought.data
    if section is None:
        return lambda _facts, text: data in text
    return lambda _facts, text: data in text and data in part_of(text, section)


def _in_region(value: str) -> Callable[[Facts], bool]:
    if value.isascii() and value.isdigit():
        prefix = re.sub(r"(00)+$", "", value)
        return lambda facts: facts.region is not None and facts.region.startswith(prefix)
    sought = canonical(value)

    @cache
    def named(name: str) -> bool:
        return sought in canonical(name)

    return lambda facts: (
        facts.region is not None and facts.region_name is not None and named(facts.region_name)
    )
