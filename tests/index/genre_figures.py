"""What the invented reports state in their tables: nearly all zeros, as in the real ones."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from random import Random

from extract.forms import load_forms
from model.form import Form, MeasureDefinition, ValueType
from model.ids import MeasureId
from model.report import Measure, MeasureState
from tests.index.genre import Invented

_UNREAD: tuple[tuple[MeasureState, str | None, int | None], ...] = (
    (MeasureState.BLANK, "", None),
    (MeasureState.DASH, "-", None),
    (MeasureState.ABSENT, None, None),
    (MeasureState.INFERRED, None, 7),
)
"""Cells that state no number: one that the sums leave open is ours, not the agency's."""


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(definition.form for definition in load_forms())


def form_of(invented: Invented) -> Form | None:
    """The generation of its year; some reports have no table that anybody could read."""
    if invented.year is None or invented.number % 23 == 0:
        return None
    return next(
        (
            form
            for form in _forms()
            if (form.first_year or 0) <= invented.year <= (form.last_year or 9999)
        ),
        None,
    )


def figures(invented: Invented) -> Mapping[MeasureId, Measure]:
    """Every cell of the form that is not optional; empty without a form.

    Every tenth cell or so is not zero, every fiftieth was not read.
    """
    form = form_of(invented)
    if form is None:
        return {}
    random = Random(f"figures {invented.number}")
    return {
        name: _measure(random, definition)
        for name, definition in form.measures.items()
        if name not in form.optional
    }


def _measure(random: Random, definition: MeasureDefinition) -> Measure:
    drawn = random.random()
    if drawn < 0.02:
        state, raw, value = random.choice(_UNREAD)
        return Measure(id=definition.id, value=value, raw=raw, state=state)
    count = int(10 ** random.uniform(0, 2.6)) if drawn > 0.88 else 0
    if definition.type is not ValueType.DECIMAL:
        return Measure(id=definition.id, value=count, raw=str(count), state=MeasureState.READ)
    amount = (Decimal(count) + random.randint(0, 3)) / 10
    return Measure(id=definition.id, value=amount, raw=str(amount), state=MeasureState.READ)
