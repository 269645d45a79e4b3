"""Equalities that the form demands, held against the cells of one report.

A cell counts as printed only when it was read as a number. Blank is not zero, a dash is not zero,
and what we inferred from the form's own sums is never the agency's statement: with any such term
the answer is *unknown*, neither pass nor fail.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from model.form import Form, Identity
from model.ids import MeasureId
from model.report import Measure, MeasureState

_ABSENT = frozenset({MeasureState.ABSENT, MeasureState.INFERRED})


class Holds(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """An identity with the cells that stand for its terms."""

    identity: Identity
    left: tuple[Measure, ...]
    """Empty on both sides when a term is missing."""
    right: tuple[Measure, ...]

    @property
    def holds(self) -> Holds:
        if not (self.left and self.right):
            return Holds.UNKNOWN
        return Holds.PASSED if total(self.left) == total(self.right) else Holds.FAILED

    @property
    def certain(self) -> bool:
        return all(measure.stated for measure in (*self.left, *self.right))


def weigh(identity: Identity, form: Form, measures: Mapping[MeasureId, Measure]) -> Weighing:
    left = _cells(identity.left, form, measures)
    right = _cells(identity.right, form, measures)
    if left is None or right is None:
        return Weighing(identity=identity, left=(), right=())
    return Weighing(identity=identity, left=left, right=right)


def weigh_all(form: Form, measures: Mapping[MeasureId, Measure]) -> Iterator[Weighing]:
    return (weigh(identity, form, measures) for identity in form.identities)


def total(cells: tuple[Measure, ...]) -> int | Decimal:
    return sum(cell.value for cell in cells if cell.value is not None)


def _cells(
    terms: tuple[MeasureId, ...], form: Form, measures: Mapping[MeasureId, Measure]
) -> tuple[Measure, ...] | None:
    """The printed cells of one side, or None when a term has none."""
    stated = [cell for term in terms if (cell := measures.get(term)) and _is_printed(cell)]
    if len(stated) == len(terms):
        return tuple(stated)  # nearly every report: nothing is absent, so nothing was merged
    cells: list[Measure] = []
    for term in _printed_terms(terms, form, measures):
        cell = measures.get(term)
        if cell is None or not _is_printed(cell):
            return None
        cells.append(cell)
    return tuple(cells)


def _is_printed(cell: Measure) -> bool:
    return cell.state is MeasureState.READ and cell.value is not None


def _printed_terms(
    terms: tuple[MeasureId, ...], form: Form, measures: Mapping[MeasureId, Measure]
) -> tuple[MeasureId, ...]:
    """The terms, with the merged cell for parts of which none is printed.

    洪泽区's report on 2023 has one row for （六）其他处理 where the form has three.
    """
    printed = list(terms)
    for merged, parts in form.merged.items():
        if (
            parts[0] in printed
            and set(parts) <= set(printed)
            and all(_is_absent(part, measures) for part in parts)
        ):
            place = printed.index(parts[0])
            printed = [term for term in printed if term not in parts]
            printed.insert(place, merged)
    return tuple(printed)


def _is_absent(measure: MeasureId, measures: Mapping[MeasureId, Measure]) -> bool:
    cell = measures.get(measure)
    return cell is None or cell.state in _ABSENT
