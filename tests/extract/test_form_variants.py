"""Tables that mix two generations, that are turned on their side, or printed on an old form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from extract.forms import load_forms, read_form
from extract.reading import read_document
from extract.report import extract_report
from extract.tables import MeasuresRead, read_measures
from model.document import Document
from model.ids import MeasureId
from model.report import MeasureState, Report
from tests.extract.documents import HEADINGS, PROSE
from tests.extract.form_sheets import (
    Sheet,
    SheetCell,
    as_cells_per_line,
    as_grids,
    as_html,
    as_lines,
    as_tabs,
    cells_of,
    document,
    fill,
    lines,
)

FORMS = load_forms()
OLD, NEW = FORMS[-2:]
SHAPES: dict[str, Callable[[Sequence[Sheet]], Document]] = {
    "grid": as_grids,
    "tabs": as_tabs,
    "cells": as_cells_per_line,
    "lines": as_lines,
}


def figures(cells: Sequence[MeasureId]) -> dict[MeasureId, str]:
    return {cell: str(1000 + number) for number, cell in enumerate(cells)}


def certain(read: MeasuresRead) -> dict[MeasureId, str | None]:
    return {cell: measure.raw for cell, measure in read.measures.items() if measure.stated}


def codes(read: MeasuresRead | Report) -> list[str]:
    return [warning.code for warning in read.warnings]


def only_true(read: MeasuresRead, printed: Mapping[MeasureId, str]) -> None:
    found = certain(read)
    assert {cell: text for cell, text in found.items() if printed.get(cell) != text} == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_table_2_of_2019_with_table_3_of_2021(shape: str) -> None:
    old = figures(cells_of(OLD, merged=True))
    new = figures(cells_of(NEW))
    sheets = [fill(OLD, old, merged=True)[0], *fill(NEW, new)[1:]]
    read = read_measures(SHAPES[shape](sheets), FORMS)
    assert read.form == "2019"
    assert certain(read) == {
        **{cell: text for cell, text in old.items() if cell.startswith("t2.")},
        **{cell: text for cell, text in new.items() if not cell.startswith("t2.")},
    }
    assert codes(read) == ["form.mixed"]


@pytest.mark.parametrize("shape", SHAPES)
def test_table_2_of_2021_with_table_3_of_2019(shape: str) -> None:
    printed = figures(cells_of(NEW, merged=True))
    read = read_measures(SHAPES[shape](fill(NEW, printed, merged=True)), FORMS)
    assert read.form == "2021"
    assert certain(read) == printed
    assert codes(read) == ["form.mixed"]
    parts = NEW.form.merged[MeasureId("t3.other.total")]
    assert {read.measures[part].state for part in parts} == {MeasureState.ABSENT}


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_a_form_printed_as_ordered_is_not_mixed(year: str) -> None:
    form, merged = (OLD, True) if year == "2019" else (NEW, False)
    printed = figures(cells_of(form, merged=merged))
    assert codes(read_measures(as_grids(fill(form, printed, merged=merged)), FORMS)) == []


def one_report(year: int, form: str) -> Report:
    definition = next(one for one in FORMS if one.id == form)
    printed = figures(cells_of(definition, merged=form == "2019"))
    tables = as_html(fill(definition, printed, merged=form == "2019"))
    start = tables.index("<body>") + len("<body>")
    title = f"<h1>云渡县财政局{year}年政府信息公开工作年度报告</h1>"
    prose = f"<p>{HEADINGS[0]}</p><p>{PROSE}</p>"
    page = tables[:start] + title + prose + tables[start:]
    return extract_report(read_document(page.encode(), "x.html"), name="x.html")


@pytest.mark.parametrize(
    ("year", "form", "told"),
    [
        (2018, "2019", ["form.later_than_year"]),
        (2019, "2019", []),
        (2020, "2019", []),
        (2021, "2019", ["form.superseded"]),
        (2024, "2019", ["form.superseded"]),
        (2020, "2021", ["form.later_than_year"]),
        (2021, "2021", []),
        (2025, "2021", []),
    ],
)
def test_a_form_of_another_year_is_told_and_its_figures_are_read(
    year: int, form: str, told: list[str]
) -> None:
    report = one_report(year, form)
    assert (report.form, report.reporting_year) == (form, year)
    assert [code for code in codes(report) if code.startswith("form.")] == told
    assert all(measure.stated for measure in report.measures.values())


REMEDIES = [cell for cell in cells_of(NEW) if cell.startswith("t4.")]
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def cell(row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> SheetCell:
    return SheetCell(row=row, column=column, rows=rows, columns=columns, text=text)


def turned_by_groups(printed: Mapping[MeasureId, str]) -> Sheet:
    """Three rows of five numbers."""
    cells = [cell(0, 0, "类别", columns=2), *(cell(0, 2 + i, t) for i, t in enumerate(OUTCOMES))]
    cells += [cell(1, 0, "行政复议", columns=2)]
    cells += [cell(1, 2 + i, printed[c]) for i, c in enumerate(REMEDIES[:5])]
    cells += [cell(2, 0, "行政诉讼", rows=2)]
    for number, group in enumerate(GROUPS[1:], start=1):
        cells.append(cell(1 + number, 1, group))
        values = REMEDIES[5 * number : 5 * number + 5]
        cells += [cell(1 + number, 2 + i, printed[c]) for i, c in enumerate(values)]
    return Sheet(title=HEADINGS[3], cells=tuple(cells), columns=7)


def turned_wholly(printed: Mapping[MeasureId, str]) -> Sheet:
    """Fifteen rows of one number, without any head."""
    cells: list[SheetCell] = []
    for number, measure in enumerate(REMEDIES):
        if number == 0:
            cells.append(cell(0, 0, "行政复议", rows=5, columns=2))
        if number == 5:
            cells.append(cell(5, 0, "行政诉讼", rows=10))
        if number in (5, 10):
            cells.append(cell(number, 1, GROUPS[number // 5], rows=5))
        cells += [cell(number, 2, OUTCOMES[number % 5]), cell(number, 3, printed[measure])]
    return Sheet(title=HEADINGS[3], cells=tuple(cells), columns=4)


@pytest.mark.parametrize("turned", [turned_by_groups, turned_wholly])
@pytest.mark.parametrize("shape", SHAPES)
def test_table_4_on_its_side(
    shape: str, turned: Callable[[Mapping[MeasureId, str]], Sheet]
) -> None:
    printed = figures(cells_of(NEW))
    sheets = [*fill(NEW, printed)[:2], turned(printed)]
    read = read_measures(SHAPES[shape](sheets), FORMS)
    assert certain(read) == printed
    assert codes(read) == []


@pytest.mark.parametrize("turned", [turned_by_groups, turned_wholly])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("lost", range(15))
def test_a_lost_cell_of_a_turned_table_4_moves_no_other(
    shape: str, turned: Callable[[Mapping[MeasureId, str]], Sheet], lost: int
) -> None:
    printed = figures(cells_of(NEW))
    sheet = turned(printed)
    kept = tuple(c for c in sheet.cells if c.text != printed[REMEDIES[lost]])
    sheets = [*fill(NEW, printed)[:2], replace(sheet, cells=kept)]
    only_true(read_measures(SHAPES[shape](sheets), FORMS), printed)


BORDERLESS = [
    "二、主动公开政府信息情况",
    "第二十条第（一）项",
    "信息内容 本年新制作数量 本年新公开数量 对外公开总数量",
    "规章 0 0 0",
    "规范性文件 22（其中",
    "修订16件） 21 120",
    "第二十条第（五）项",
    "信息内容 上一年项目数量 本年增/减 处理决定数量",
    "行政许可 310（含承接",
    "上级下放3项） +3 4711",
    "其他对外管理服务事项 45 0 12",
    "第二十条第（六）项",
    "信息内容 上一年项目数量 本年增/减 处理决定数量",
    "行政处罚 7 -1 5",
    "行政强制 2 0 1",
    "第二十条第（八）项",
    "信息内容 上一年项目数量 本年增/减",
    "行政事业性收费 3 0",
    "第二十条第（九）项",
    "信息内容 采购项目数量 采购总金额",
    "政府集中采购 17 477.35",
]


def test_a_note_that_wraps_in_a_table_without_borders_shifts_nothing() -> None:
    read = read_measures(document(lines(BORDERLESS)), FORMS)
    found = certain(read)
    expected = {
        "t2.rules.newly_made": "0",
        "t2.normative_docs.newly_made": "22（其中修订16件）",
        "t2.normative_docs.newly_published": "21",
        "t2.normative_docs.public_total": "120",
        "t2.licensing.items_last_year": "310（含承接上级下放3项）",
        "t2.licensing.change": "+3",
        "t2.licensing.decisions": "4711",
        "t2.other_services.decisions": "12",
        "t2.penalty.change": "-1",
        "t2.coercion.decisions": "1",
        "t2.fees.items_last_year": "3",
        "t2.procurement.amount": "477.35",
    }
    assert {cell: found.get(MeasureId(cell)) for cell in expected} == expected
    noted = read.measures[MeasureId("t2.normative_docs.newly_made")]
    assert (noted.value, noted.note) == (22, "其中修订16件")


INVENTED = """
id: "2031"
document: 某函〔2031〕1号
years: {from: 2031}
detect: [晨光办件数, 星河公开数量]
sections:
  overview: [一、总体情况]
  proactive: [二、主动公开]
  applications: [三、申请]
  remedies: [四、复议]
  problems: [五、问题]
  other_matters: [六、其他]
