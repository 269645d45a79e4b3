"""A generation of the statutory format, as data read from `extract/forms/*.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from model.ids import FormId, MeasureId, RuleId


class SectionId(StrEnum):
    OVERVIEW = "overview"
    PROACTIVE = "proactive"
    APPLICATIONS = "applications"
    REMEDIES = "remedies"
    PROBLEMS = "problems"
    OTHER_MATTERS = "other_matters"


class ValueType(StrEnum):
    COUNT = "count"
    SIGNED_COUNT = "signed_count"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    id: MeasureId
    label: str
    """Official Chinese label path for people: `不予公开 / 属于国家秘密 / 自然人`."""
    type: ValueType
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An equality that the form itself demands: sum(left) == sum(right), one instance of it."""

    rule: RuleId
    instance: str
    """What distinguishes it within its rule: a column, row or block id."""
    left: tuple[MeasureId, ...]
    right: tuple[MeasureId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    id: FormId
    document: str
    """The order that prescribes it, with its number."""
    measures: Mapping[MeasureId, MeasureDefinition]
    """Every statutory cell in the form's order, then the optional ones."""
    identities: tuple[Identity, ...]
    merged: Mapping[MeasureId, tuple[MeasureId, ...]]
    """A cell some reports print in place of several (one row for （六）其他处理) → those cells.

    A term of an identity may be replaced by the merged cell when all of its parts are absent.
    """
    optional: frozenset[MeasureId] = frozenset()
    """Cells that the order does not have but reports print in place of others."""
    first_year: int | None = None
    last_year: int | None = None
    """Reporting years that the order covers; None: no end known."""
