"""Random figures for a form: as printed, and as a person reads them.

Seeded, so that a failing document is the same document the next time.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extract.forms import FormDefinition
from model.form import Identity, ValueType
from model.ids import MeasureId
from model.report import MeasureState
from tests.corpus.scoring import NOT_PRINTED, Printed
from tests.extract.form_sheets import cells_of

_WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
_BLANK = Printed(state=MeasureState.BLANK)
_DASH = Printed(state=MeasureState.DASH)

Number = int | Decimal
Figure = tuple[str, Printed]


@dataclass(frozen=True, kw_only=True)
class Figures:
    texts: Mapping[MeasureId, str]
    """What each printed cell shows."""
    truth: Mapping[MeasureId, Printed]
    """What that says; cells of the form that are not printed are there too."""


def figures(form: FormDefinition, rng: random.Random, kind: str, *, merged: bool) -> Figures:
    """`kind` is one of KINDS."""
    cells = cells_of(form, merged=merged)
    numbers = {cell: _number(form.form.measures[cell].type, cell, rng) for cell in cells}
    if kind in _SOUND:
        _make_sound(numbers, form, merged=merged)
    printed = {cell: KINDS[kind](cell, number, rng) for cell, number in numbers.items()}
    missing = [cell for cell in form.form.measures if cell not in printed]
    return Figures(
        texts={cell: text for cell, (text, _) in printed.items()},
        truth={cell: read for cell, (_, read) in printed.items()}
        | dict.fromkeys(missing, NOT_PRINTED),
    )


def _number(kind: ValueType, cell: MeasureId, rng: random.Random) -> Number:
    if kind is ValueType.DECIMAL:
        return Decimal(rng.randrange(10**8)).scaleb(-rng.choice([2, 3, 4]))
    number = rng.choice([0, 0, 0, rng.randrange(1, 10), rng.randrange(50), rng.randrange(3000)])
    if kind is ValueType.SIGNED_COUNT:
        return number - 20
    if cell.startswith("t2."):
        return rng.choice([number, rng.randrange(400_000)])
    return min(number, 999) if cell.startswith("t4.") else number


def _make_sound(numbers: dict[MeasureId, Number], form: FormDefinition, *, merged: bool) -> None:
    """Changes totals and what is derived until every sum of the form holds."""
    written = (as_printed(identity, form, merged=merged) for identity in form.form.identities)
    identities = [one for one in written if numbers.keys() >= {*one.left, *one.right}]
    for rule in ("applications.result_sum", "applications.balance", "applications.row_sum"):
        for identity in (one for one in identities if one.rule == rule):
            if rule == "applications.balance":
                received, carried_in = identity.left
                handled = sum(numbers[cell] for cell in identity.right)
                numbers[carried_in] = min(numbers[carried_in], handled)
                numbers[received] = handled - numbers[carried_in]
            else:
                numbers[identity.right[0]] = sum(numbers[cell] for cell in identity.left)
    for identity in identities:
        if identity.rule == "remedies.outcome_sum":
            numbers[identity.right[0]] = sum(numbers[cell] for cell in identity.left)


def as_printed(identity: Identity, form: FormDefinition, *, merged: bool) -> Identity:
    """The identity with the merged row's cell in place of its parts."""
    if not merged:
        return identity
    left = list(identity.left)
    for whole, parts in form.form.merged.items():
        if set(parts) <= set(left):
            left = [cell for cell in left if cell not in parts] + [whole]
    return Identity(
        rule=identity.rule, instance=identity.instance, left=tuple(left), right=identity.right
    )


def _read(number: Number) -> Printed:
    return Printed(state=MeasureState.READ, value=number)


def _plain(_cell: MeasureId, number: Number, _rng: random.Random) -> Figure:
    return str(number), _read(number)


def _with_gaps(cell: MeasureId, number: Number, rng: random.Random) -> Figure:
    chance = rng.random()
    if chance < 0.06:
        return "", _BLANK
    if chance < 0.1:
        return rng.choice(["-", "/", "无"]), _DASH
    return _plain(cell, number, rng)


def _wide(_cell: MeasureId, number: Number, _rng: random.Random) -> Figure:
    return str(number).translate(_WIDE), _read(number)


def _grouped(_cell: MeasureId, number: Number, _rng: random.Random) -> Figure:
    return f"{number:,}", _read(number)


def _with_notes(cell: MeasureId, number: Number, rng: random.Random) -> Figure:
    if cell.startswith("t2.") and isinstance(number, int) and rng.random() < 0.5:
        return f"{number}（其中修订{rng.randrange(30)}件）", _read(number)
    return _plain(cell, number, rng)


def _zero(_cell: MeasureId, _number: Number, _rng: random.Random) -> Figure:
    return "0", _read(0)


KINDS: Mapping[str, Callable[[MeasureId, Number, random.Random], Figure]] = {
    "sound": _plain,
    "broken": _plain,
    "gaps": _with_gaps,
    "wide": _wide,
    "grouped": _grouped,
    "notes": _with_notes,
    "zeros": _zero,
}
"""All but `sound`, `notes` and `zeros` have sums that do not add up."""
_SOUND = frozenset({"sound", "notes"})
