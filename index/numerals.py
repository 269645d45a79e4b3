"""The same number in Chinese and in Arabic numerals: 一百二十件 and 120件, 二〇二三年 and 2023年.

Only numbers of a *phrase* are respelled, and only where nothing else can be meant:

* directly before a counter (件, 条, 次, 年, 月, 日 ...), or as the whole phrase when two or more
  characters long: 三公经费, 一站式 and 五险一金 stay words
* as one whole well-formed number: 十四五 and 万一 are none
* never a decimal, never digits that touch letters: 3.5万, COVID-19

What was typed is always looked for too, so that respelling only ever adds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from index.canonical import folded

NUMERALS = "〇一二两三四五六七八九十百千万亿"
"""Of a canonical text, in which 零 and ○ are 〇."""
BEFORE = f"{NUMERALS}点之"
"""What a number that stands alone does not follow: 十五, 一点五, 三分之一."""

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"亿": 100_000_000, "万": 10_000}
_PLACES = ("", "十", "百", "千")
_MOST = 8
"""Spellings of one phrase."""
_LARGEST = 10**12
_COUNTERS = "件条次份个项起人名篇场期家部页天日月年岁元户例宗届号批户处所类种位周倍台套笔张封通户轮"
_COUNTED = rf"(?=\s*[{_COUNTERS}]|\s*万元)"
_ARABIC = re.compile(
    r"(?<![\w.,+/:-])(?P<number>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,11}|0)(?![\d.,+/:-]|[A-Za-z])",
    re.ASCII,
)
_CHINESE = re.compile(rf"(?<![{BEFORE}])[{NUMERALS}]+")
_NEXT = re.compile(_COUNTED)
_YEAR = re.compile(r"(一九|二〇)[〇一二三四五六七八九]{2}")


@dataclass(frozen=True, slots=True)
class Spelling:
    text: str
    """To be made canonical."""
    alone: bool = False
    """Whether a number at its start must not follow one of `BEFORE`, and a number at its end not
    be followed by one of `NUMERALS`: 五件 is not 十五件. What was typed is found anywhere."""


def spellings(phrase: str) -> tuple[Spelling, ...]:
    """Every way to write the phrase, as typed first; one of them has to be found."""
    plain = folded(phrase)
    spots = list(_spots(plain))
    if not spots:
        return (Spelling(phrase),)
    found = [Spelling(phrase)]
    # A text keeps to one kind of numerals, so all of them respelled come first.
    throughout = tuple(choices[1] for _start, _end, choices in spots)
    mixed = islice(product(*(choices for _start, _end, choices in spots)), 1, _MOST)
    for chosen in dict.fromkeys((throughout, *mixed)):
        text, position = "", 0
        for (start, end, _choices), choice in zip(spots, chosen, strict=True):
            text += plain[position:start] + choice
            position = end
        found.append(Spelling(text + plain[position:], alone=True))
    return tuple(found)


def to_number(numeral: str) -> int | None:
    """The value of a well-formed Chinese numeral (folded); None for anything else."""
    if not numeral or set(numeral) - set(NUMERALS):
        return None
    if _YEAR.fullmatch(numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    value = _read(numeral)
    written = None if value is None else _write(value)
    usual = numeral[1:] if numeral.startswith("一十") else numeral
    return value if written == usual.replace("两", "二") else None


def to_numerals(value: int) -> tuple[str, ...]:
    """How a count is written in Chinese, the usual way first."""
    written = _write(value)
    spoken = re.sub(r"二(?=[百千万亿])", "两", written)
    return tuple(dict.fromkeys((written, "两" if value == 2 else spoken)))


def _spots(plain: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a number stands in a folded phrase, and how it may be written; as typed first."""
    found = [*_ARABIC.finditer(plain), *_CHINESE.finditer(plain)]
    for match in sorted(found, key=lambda one: one.start()):
        start, end = match.span()
        whole = start == 0 and end == len(plain) and end > 1
        if not whole and not _NEXT.match(plain, end):
            continue
        others = _respelled(match[0], year=plain[end:].lstrip().startswith("年"))
        if others:
            yield start, end, (match[0], *others)


def _respelled(number: str, *, year: bool) -> tuple[str, ...]:
    if number[0] in NUMERALS:
        value = to_number(number)
        if value is None:
            return ()
        return (str(value),) if year else _arabic(value)
    value = int(number.replace(",", ""))
    if value >= _LARGEST:
        return ()
    by_digit = ("".join("〇一二三四五六七八九"[int(digit)] for digit in str(value)),)
    if year and 1900 <= value <= 2099:
        return by_digit
    other = tuple(text for text in _arabic(value) if text != number)
    # A number alone may be meant as a year.
    return (*to_numerals(value), *other, *(by_digit if 1900 <= value <= 2099 else ()))


def _arabic(value: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys((str(value), f"{value:,}")))


def _read(numeral: str) -> int | None:
    for myriad, size in _MYRIADS.items():
        head, found, tail = numeral.partition(myriad)
        if found:
            upper, lower = _read(head), _read(tail.lstrip("〇")) if tail else 0
            return None if not upper or lower is None else upper * size + lower
    total, digit = 0, None
    for char in numeral:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        elif char == "〇":
            continue
        elif digit is not None:
            return None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)


def _write(value: int) -> str:
    if value == 0:
        return "〇"
    for myriad, size in _MYRIADS.items():
        if value >= size:
            head, tail = divmod(value, size)
            gap = "〇" if 0 < tail < size // 10 else ""
            return f"{_write(head)}{myriad}{gap}{_write(tail) if tail else ''}"
    written = ""
    skipped = False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            written += ("〇" if skipped else "") + "〇一二三四五六七八九"[digit] + _PLACES[place]
            skipped = False
        else:
            skipped = bool(written)
    return written.removeprefix("一") if written.startswith("一十") else written
