"""Which generation of the form a document was written on, told from its labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.forms import FormDefinition, RowDefinition
from extract.tables.labels import fold, similarity
from extract.tables.source import Source
from extract.tables.table import CLEAR, read_tables
from extract.tables.vocabulary import vocabulary
from extract.tables.windows import find_windows

_LONGEST_CELL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldForm:
    definition: FormDefinition
    uncertain: bool
    """The labels fit another generation as well; the newest was taken."""


def tell_form(source: Source, forms: Sequence[FormDefinition]) -> ToldForm | None:
    """Labels of one generation only decide. Without any, the rows that were found do."""
    marks = [len(set(_marks(source, form))) for form in forms]
    best = max(marks, default=0)
    if best and marks.count(best) == 1:
        return ToldForm(definition=forms[marks.index(best)], uncertain=False)
    rows = [_rows_found(source, form) for form in forms]
    most = max((len(found) for found in rows), default=0)
    if most == 0:
        return None
    fitting = [form for form, found in zip(forms, rows, strict=True) if len(found) == most]
    # An older form explains rows that are not its own only if no newer one has them.
    as_ordered = [
        form
        for form, found in zip(forms, rows, strict=True)
        if len(found) == most and not any(row.optional for row in found)
    ]
    return ToldForm(
        definition=fitting[-1], uncertain=len(fitting) > 1 and as_ordered != fitting[-1:]
    )


def _marks(source: Source, form: FormDefinition) -> Iterator[str]:
    """The form's own labels that stand as labels, not in running text, near one of its tables."""
    marks = [fold(label) for label in form.detect]
    seen = {
        token.folded
        for table in form.tables
        for window in find_windows(source.items, vocabulary(table))
        for item in source.items[window.start : window.end]
        for token in item.tokens
        if 0 < len(token.folded) <= _LONGEST_CELL
    }
    for mark in marks:
        if any(mark in text or similarity(mark, text) >= CLEAR for text in seen):
            yield mark


def _rows_found(source: Source, form: FormDefinition) -> list[RowDefinition]:
    readings = [read_tables(source, table) for table in form.tables]
    return [row.row for found in readings if found for row in found[0].rows]
