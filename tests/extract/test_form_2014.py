"""The table of statistics of 2014 to 2018, and what reports of those years say beside it."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from extract.forms import load_forms
from extract.reading import read_document
from extract.report import extract_report
from extract.tables import MeasuresRead, read_measures
from model.document import Document
from model.errors import ExtractionError
from model.form import SectionId
from model.ids import MeasureId
from model.report import MeasureState
from tests.extract.docx_files import docx, paragraph
from tests.extract.form_sheets import document, lines
from tests.extract.statistics_2014 import CELLS, FIGURES, HEAD, LINES, Row, rows

FORMS = load_forms()
TITLE = "云渡县人民政府2016年政府信息公开工作年度报告"
TEXT = "全年主动公开政府信息若干条，内容涵盖财政预决算、公共资源配置等领域，群众反映良好。" * 8


def as_text(printed: Sequence[Row]) -> Document:
    return document(lines(["附表", *("    ".join(row) for row in printed)]))


def as_tabs(printed: Sequence[Row]) -> Document:
    return document(lines(["附表", *("\t".join(row) for row in printed)]))


def as_cells(printed: Sequence[Row]) -> Document:
    return document(lines(["附表", *(cell for row in printed for cell in row)]))


def as_page(printed: Sequence[Row]) -> Document:
    trs = "".join(f"<tr>{''.join(f'<td><p>{c}</p></td>' for c in row)}</tr>" for row in printed)
    return read_document(f"<html><body><table>{trs}</table></body></html>".encode(), "x.html")


def as_word(printed: Sequence[Row]) -> Document:
    body = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in printed
    )
    return read_document(docx(f"<w:tbl>{body}</w:tbl>"), "x.docx")


SHAPES: dict[str, Callable[[Sequence[Row]], Document]] = {
    "text": as_text,
    "tabs": as_tabs,
    "cells": as_cells,
    "html": as_page,
    "docx": as_word,
}


def certain(read: MeasuresRead) -> dict[str, str | None]:
    return {str(cell): measure.raw for cell, measure in read.measures.items() if measure.stated}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_figure_comes_out_as_printed(shape: str) -> None:
    read = read_measures(SHAPES[shape]([HEAD, *rows(FIGURES)]), FORMS)
    assert read.form == "2014"
    assert certain(read) == FIGURES
    assert read.warnings == ()


@pytest.mark.parametrize("wrap", [9, 14, 20])
@pytest.mark.parametrize("last", [True, False])
def test_labels_wrap_and_a_digit_in_a_label_is_no_figure(wrap: int, last: bool) -> None:
    """`…公开相同信息计1` ends a line where labels wrap after 14 characters."""
    printed = ["附表", " ".join(HEAD)]
    for label, unit, number in rows(FIGURES):
        text = label.strip()
        pieces = [text[at : at + wrap] for at in range(0, len(text), wrap)]
        beside = -1 if last else 0
        pieces[beside] += f" {unit} {number}"
        printed += pieces
    read = read_measures(document(lines(printed)), FORMS)
    assert certain(read) == FIGURES


@pytest.mark.parametrize("shape", SHAPES)
def test_rows_with_the_same_label_are_not_taken_for_each_other(shape: str) -> None:
    """（二）被依法纠错数 stands under reconsideration and under litigation."""
    kept = {
        cell: text
        for cell, text in FIGURES.items()
        if not cell.startswith(("s.reconsideration", "s.litigation.upheld"))
        and cell != "s.litigation.number"
    }
    read = read_measures(SHAPES[shape]([HEAD, *rows(kept)]), FORMS)
    found = certain(read)
    assert {cell: found[cell] for cell in found if kept.get(cell) != found[cell]} == {}
    assert "tables.rows_not_found" in {warning.code for warning in read.warnings}


@pytest.mark.parametrize("lost", range(0, len(CELLS), 3))
@pytest.mark.parametrize("shape", ["text", "cells", "html"])
def test_a_lost_row_moves_no_other(shape: str, lost: int) -> None:
    kept = {cell: text for cell, text in FIGURES.items() if cell != CELLS[lost]}
    read = read_measures(SHAPES[shape]([HEAD, *rows(kept)]), FORMS)
    found = certain(read)
    assert {cell: found[cell] for cell in found if kept.get(cell) != found[cell]} == {}
    if shape != "cells":
        assert found == kept


@pytest.mark.parametrize("lost", range(0, len(CELLS), 5))
def test_a_number_that_one_cell_a_line_dropped_is_not_taken_from_the_next_row(lost: int) -> None:
    texts = list(HEAD)
    for label, unit, number in rows(FIGURES, dash=""):
        dropped = number == FIGURES[CELLS[lost]]
        texts += [cell for cell in (label, unit, "" if dropped else number) if cell]
    found = certain(read_measures(document(lines(texts)), FORMS))
    assert {cell: text for cell, text in found.items() if FIGURES[cell] != text} == {}
    assert CELLS[lost] not in found


def test_an_amount_keeps_its_digits_and_another_unit_is_doubted() -> None:
    figures = {**FIGURES, "s.fees.number": "0.35", "s.support.budget.number": "12000"}
    printed = [
        (label, "元" if number == "12000" else unit, number)
        for label, unit, number in [HEAD, *rows(figures)]
    ]
    read = read_measures(as_page(printed), FORMS)
    fees = read.measures[MeasureId("s.fees.number")]
    assert (fees.value, fees.stated) == (Decimal("0.35"), True)
    budget = read.measures[MeasureId("s.support.budget.number")]
    assert (budget.value, budget.doubt, budget.note) == (Decimal(12000), "unit_differs", "元")
    assert [warning.code for warning in read.warnings] == ["tables.unit_in_cell"]


def test_a_dash_and_a_blank_are_no_numbers() -> None:
    figures = {**FIGURES, "s.received.fax.number": "—", "s.received.letter.number": ""}
    read = read_measures(as_page([HEAD, *rows(figures)]), FORMS)
    states = [
        read.measures[MeasureId(f"s.received.{way}.number")].state for way in ("fax", "letter")
    ]
    assert states == [MeasureState.DASH, MeasureState.BLANK]


def test_a_label_that_nobody_knows_is_told_and_not_guessed_at() -> None:
    printed = [HEAD, *rows(FIGURES)]
    printed.insert(30, ("\u3000\u30003.超期办结数（市里另加）", "件", "77"))
    printed.append(("十、门户网站访问总量", "万次", "88"))
    read = read_measures(as_page(printed), FORMS)
    assert certain(read) == FIGURES
    (warning,) = read.warnings
    assert warning.code == "tables.rows_unknown"
    assert "超期办结数（市里另加） 件 77" in warning.text.zh
    assert "门户网站访问总量 万次 88" in warning.text.zh


def test_two_columns_of_figures_are_left_alone() -> None:
    """Last year beside this year: nothing tells which is which."""
    page = "".join(
        f"<tr><td>{label}</td><td>{unit}</td><td>{number}</td><td>{number}</td></tr>"
        for label, unit, number in [HEAD, *rows(FIGURES)]
    )
    read = read_measures(read_document(f"<html><table>{page}</table>".encode(), "x.html"), FORMS)
    assert certain(read) == {}


def test_text_and_sections_of_an_old_report_stay_readable() -> None:
    body = "".join(
        f"<p>{text}</p>"
        for text in (
            TITLE,
            "根据条例要求，编制本年度报告。",
            "一、概述",
            f"甲{TEXT}",
            "二、主动公开政府信息情况",
            f"乙{TEXT}",
            "三、依申请公开政府信息情况",
            f"丙{TEXT}",
            "四、政府信息公开收费及减免情况",
            "全年没有收费。",
            "五、因政府信息公开申请行政复议、提起行政诉讼情况",
            f"丁{TEXT}",
        )
    )
    table = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [HEAD, *rows(FIGURES)]
    )
    page = f"<html><body>{body}<table>{table}</table></body></html>"
    report = extract_report(read_document(page.encode(), "x.html"), name="x.html")
    assert (report.form, report.reporting_year) == ("2014", 2016)
    assert {cell: measure.raw for cell, measure in report.measures.items()} == FIGURES
    assert [section.id for section in report.sections] == list(SectionId)[:4]
    assert "全年没有收费。" in report.sections[2].text
    assert report.other_text == "根据条例要求，编制本年度报告。"


def test_an_old_report_without_known_headings_keeps_its_text() -> None:
    texts = (TITLE.replace("2016", "2011"), "一、工作机构建设", f"甲{TEXT}", "二、收费", TEXT)
    report = extract_report(document(lines(texts)))
    assert (report.sections, report.form) == ((), None)
    assert "工作机构建设" in report.other_text
    assert f"甲{TEXT}" in report.other_text


def test_the_table_alone_is_no_report() -> None:
    page = [("2016年政府信息公开情况统计表", "", ""), HEAD, *rows(FIGURES)]
    texts = ["2016年政府信息公开情况统计表", *("\t".join(row) for row in page[1:])]
    with pytest.raises(ExtractionError) as caught:
        extract_report(document(lines(texts)))
    assert "统计表" in caught.value.what.zh


def test_the_form_file_and_the_printed_table_have_the_same_rows() -> None:
    (form,) = [form for form in FORMS if form.id == "2014"]
    assert set(form.form.measures) == set(CELLS)
    units = {form.form.measures[MeasureId(cell)].unit for _, _, _, cell in LINES if cell}
    assert units == {unit for _, _, unit, _ in LINES if unit}
