"""Conditions on figures: what reports state in their tables, added up, divided, compared.

The query language builds them, the database answers them.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from model.ids import MeasureId

Operator = Literal["+", "-", "/"]
Comparison = Literal[">=", "<=", "!=", "=", ">", "<"]


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal
    """Never negative zero, never with needless zeros: equal numbers are equal nodes."""

    def __str__(self) -> str:
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a report states under one name of the form."""

    name: str
    """As a person writes it: a measure's id, or the label of what is added up."""
    ways: tuple[tuple[MeasureId, ...], ...]
    """Measures to be added up; the first way all of whose measures were read counts.

    Generations of the form number the same thing differently, and some reports print one row in
    place of several.
    """

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Combined:
    """The ratio to zero is unknown, as everything is that rests on what was not read."""

    operator: Operator
    left: "Expression"
    right: "Expression"

    def __str__(self) -> str:
        left = f"({self.left})" if _weaker(self.left, self.operator) else str(self.left)
        grouped = isinstance(self.right, Combined)
        right = f"({self.right})" if grouped else str(self.right)
        return f"{left}{self.operator}{right}"


Expression = Number | Figure | Combined


@dataclass(frozen=True, slots=True)
class Measured:
    """Two expressions compared. Unknown, thus not satisfied, where a figure of it was not read."""

    left: Expression
    comparison: Comparison
    right: Expression

    def __str__(self) -> str:
        return f"{self.left}{self.comparison}{self.right}"


def figures_of(expression: Expression) -> tuple[Figure, ...]:
    """Every figure an expression names, in order, once."""
    match expression:
        case Figure():
            return (expression,)
        case Combined(_, left, right):
            return tuple(dict.fromkeys((*figures_of(left), *figures_of(right))))
        case Number():
            return ()


def _weaker(expression: Expression, operator: Operator) -> bool:
    return operator == "/" and isinstance(expression, Combined) and expression.operator != "/"
