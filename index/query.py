"""The tree that a query is read into. Engines evaluate it; only the parser builds it from text.

A condition is anything a document does or does not satisfy. New kinds of conditions (on measures,
say) are new classes beside these.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document: the empty query."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words stand together in one section, the title or the agency's name."""

    text: str
    """As typed, without quotes; engines compare its canonical form."""

    def __str__(self) -> str:
        return _quoted(self.text)


@dataclass(frozen=True, slots=True)
class InYears:
    """The reporting year lies between two years, both included; None leaves that end open."""

    first: int | None
    last: int | None

    def __str__(self) -> str:
        if self.first == self.last:
            return f"year:{self.first}"
        return f"year:{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class InRegion:
    """A division code, with all below it, or part of a region's name."""

    value: str

    def __str__(self) -> str:
        return f"region:{_value(self.value)}"


@dataclass(frozen=True, slots=True)
class OfLevel:
    value: str

    def __str__(self) -> str:
        return f"level:{self.value}"


@dataclass(frozen=True, slots=True)
class OfAgency:
    """An agency's id, or part of its name."""

    value: str

    def __str__(self) -> str:
        return f"agency:{_value(self.value)}"


@dataclass(frozen=True, slots=True)
class WithVerdict:
    value: str

    def __str__(self) -> str:
        return f"verdict:{self.value}"


@dataclass(frozen=True, slots=True)
class HasSection:
    """The report has text in this section."""

    section: str

    def __str__(self) -> str:
        return f"section:{self.section}"


@dataclass(frozen=True, slots=True)
class Within:
    """The section exists and the phrases of the condition are looked for in it alone."""

    section: str
    condition: "Condition"

    def __str__(self) -> str:
        return f"(section:{self.section} AND {self.condition})"


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple["Condition", ...]

    def __str__(self) -> str:
        return "(" + " AND ".join(map(str, self.conditions)) + ")"


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple["Condition", ...]

    def __str__(self) -> str:
        return "(" + " OR ".join(map(str, self.conditions)) + ")"


@dataclass(frozen=True, slots=True)
class Not:
    condition: "Condition"

    def __str__(self) -> str:
        return f"NOT {self.condition}"


Condition = (
    Everything
    | Phrase
    | InYears
    | InRegion
    | OfLevel
    | OfAgency
    | WithVerdict
    | HasSection
    | Within
    | AllOf
    | AnyOf
    | Not
)


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    """As typed."""
    root: Condition

    @property
    def understood(self) -> str:
        said = str(self.root)
        if isinstance(self.root, AllOf | AnyOf | Within):
            return said[1:-1]
        return said


def _value(text: str) -> str:
    return text if text.isalnum() else _quoted(text)


def _quoted(text: str) -> str:
    """Between marks that it does not hold itself, as the marks it was typed in."""
    if '"' not in text and "＂" not in text:
        return f'"{text}"'
    left = (pair for pair in ("「」", "『』") if pair[1] not in text)
    pair = next(left, "“”")
    return f"{pair[0]}{text}{pair[1]}"
