"""Conditions on figures, decided report by report with fractions: true, false or unknown."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from model.figures import Combined, Expression, Figure, Measured, Number
from model.ids import MeasureId
from model.report import Measure, MeasureState

Measures = Mapping[MeasureId, Measure]

_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": ge,
    "<=": le,
    "!=": ne,
    "=": eq,
    ">": gt,
    "<": lt,
}


def decided(condition: Measured, measures: Measures) -> bool | None:
    left, right = value(condition.left, measures), value(condition.right, measures)
    if left is None or right is None:
        return None
    return _COMPARED[condition.comparison](left, right)


def value(expression: Expression, measures: Measures) -> Fraction | None:
    match expression:
        case Number(number):
            return Fraction(number)
        case Figure(_, ways):
            sums = (_sum(way, measures) for way in ways)
            return next((found for found in sums if found is not None), None)
        case Combined(operator, left, right):
            return _combined(operator, value(left, measures), value(right, measures))


def _combined(operator: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if operator == "/":
        return left / right if right else None
    return left + right if operator == "+" else left - right


def _sum(way: tuple[MeasureId, ...], measures: Measures) -> Fraction | None:
    cells = [measures.get(name) for name in way]
    stated = [
        Fraction(cell.value)
        for cell in cells
        if cell is not None and cell.state is MeasureState.READ and cell.value is not None
    ]
    return sum(stated, Fraction()) if len(stated) == len(cells) else None
