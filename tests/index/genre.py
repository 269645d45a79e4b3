"""Invented reports in the manner of the genre: report `n` is the same for every count.

Codes, names and nesting of the divisions are real, so that regions drill down as in an archive; the
agencies, their names and all that they say are not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from opencc import OpenCC

from index import IndexDocument
from model.agency import Kind, Level
from model.ids import AgencyId, RegionCode, ReportId, RuleId
from model.verdict import Verdict
from registry.regions import Region
from tests.index.genre_sentences import (
    GENERAL,
    HEADINGS,
    OBJECTS,
    PROACTIVE,
    SECTIONS,
    SENSES,
    SUBJECTS,
    TOPICS,
    TRAPS,
    VERBS,
)
from tests.index.genre_words import BODIES, MINISTRIES, SUFFIXES, TOWNS, divisions, noun, stems

YEARS = (2008, 2025)
IN_A_ROW = 6
"""Reports of one agency, of years one after the other."""
_BLOCK = 25
"""Agencies of which the first four hand in one text: near duplicates across agencies."""
RULES = tuple(
    RuleId(rule)
    for rule in (
        "applications.balance",
        "applications.carry_over",
        "applications.row_sum",
        "measures.not_a_count",
        "remedies.outcome_sum",
    )
)


def sentence(random: Random) -> str:
    """One that could stand in any report, and another of its second section."""
    write = _Writer(random, _NOBODY, random.randint(*YEARS))
    return write.sentence(random.choice(GENERAL) + random.choice(PROACTIVE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency that there is not."""

    id: AgencyId
    name: str
    kind: Kind
    level: Level
    region: RegionCode | None
    region_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """One report with all that any part of search may want to know."""

    number: int
    source: int
    """The report whose text this one hands in again; its own number when it is not copied."""
    report: ReportId
    office: Office | None
    """None: nobody could tell whose report it is."""
    year: int | None
    title: str
    sections: tuple[tuple[str, str], ...]
    verdict: Verdict | None
    findings: tuple[RuleId, ...]


def documents(count: int, *, seed: int = 1, terse: bool = False) -> Iterator[IndexDocument]:
    """`terse`: less than half as long, for tests that need many."""
    return map(index_document, reports(count, seed=seed, terse=terse))


def reports(count: int, *, seed: int = 1, terse: bool = False) -> Iterator[Invented]:
    return (invent(number, seed=seed, terse=terse) for number in range(count))


def index_document(invented: Invented) -> IndexDocument:
    office = invented.office
    return IndexDocument(
        report=invented.report,
        stamp=f"stamp-{invented.number}",
        agency=office.id if office else None,
        agency_name=office.name if office else "",
        reporting_year=invented.year,
        region=office.region if office else None,
        region_name=office.region_name if office else None,
        level=office.level.value if office else None,
        kind=office.kind.value if office else None,
        title=invented.title,
        url=f"http://127.0.0.1/{invented.number}.html",
        sections=invented.sections,
    )


