"""What one cell of the tables says: a number, a dash, nothing, or something else."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extract.normalise import normalise

_DASHES = frozenset({"-", "--", "---", "----", "/", "//", "\\", "无", "_"})
_UNITS = "人次|万元|亿元|件|宗|项|个|条|起|次|份|人|家|部|篇|元|万"
_UNIT = re.compile(rf"[(（]?(?:单位[:：])?({_UNITS}|场|名|期|处)[)）]?")
_UNIT_BEHIND = re.compile(rf"[(（](?:单位[:：])?({_UNITS})[)）]\s*$")
_VALUE = re.compile(
    rf"""(?P<sign>[+-]|增加?|减少?|[↑↓])?
    (?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})(?P<fraction>\.\d{{1,10}})?
    \s*(?P<unit>{_UNITS})?
    \s*(?P<note>\(.+\)|\[.+\]|[,;、]?其中.+|[*※]+)?""",
    re.VERBOSE | re.DOTALL,
)
_WRAPPED_DIGITS = re.compile(r"(?<=[\d.,])\n(?=[\d.,])")
_FALLING = frozenset({"-", "减", "减少", "↓"})
_LONGEST = 80
# Most pieces of text are no values; this tells without normalising them.
_MAY_BE_VALUE = re.compile(r"\s*(?:\d|[^\w\s]|[增减无_]|$)")


class Kind(StrEnum):
    NUMBER = "number"
    DASH = "dash"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    kind: Kind
    number: int | Decimal | None = None
    """int as printed without a fraction, else Decimal with its printed scale."""
    unit: str | None = None
    """Unit printed in the cell itself: 件, 元, 万元."""
    note: str | None = None
    """What else the cell says, without its brackets: 其中修订16件."""
    wrapped: bool = False
    """The digits stood on two lines; whether they are one number is not certain."""


def read_value(text: str) -> Value | None:
    """None when the text is no value: a label, a sentence, two numbers in one cell."""
    if len(text) > _LONGEST or _MAY_BE_VALUE.match(text) is None:
        return None
    plain = normalise(text).strip()
    if not plain:
        return Value(kind=Kind.BLANK)
    if "".join(plain.split()) in _DASHES:
        return Value(kind=Kind.DASH)
    joined = _WRAPPED_DIGITS.sub("", plain)
    found = _VALUE.fullmatch(joined)
    if found is None:
        return None
    return Value(
        kind=Kind.NUMBER,
        number=_number(found),
        unit=found["unit"],
        note=_note(found["note"]),
        wrapped=joined != plain,
    )


def read_unit(text: str) -> str | None:
    """The unit that a cell or a word consists of; None when it says something else."""
    found = _UNIT.fullmatch(normalise(text).strip())
    return found[1] if found else None


def unit_behind(label: str) -> str | None:
    """The unit in brackets at a label's end: `收取的费用（元）`."""
    found = _UNIT_BEHIND.search(normalise(label))
    return found[1] if found else None


def _number(found: re.Match[str]) -> int | Decimal:
    digits = found["whole"].replace(",", "") + (found["fraction"] or "")
    number = Decimal(digits) if found["fraction"] else int(digits)
    return -number if found["sign"] in _FALLING else number


def _note(printed: str | None) -> str | None:
    if printed is None:
        return None
    text = "".join(printed.split())
    if text[0] in "([" and text[-1] in ")]":
        text = text[1:-1]
    return text.lstrip(",;、") or None
