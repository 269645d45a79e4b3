"""Damaged tables give fewer figures, never other ones that look certain."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.forms import FormDefinition, load_forms
from extract.tables import read_measures
from model.document import Block, Document, Line
from model.ids import MeasureId
from model.place import Place
from model.report import Measure
from tests.extract.form_sheets import (
    Sheet,
    as_cells_per_line,
    as_grids,
    as_lines,
    as_tabs,
    cells_of,
    document,
    fill,
    relabel,
)

FORMS = load_forms()
FORM = FORMS[-1]
STRANGE = "的一是了我不在他有这个上们来到时大地为子中你说生着就那和要她出也得里后自以会"
SHAPES: dict[str, Callable[[Sequence[Sheet]], Document]] = {
    "grid": as_grids,
    "tabs": as_tabs,
    "beside": lambda sheets: as_lines(sheets, wrap=14),
    "above": lambda sheets: as_lines(sheets, wrap=14, place="above"),
    "below": lambda sheets: as_lines(sheets, wrap=14, place="below"),
}
seeds = st.integers(0, 10**6)
# Enough lost characters can turn one label into another by chance: the same documents every time.
DAMAGE = settings(max_examples=15, deadline=None, derandomize=True)


def distinct_figures() -> dict[MeasureId, str]:
    """No two alike, so that every exchange shows."""
    return {cell: str(1000 + index) for index, cell in enumerate(cells_of(FORM))}


def certain(measures: Mapping[MeasureId, Measure]) -> dict[MeasureId, str | None]:
    return {cell: measure.raw for cell, measure in measures.items() if measure.stated}


def only_true_figures(read: Document, figures: dict[MeasureId, str]) -> int:
    found = certain(read_measures(read, FORMS).measures)
    wrong = {cell: raw for cell, raw in found.items() if figures.get(cell) != raw}
    assert wrong == {}
    return len(found)


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=seeds, rate=st.floats(0.05, 0.9))
@DAMAGE
def test_labels_replaced_by_garbage(shape: str, seed: int, rate: float) -> None:
    rng = random.Random(seed)

    def garble(text: str) -> str:
        return "".join(rng.choice(STRANGE) for _ in text) if rng.random() < rate else text

    figures = distinct_figures()
    only_true_figures(SHAPES[shape](relabel(fill(FORM, figures), garble)), figures)


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=seeds, rate=st.floats(0.02, 0.5))
@DAMAGE
def test_labels_that_lost_characters(shape: str, seed: int, rate: float) -> None:
    rng = random.Random(seed)

    def thin(text: str) -> str:
        return "".join(character for character in text if rng.random() > rate) or "某"

    figures = distinct_figures()
    only_true_figures(SHAPES[shape](relabel(fill(FORM, figures), thin)), figures)


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=seeds)
@DAMAGE
def test_figures_that_are_missing(shape: str, seed: int) -> None:
    rng = random.Random(seed)
    figures = {
        cell: "" if rng.random() < 0.1 else text for cell, text in distinct_figures().items()
    }
    only_true_figures(SHAPES[shape](fill(FORM, figures)), figures)


@pytest.mark.parametrize("shape", ["grid", "tabs", "beside"])
@given(seed=seeds)
@DAMAGE
def test_strangers_between_the_lines(shape: str, seed: int) -> None:
    rng = random.Random(seed)
    figures = distinct_figures()
    blocks: list[Block] = []
    for block in SHAPES[shape](fill(FORM, figures)).blocks:
        if rng.random() < 0.1:
            text = rng.choice(["7", "- 3 -", "第 3 页", "云渡县政府信息公开年报"])
            blocks.append(Line(text=text, place=Place(line=1)))
        blocks.append(block)
    assert only_true_figures(document(blocks), figures) > 150


STRAYS = ("7", "3", "- 3 -", "第 3 页", "云渡县政府信息公开年报", "其他", "总计", "12")


@pytest.mark.parametrize("damage", ["lost", "lost numbers", "strays", "both"])
@pytest.mark.parametrize("rate", [0.004, 0.02, 0.08])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_one_cell_a_line_with_lines_lost_and_strays_between(
    form: FormDefinition, rate: float, damage: str
) -> None:
    """The weakest shape: nothing but their order says which number is whose."""
    figures = {cell: str(1000 + index) for index, cell in enumerate(cells_of(form))}
    for seed in range(3):
        rng = random.Random(f"{seed} {rate} {damage}")
        blocks: list[Block] = []
        for block in as_cells_per_line(fill(form, figures)).blocks:
            assert isinstance(block, Line)
            losable = damage in {"lost", "both"} or block.text.strip().isdigit()
            if damage != "strays" and losable and rng.random() < rate:
                continue
            if damage in {"strays", "both"} and rng.random() < rate:
                blocks.append(Line(text=rng.choice(STRAYS), place=Place(line=1)))
            blocks.append(block)
        only_true_figures(document(blocks), figures)


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=seeds)
@DAMAGE
def test_rows_that_are_missing(shape: str, seed: int) -> None:
    rng = random.Random(seed)
    figures = distinct_figures()
    sheets = []
    for sheet in fill(FORM, figures):
        lost = {cell.row for cell in sheet.cells if cell.row > 2 and rng.random() < 0.05}
        kept = tuple(cell for cell in sheet.cells if cell.row not in lost)
        sheets.append(replace(sheet, cells=kept))
    only_true_figures(SHAPES[shape](sheets), figures)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("本年度止件数", "本年废止件数"),
        ("其他法律法规禁止公开", "2.其他法律行政法规禁止公开"),
        ("2.其他法律行政止公开", "2.其他法律行政法规禁止公开"),
        ("5.要求行政机关确认或重新出具", "5.要求行政机关确认或重新出具已获取信息"),
        ("总计（7）", "（七）总计"),
    ],
)
@pytest.mark.parametrize("shape", SHAPES)
def test_damaged_labels_of_real_reports_are_read(shape: str, printed: str, meant: str) -> None:
    figures = distinct_figures()
    sheets = relabel(fill(FORM, figures), lambda text: printed if text == meant else text)
    assert only_true_figures(SHAPES[shape](sheets), figures) == len(figures)


@pytest.mark.parametrize("row", ["t3.new_received.", "t4."])
def test_digits_that_a_narrow_column_put_on_the_next_line(row: str) -> None:
    """`12439` prints as `1243` above `9`: the row's figures must not look certain."""
    figures = distinct_figures()
    wrapped = [cell for cell in figures if cell.startswith(row)]
    shown = as_lines(fill(FORM, figures))
    blocks: list[Block] = []
    for block in shown.blocks:
        blocks.append(block)
        if isinstance(block, Line) and figures[wrapped[0]] in block.text.split():
            blocks.append(Line(text="9 2", place=Place(line=1)))

    read = read_measures(document(blocks), FORMS).measures

    assert {read[cell].doubt for cell in wrapped} == {"stray_number"}
    assert all(not read[cell].doubt for cell in figures if cell not in wrapped)
    assert not any(measure.doubt for measure in read_measures(shown, FORMS).measures.values())
