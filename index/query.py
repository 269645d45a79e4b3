"""The tree that a query is read into. Only the parser builds it from text.

A condition is anything a document does or does not satisfy. Engines evaluate text and the facts of
a document. What the database knows (`Stored`: figures, verdicts, findings) is answered there first:
each such condition is replaced by `OneOf` the reports that satisfy it, so that a new audit needs no
new index. An engine that meets a `Stored` condition all the same refuses the query.
"""

from dataclasses import dataclass

from model.figures import Measured
from model.ids import ReportId


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document: the empty query."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words stand together in one section, the title or the agency's name.

    In one of their spellings (`index.numerals.spellings`): 120件 is found as 一百二十件 too.
    """

    text: str
    """As typed, without quotes; engines compare its canonical form."""
    prefix: bool = False
    """Whether its last word, in Latin letters or digits, may go on: `open dat*`, `2023*`."""

    def __str__(self) -> str:
        return _quoted(self.text) + ("*" if self.prefix else "")


@dataclass(frozen=True, slots=True)
class InTitle:
    """The words stand together in the title; otherwise as `Phrase`."""

    text: str

    def __str__(self) -> str:
        return f"title:{_value(self.text)}"


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
class OfKind:
    """A `model.agency.Kind`."""

    value: str

    def __str__(self) -> str:
        return f"kind:{self.value}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The document is one of these: what the database answered, or ids that a person typed."""

    reports: frozenset[ReportId]

    def __str__(self) -> str:
        return f"report:{','.join(sorted(self.reports))}"


@dataclass(frozen=True, slots=True)
class WithVerdict:
    """The latest audit's verdict on it. Unknown for a report that no audit has seen."""

    value: str

    def __str__(self) -> str:
        return f"verdict:{self.value}"


@dataclass(frozen=True, slots=True)
class WithReason:
    """Why the latest audit could not tell: a `model.verdict.Reason`. Unknown as the verdict is."""

    value: str

    def __str__(self) -> str:
        return f"reason:{self.value}"


@dataclass(frozen=True, slots=True)
class WithFinding:
    """A finding of one rule, or of all that begin as given; unknown as the verdict is."""

    rule: str
    """`applications.carry_over`, or `applications.*`; `*` is any rule."""

    def __str__(self) -> str:
        return f"finding:{self.rule}"


@dataclass(frozen=True, slots=True)
class OfForm:
    """A generation of the form, by the year of its order; `none`: no form was recognised."""

    value: str

    def __str__(self) -> str:
        return f"form:{self.value}"


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


Stored = Measured | WithVerdict | WithReason | WithFinding | OfForm
"""What the database answers."""
Fact = InYears | InRegion | OfLevel | OfKind | OfAgency | OneOf
"""What a document is, whatever it says."""
Condition = (
    Everything | Phrase | InTitle | HasSection | Fact | Stored | Within | AllOf | AnyOf | Not
)


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    """As typed."""
    root: Condition
    meant: Condition | None = None
    """What `root` was before the database answered its part of it; None: `root` itself."""

    @property
    def understood(self) -> str:
        """In the query language's own words: parsed again it gives the same tree."""
        meant = self.root if self.meant is None else self.meant
        said = str(meant)
        if isinstance(meant, AllOf | AnyOf | Within):
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