def invent(number: int, *, seed: int = 1, terse: bool = False) -> Invented:
    random = _random(seed, "report", number)
    office = _office(number // IN_A_ROW, seed)
    year = _year(number, seed)
    source = _source(number)
    known = random.random() > 0.02
    title = random.choice(
        (
            f"{office.name}{year}年政府信息公开工作年度报告",
            f"{office.name}{year}年度政府信息公开工作报告",
            f"{year}年政府信息公开年报",
        )
    )
    return Invented(
        number=number,
        source=source,
        report=ReportId(f"{number:012x}"),
        office=office if known else None,
        year=year if random.random() > 0.02 else None,
        title=title,
        sections=_sections(_random(seed, "text", source), office, year, terse=terse),
        verdict=random.choice([*Verdict, None]),
        findings=tuple(rule for rule in RULES if random.random() < 0.1),
    )


def _random(seed: int, what: str, number: int) -> Random:
    return Random(f"{seed} {what} {number}")


def _source(number: int) -> int:
    agency, turn = divmod(number, IN_A_ROW)
    if agency % _BLOCK in {1, 2, 3}:
        return (agency - agency % _BLOCK) * IN_A_ROW + turn
    if agency % 10 == 4 and turn:
        return number - 1
    return number


def _year(number: int, seed: int) -> int:
    """Agencies of one block begin in the same year, so that their common texts agree."""
    agency, turn = divmod(number, IN_A_ROW)
    first, last = YEARS
    begin = _random(seed, "block", agency // _BLOCK).randint(first, last - IN_A_ROW + 1)
    return begin + turn


@cache
def _regions(level: Level) -> tuple[Region, ...]:
    return tuple(region for region in divisions() if region.level is level)


@cache
def _office(agency: int, seed: int) -> Office:
    random = _random(seed, "agency", agency)
    chosen: Level = random.choices(list(Level), weights=(1, 6, 26, 52, 15))[0]
    key = AgencyId(f"agency-{agency}")
    if chosen is Level.CENTRAL:
        name = random.choice(MINISTRIES)
        return Office(
            id=key, name=name, kind=Kind.DEPARTMENT, level=chosen, region=None, region_name=None
        )
    region = random.choice(_regions(Level.COUNTY if chosen is Level.TOWNSHIP else chosen))
    stem = stems()[int(region.code) % len(stems())]
    if chosen is Level.TOWNSHIP:
        name, kind = random.choice(stems()) + random.choice(TOWNS), Kind.GOVERNMENT
    else:
        weights = [weight for _, _, weight in BODIES]
        body, kind, _ = random.choices(BODIES, weights=weights)[0]
        name = stem + SUFFIXES[chosen] + body
    return Office(
        id=key,
        name=name,
        kind=kind,
        level=chosen,
        region=region.code,
        region_name=region.name,
    )


def _sections(
    random: Random, office: Office, year: int, *, terse: bool
) -> tuple[tuple[str, str], ...]:
    write = _Writer(random, office, year)
    style = _style(random)
    parts = []
    for section, sentences, fewest, most in SECTIONS:
        count = random.randint(1, fewest) if terse else random.randint(fewest, most)
        chosen = random.sample(sentences, min(count, len(sentences)))
        if not terse:
            chosen += random.choices(GENERAL, k=random.randint(0, fewest))
        if random.random() < 0.6:
            chosen.append(random.choice(TRAPS))
        if random.random() < 0.25:
            chosen.append(random.choice(SENSES))
        text = "" if random.random() < 0.03 else style("".join(map(write.sentence, chosen)))
        parts.append((section, text))
    if year < 2014 and random.random() < 0.5:
        whole = "\n\n".join(f"{HEADINGS[section]}\n\n{text}" for section, text in parts)
        return (("other", whole),)
    return tuple(parts)


_NOBODY = Office(
    id=AgencyId("nobody"),
    name="某机关",
    kind=Kind.DEPARTMENT,
    level=Level.COUNTY,
    region=None,
    region_name=None,
)


class _Writer:
    """Fills the gaps of sentences for one report."""

    def __init__(self, random: Random, office: Office, year: int) -> None:
        self._random = random
        number: Callable[[int], str] = chinese if random.random() < 0.05 else str
        spell: Callable[[int], str] = digits if random.random() < 0.05 else str
        self._gaps: dict[str, Callable[[], str]] = {
            "noun": lambda: noun(random),
            "n": lambda: number(int(10 ** random.uniform(1, 3.3))),
            "m": lambda: number(random.randint(0, 99)),
            "k": lambda: number(random.randint(1, 9)),
            "p": lambda: f"{random.uniform(0, 100):.1f}",
            "agency": lambda: office.name,
            "short": lambda: office.name[:2],
            "year": lambda: spell(year),
            "last": lambda: spell(year - 1),
            "next": lambda: spell(year + 1),
        }

    def sentence(self, pattern: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda gap: self._fill(gap[1]), pattern)

    def _fill(self, gap: str) -> str:
        if found := _CHOICES.get(gap):
            return self._random.choice(found)
        return self._gaps[gap]()


_CHOICES: dict[str, Sequence[str]] = {
    "subject": SUBJECTS,
    "verb": VERBS,
    "object": OBJECTS,
    "topic": TOPICS,
}


def _style(random: Random) -> Callable[[str], str]:
    """How a report is typed: nearly always as it should be."""
    drawn = random.random()
    if drawn < 0.03:
        return traditional
    if drawn < 0.06:
        return full_width
    if drawn < 0.10:
        return wrapped
    return str


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def traditional(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted


def full_width(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def wrapped(text: str) -> str:
    """Broken into lines of a page's width, wherever a word happens to stand."""
    return "\n".join(text[start : start + 38] for start in range(0, len(text), 38))


_DIGITS = "〇一二三四五六七八九"


def digits(number: int) -> str:
    """2023 → 二〇二三."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def chinese(number: int) -> str:
    """As it is read: 120 → 一百二十, 1005 → 一千零五. Up to 9,999."""
    if number == 0:
        return "零"
    said = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            said += _DIGITS[digit] + unit
        elif said and number % power and not said.endswith("零"):
            said += "零"
    return said.removeprefix("一") if said.startswith("一十") else said
