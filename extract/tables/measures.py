"""Cells as measures: step eight."""

from dataclasses import replace
from decimal import Decimal

from extract.tables.doubts import Doubt
from extract.tables.tokens import Role, Token
from extract.tables.values import Kind, Value
from model.form import MeasureDefinition, ValueType
from model.report import Measure, MeasureState

# Units that only say that things are counted; any other unit changes what the number means.
_COUNTING = frozenset(
    {"件", "宗", "项", "个", "条", "起", "次", "份", "人", "人次", "家", "部", "篇"}
)


def absent(definition: MeasureDefinition, doubt: Doubt | None = None) -> Measure:
    return Measure(id=definition.id, value=None, raw=None, state=MeasureState.ABSENT, doubt=doubt)


def inferred(definition: MeasureDefinition, number: int | Decimal) -> Measure:
    return Measure(id=definition.id, value=number, raw=None, state=MeasureState.INFERRED)


def from_token(
    definition: MeasureDefinition, token: Token, doubt: Doubt | None, unit: str | None = None
) -> Measure:
    """`unit`: what the row prints beside the cell; a unit in the cell itself goes before it."""
    value = token.value
    if value is not None and value.kind is Kind.NUMBER and unit and value.unit is None:
        value = replace(value, unit=unit)
    if token.role is Role.REMARK or value is None:
        return absent(definition, Doubt.NOT_A_NUMBER)
    if value.kind is not Kind.NUMBER:
        state = MeasureState.BLANK if value.kind is Kind.BLANK else MeasureState.DASH
        return Measure(
            id=definition.id,
            value=None,
            raw=token.text,
            state=state,
            place=token.place,
            doubt=doubt,
        )
    return Measure(
        id=definition.id,
        value=_number(definition, value),
        raw=token.text,
        state=MeasureState.READ,
        note=_note(definition, value),
        place=token.place,
        doubt=_own_doubt(definition, value) or doubt,
    )


def _number(definition: MeasureDefinition, value: Value) -> int | Decimal | None:
    """An amount is a Decimal; a count with a fraction stays one, too, as the agency printed it."""
    if definition.type is ValueType.DECIMAL and isinstance(value.number, int):
        return Decimal(value.number)
    return value.number


def _note(definition: MeasureDefinition, value: Value) -> str | None:
    """The words beside the number; the unit, too, where the form's head gives none."""
    unit = value.unit if _unit_matters(definition, value) else None
    return "；".join(part for part in (unit, value.note) if part) or None


def _unit_matters(definition: MeasureDefinition, value: Value) -> bool:
    if value.unit is None or value.unit == definition.unit:
        return False
    return definition.type is ValueType.DECIMAL or value.unit not in _COUNTING


def _own_doubt(definition: MeasureDefinition, value: Value) -> str | None:
    if value.wrapped:
        return Doubt.NUMBER_WRAPPED
    if definition.unit is not None and _unit_matters(definition, value):
        return Doubt.UNIT_DIFFERS
    return None
