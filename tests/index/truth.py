"""Plain substring truth: what a query finds, by reading every document from end to end.

Written from the description of the query language and from nothing that the engines are made of
but the tree a query is read into, and `IndexDocument`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

from opencc import OpenCC

from index import UNKNOWN, IndexDocument, Known
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Fact,
    HasSection,
    InRegion,
    InTitle,
    InYears,
    Not,
    OfAgency,
    OfKind,
    OfLevel,
    OneOf,
    Phrase,
    Within,
)
from index.values import NOTHING_KNOWN
from model.ids import ReportId
from tests.index.genre import chinese, digits

BETWEEN = "\x00"
"""Stands between the parts of a document, so that no phrase runs from one into the next."""

TITLE = "@title"

_ALIKE = str.maketrans(
    "“”„‟«»「」『』〝〞‘’‚‛【〔〖】〕〗‐‑‒–—―−",
    '"' * 12 + "'" * 4 + "[" * 3 + "]" * 3 + "-" * 7,
) | {ord("零"): "〇", ord("○"): "〇"}
_CHARACTERS = "々〇ぁ-ゖゝ-ゟァ-ヺー㐀-\u4dbf一-\u9fff가-힣\uf900-\ufaff\U00020000-\U0003ffff"
"""They are looked for one by one; other letters and digits stand in words."""
_WORD = re.compile(rf"(?:[^\W_{_CHARACTERS}]|(?<=\d)\.(?=\d))+")


@cache
def _to_simplified() -> dict[int, str]:
    """Character by character: what a character means must not hang on its neighbours."""
    converter = OpenCC("t2s")
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    pairs = ((one, converter.convert(one)) for one in characters)
    return {ord(one): other for one, other in pairs if other != one and len(other) == 1}


def spelled(text: str) -> str:
    """Blanks out, words and numbers between bars, variants of signs and characters alike."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(
        char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )
    text = text.translate(_ALIKE).translate(_to_simplified())
    text = _WORD.sub(lambda word: f"|{word[0]}|", text)
    return re.sub(r"\s+", lambda gap: "\n" if gap[0].count("\n") > 1 else "", text)


@dataclass(frozen=True, slots=True)
class Sought:
    """A phrase, and the same with its numbers as values where they are compared as values."""

    plain: str
    valued: str | None

    @classmethod
    def read(cls, phrase: str, *, prefix: bool = False) -> Self:
        plain = spelled(phrase).strip("\n")
        valued = with_values(plain, counted_alone=True)
        begun = plain.removesuffix("|") if prefix else plain
        return cls(begun, valued if valued != plain else None)

    def stands_in(self, text: str) -> bool:
        return self.plain in text or (self.valued is not None and self.valued in _valued(text))


_COUNTERS = "件条次份个项起人名篇场期家部页天日月年岁元户例宗届号批处所类种位周倍台套笔张封通轮"
_NUMBER = re.compile(
    r"\|(?P<arabic>0|[1-9]\d{0,2}(?:\|,\|\d{3}(?!\d))+|[1-9]\d*)\|"
    r"|(?<![点之〇一二两三四五六七八九十百千万亿])(?P<chinese>[〇一二两三四五六七八九十百千万亿]+)"
)


def with_values(text: str, *, counted_alone: bool = False) -> str:
    """Every number of a spelled text as ⟨its value⟩, whichever way it is written.

    `counted_alone`: only what a counter follows, and a number that is the whole text.
    """

    def value(match: re.Match[str]) -> str:
        end = match.end()
        whole = match[0] == text and len(text.strip("|")) > 1
        counted = text[end : end + 1] in set(_COUNTERS) or text.startswith("万元", end)
        if counted_alone and not (whole or counted):
            return match[0]
        if match["arabic"]:
            return f"⟨{int(re.sub('[|,]', '', match[0]))}⟩"
        said = match["chinese"]
        return match[0] if said not in _read_out() else f"⟨{_read_out()[said]}⟩"

    return _NUMBER.sub(value, text)


_valued = lru_cache(maxsize=50_000)(with_values)


@cache
def _read_out() -> dict[str, int]:
    """Every way that a number up to 9,999 or a year is read out, with its value."""
    found: dict[str, int] = {}
    for number in range(10_000):
        said = chinese(number).replace("零", "〇")
        spoken = re.sub("二(?=[百千])", "两", said)
        found |= {said: number, spoken: number}
        if said.startswith("十"):
            found["一" + said] = number
    found["两"] = 2
    return found | {digits(year): year for year in range(1900, 2100)}


