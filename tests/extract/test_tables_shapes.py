"""Whatever shape a filled form comes in, its figures are read exactly as printed."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.forms import FormDefinition, load_forms
from extract.reading import read_document
from extract.tables import MeasuresRead, read_measures
from model.document import Document
from model.form import ValueType
from model.ids import MeasureId
from model.report import MeasureState
from tests.extract.form_sheets import (
    Sheet,
    as_cells_per_line,
    as_grids,
    as_html,
    as_lines,
    as_tabs,
    cells_of,
    fill,
    relabel,
)

FORMS = load_forms()
PRINTINGS = [
    (form, merged) for form in FORMS for merged in (False, True)[: 1 + bool(form.form.merged)]
]
counts = st.integers(0, 30) | st.integers(0, 3_000_000)
printed = {
    ValueType.COUNT: counts.map(str) | counts.map(lambda number: f"{number:,}"),
    ValueType.SIGNED_COUNT: st.integers(-30, 30).map(str),
    ValueType.DECIMAL: st.decimals(0, 20_000, places=3).map(str),
}


@st.composite
def filled(draw: st.DrawFn) -> tuple[FormDefinition, bool, dict[MeasureId, str]]:
    """A form with random figures; their sums do not add up, and must not matter."""
    form, merged = draw(st.sampled_from(PRINTINGS))
    figures = {
        cell: draw(printed[form.form.measures[cell].type]) for cell in cells_of(form, merged=merged)
    }
    return form, merged, figures


def read_exactly(
    read: MeasuresRead, form: FormDefinition, figures: Mapping[MeasureId, str]
) -> None:
    """And told when the rows are not those of the order: 2021 with the one row of 2019."""
    assert read.form == form.id
    raw = {cell: m.raw for cell, m in read.measures.items() if m.state is MeasureState.READ}
    assert raw == figures
    mixed = figures.keys() & form.form.optional
    assert [warning.code for warning in read.warnings] == (["form.mixed"] if mixed else [])
    assert not [measure.doubt for measure in read.measures.values() if measure.doubt]
    assert set(form.form.measures) - form.form.optional <= set(read.measures)


SHAPES: dict[str, Callable[[Sequence[Sheet]], Document]] = {
    "grid": as_grids,
    "tabs": as_tabs,
    "one cell a line, indented": as_cells_per_line,
    "one cell a line": lambda sheets: as_cells_per_line(sheets, indent=""),
    "html": lambda sheets: read_document(as_html(sheets).encode(), "report.html"),
}


@pytest.mark.parametrize("shape", SHAPES)
@given(form_and_figures=filled())
@settings(max_examples=10, deadline=None)
def test_figures_come_out_as_printed(
    shape: str, form_and_figures: tuple[FormDefinition, bool, dict[MeasureId, str]]
) -> None:
    form, merged, figures = form_and_figures
    document = SHAPES[shape](fill(form, figures, merged=merged))
    read_exactly(read_measures(document, FORMS), form, figures)


@given(
    form_and_figures=filled(),
    wrap=st.integers(8, 40),
    place=st.sampled_from(["first", "last", "above", "below", "between"]),
)
@settings(max_examples=40, deadline=None)
def test_labels_may_wrap_and_values_stand_anywhere_beside_them(
    form_and_figures: tuple[FormDefinition, bool, dict[MeasureId, str]], wrap: int, place: str
) -> None:
    form, merged, figures = form_and_figures
    document = as_lines(fill(form, figures, merged=merged), wrap=wrap, place=place)
    read_exactly(read_measures(document, FORMS), form, figures)


@pytest.mark.parametrize("wrap", [4, 5, 6])
@pytest.mark.parametrize(("form", "merged"), PRINTINGS[1:])
def test_labels_in_columns_of_a_few_characters(
    form: FormDefinition, merged: bool, wrap: int
) -> None:
    cells = cells_of(form, merged=merged)
    figures = {cell: str(index) for index, cell in enumerate(cells)}
    document = as_lines(fill(form, figures, merged=merged), wrap=wrap, place="first")
    read_exactly(read_measures(document, FORMS), form, figures)


WIDE = str.maketrans("0123456789().,", "０１２３４５６７８９（）．，")


@pytest.mark.parametrize(
    "spelling",
    [
        " ".join,
        "\u3000".join,
        lambda text: "\n".join(text[at : at + 2] for at in range(0, len(text), 2)),
        lambda text: text.replace("（", "(").replace("）", ")"),
        lambda text: text.replace("“", '"').replace("”", "」"),
        lambda text: text.translate(WIDE),
        lambda text: f"\u200b{text}\xa0",
        lambda text: text.replace("、", "").replace("，", ""),
    ],
    ids=["blanks", "wide blanks", "wraps", "brackets", "quotes", "width", "invisible", "commas"],
)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_spelling_of_labels_does_not_matter(
    form: FormDefinition, spelling: Callable[[str], str]
) -> None:
    figures = {cell: str(index) for index, cell in enumerate(cells_of(form))}
    document = as_grids(relabel(fill(form, figures), spelling))
    read_exactly(read_measures(document, FORMS), form, figures)