tables:
  - id: u
    blocks:
      - head: [指标名称, 计量单位]
        columns:
          - {id: this_year, labels: [本年度数]}
          - {id: last_year, labels: [上年度数]}
        rows:
          - heading: 甲、星河公开情况
            rows:
              - id: u.published
                unit: 条
                labels: [（一）星河公开数量]
                rows:
                  - {id: u.by_radio, unit: 条, labels: [1.通过广播公开数量]}
                  - {id: u.by_board, unit: 条, labels: [2.通过公告栏公开数量]}
              - {id: u.fees, unit: 万元, type: decimal, labels: [（二）晨光收费金额]}
          - heading: 乙、晨光办理情况
            rows:
              - {id: u.handled, unit: 件, labels: [（一）晨光办件数]}
identities:
  - rule: some.sum
    table: u
    for_each: column
    left: [u.by_radio, u.by_board]
    right: [u.published]
"""


def test_a_form_that_nobody_ever_saw_needs_no_code() -> None:
    forms = (*FORMS, read_form(INVENTED, "2031.yaml"))
    texts = [
        "指标名称\t计量单位\t本年度数\t上年度数",
        "甲、星河公开情况\t——\t——\t——",
        "　（一）星河公开数量\t条\t12\t10",
        "　　1.通过广播公开数量\t条\t5\t4",
        "　　2.通过公告栏公开数量\t条\t7\t6",
        "　（二）晨光收费金额\t万元\t0.35\t1.20",
        "乙、晨光办理情况\t——\t——\t——",
        "　（一）晨光办件数\t件\t9\t8",
    ]
    read = read_measures(document(lines(texts)), forms)
    assert read.form == "2031"
    assert certain(read) == {
        "u.published.this_year": "12",
        "u.published.last_year": "10",
        "u.by_radio.this_year": "5",
        "u.by_radio.last_year": "4",
        "u.by_board.this_year": "7",
        "u.by_board.last_year": "6",
        "u.fees.this_year": "0.35",
        "u.fees.last_year": "1.20",
        "u.handled.this_year": "9",
        "u.handled.last_year": "8",
    }
    assert read.warnings == ()