class Truth:
    """Answers conditions with sets of report ids."""

    def __init__(self, documents: Iterable[IndexDocument]) -> None:
        self.documents: Sequence[IndexDocument] = tuple(documents)
        self._of: dict[ReportId, IndexDocument] = {one.report: one for one in self.documents}
        self._everything = frozenset(self._of)
        self._texts = {one.report: _parts(one) for one in self.documents}
        self._whole = {
            report: BETWEEN.join(text for _, text in parts) for report, parts in self._texts.items()
        }
        self._containing = cache(self._find)

    def matching(self, condition: Condition, section: str | None = None) -> frozenset[ReportId]:
        """Phrases are looked for in `section` alone when one is given."""
        found: frozenset[ReportId]
        match condition:
            case Everything():
                found = self._everything
            case Phrase(text, prefix):
                found = self._containing(Sought.read(text, prefix=prefix), section)
            case InTitle(text):
                found = self._containing(Sought.read(text), TITLE)
            case Not(inner):
                found = self._everything - self.matching(inner, section)
            case AllOf(conditions):
                sets = [self.matching(one, section) for one in conditions]
                found = self._everything.intersection(*sets)
            case AnyOf(conditions):
                found = frozenset().union(*(self.matching(one, section) for one in conditions))
            case HasSection(name):
                found = self.having(name)
            case Within(name, inner):
                found = self.having(name) & self.matching(inner, name)
            case InYears() | InRegion() | OfLevel() | OfKind() | OfAgency() | OneOf():
                found = self._where(_fact(condition))
            case _:
                raise AssertionError(f"the database was to answer {condition}")
        return found

    def containing(self, phrase: str) -> frozenset[ReportId]:
        return self.matching(Phrase(phrase))

    def newest_first(self, reports: Iterable[ReportId]) -> list[ReportId]:
        return sorted(reports, key=lambda report: (-(self._of[report].reporting_year or 0), report))

    def largest_first(
        self, reports: Iterable[ReportId], numbers: Mapping[ReportId, int]
    ) -> list[ReportId]:
        newest = self.newest_first(reports)
        return sorted(newest, key=lambda report: -numbers.get(report, -1))

    def facets(
        self, reports: Iterable[ReportId], known: Known = NOTHING_KNOWN
    ) -> dict[str, dict[str, int]]:
        """Values that nothing has are left out."""
        found = [self._of[report] for report in reports]
        stored = {
            name: _counted(value for one in found for value in values.get(one.report, (UNKNOWN,)))
            for name, values in known.facets.items()
        }
        return {
            "year": _counted(one.reporting_year for one in found),
            "region": _counted(one.region for one in found),
            "level": _counted(one.level for one in found),
            "kind": _counted(one.kind for one in found),
        } | stored

    def _find(self, sought: "Sought", section: str | None) -> frozenset[ReportId]:
        if section is None:
            whole = self._whole.items()
            return frozenset(report for report, text in whole if sought.stands_in(text))
        return frozenset(
            report
            for report, parts in self._texts.items()
            if any(name == section and sought.stands_in(text) for name, text in parts)
        )

    def having(self, section: str) -> frozenset[ReportId]:
        return frozenset(
            report
            for report, parts in self._texts.items()
            if any(name == section and text for name, text in parts)
        )

    def _where(self, fits: Callable[[IndexDocument], bool]) -> frozenset[ReportId]:
        return frozenset(one.report for one in self.documents if fits(one))


def _parts(document: IndexDocument) -> list[tuple[str, str]]:
    named = [(TITLE, document.title), ("@agency", document.agency_name), *document.sections]
    return [(name, spelled(text)) for name, text in named]


def _fact(condition: Fact) -> Callable[[IndexDocument], bool]:
    match condition:
        case InYears(first, last):
            years = range(first or 0, (last or 9999) + 1)
            return lambda one: one.reporting_year in years
        case InRegion(value):
            return _in_region(value)
        case OfLevel(value):
            return lambda one: one.level == value
        case OfKind(value):
            return lambda one: one.kind == value
        case OneOf(reports):
            return lambda one: one.report in reports
        case OfAgency(value):
            name = spelled(value)
            return lambda one: (
                one.agency == value or (name != "" and name in spelled(one.agency_name))
            )


def _in_region(value: str) -> Callable[[IndexDocument], bool]:
    if re.fullmatch(r"[0-9]+", value):
        while value.endswith("00"):
            value = value[:-2]
        return lambda one: one.region is not None and one.region.startswith(value)
    name = spelled(value)
    return lambda one: (
        one.region is not None and one.region_name is not None and name in spelled(one.region_name)
    )


def _counted(values: Iterable[object]) -> dict[str, int]:
    return dict(Counter(UNKNOWN if value is None else str(value) for value in values))
