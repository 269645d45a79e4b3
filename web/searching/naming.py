"""The names that a query may use: figures of every form, rules of the audit.

In a module of its own: forms and rules bring half of the house along, and take as long to load as
the rest of a search for words.
"""

import pkgutil
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from audit import rules as rule_modules
from extract.forms import FormDefinition, load_forms
from index import Vocabulary
from index.measures import measure_names
from model.ids import MeasureId


@cache
def vocabulary() -> Vocabulary:
    forms = load_forms()
    return Vocabulary(
        measures=measure_names((one.form for one in forms), _spellings(forms)),
        rules=rules(),
        forms=tuple(one.form.id for one in forms),
    )


def rules() -> tuple[str, ...]:
    """The ids of all rules: each is a module of `audit.rules`."""
    names = (module.name for module in pkgutil.iter_modules(rule_modules.__path__))
    return tuple(sorted(name.replace("_", ".", 1) for name in names if "_" in name))


def _spellings(forms: tuple[FormDefinition, ...]) -> Mapping[MeasureId, tuple[str, ...]]:
    """How reports print the labels of a cell beside the official way."""
    found: dict[MeasureId, list[str]] = defaultdict(list)
    for form in forms:
        for block in (block for table in form.tables for block in table.blocks):
            for row in block.rows:
                for cell, column in zip(row.cells, block.columns, strict=True):
                    found[cell] += [
                        f"{label} / {head}" for label in row.labels for head in column.labels[:1]
                    ]
    return {cell: tuple(dict.fromkeys(paths)) for cell, paths in found.items()}
