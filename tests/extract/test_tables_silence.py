"""Near misses: what looks like the form and is not must not be read."""

from collections.abc import Sequence

import pytest

from extract.forms import load_forms
from extract.tables import read_measures
from model.document import Block, Cell, Table
from model.place import Place
from model.report import MeasureState
from tests.extract.form_sheets import as_grids, as_lines, cells_of, document, fill, lines

FORMS = load_forms()
FORM = FORMS[-1]


def table(*rows: Sequence[str]) -> list[Block]:
    cells = tuple(
        Cell(row=number, column=column, text=text, place=Place(line=number + 1))
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    return [Table(rows=len(rows), columns=len(rows[0]), cells=cells, place=Place(line=1))]


BUDGET = table(
    ("项目", "预算数", "决算数"),
    ("行政许可", "5", "6"),
    ("行政处罚", "7", "8"),
    ("行政强制", "1", "2"),
    ("行政事业性收费", "100", "93.08"),
    ("其他", "4", "4"),
    ("总计", "117", "113.08"),
)
CONTENTS = table(
    ("一、总体情况", "1"),
    ("二、主动公开政府信息情况", "3"),
    ("三、收到和处理政府信息公开申请情况", "4"),
    ("四、政府信息公开行政复议、行政诉讼情况", "6"),
    ("五、存在的主要问题及改进情况", "7"),
)
STATISTICS_OF_2014 = table(
    ("统计指标", "单位", "统计数"),
    ("（一）主动公开政府信息数", "条", "123"),
    ("（二）制发规范性文件总数", "件", "3"),
    ("（一）收到申请数", "件", "12"),
    ("1.同意公开答复数", "件", "5"),
    ("2.同意部分公开答复数", "件", "1"),
    ("3.不同意公开答复数", "件", "2"),
    ("其中：1.涉及国家秘密", "件", "0"),
    ("行政复议数量", "件", "3"),
    ("行政诉讼数量", "件", "0"),
    ("总计", "件", "12"),
)
SUMMARY = table(
    ("事项", "数量"),
    ("一、本年新收政府信息公开申请数量", "7"),
    ("二、上年结转政府信息公开申请数量", "0"),
    ("（一）予以公开", "5"),
    ("（二）部分公开", "0"),
    ("1.属于国家秘密", "0"),
    ("2.其他法律行政法规禁止公开", "0"),
    ("2.重复申请", "2"),
    ("（七）总计", "7"),
    ("四、结转下年度继续办理", "0"),
)
NARRATIVE = lines(
    [
        "（一）予以公开 1 件；",
        "（二）部分公开 2 件；",
        "1.属于国家秘密 0 件；",
        "2.重复申请 3 件；",
        "本年新收 7 件，上年结转 2 件，",
        "结转下年度继续办理 1 件。",
        "行政复议：结果维持 1 件，结果纠正 2 件，总计 3 件。",
        "行政许可 31986 件，",
        "行政处罚 128255 件，",
        "行政强制 3587 件，",
        "行政事业性收费 1202.3 万元。",
    ]
)
BUDGET_LINES = lines(["行政许可 5", "行政处罚 7", "行政强制 1", "行政事业性收费 100", "总计 113"])
FIFTEEN_NUMBERS = lines(["各乡镇办结数量", " ".join(str(number) for number in range(15))])
SEVEN_COLUMNS = table(
    ("类别", "一月", "二月", "三月", "四月", "五月", "六月", "合计"),
    *((f"（{n}）信访件办理", *"1234567") for n in "一二三四五六七"),
)


@pytest.mark.parametrize(
    "blocks",
    [
        BUDGET,
        CONTENTS,
        STATISTICS_OF_2014,
        SUMMARY,
        NARRATIVE,
        BUDGET_LINES,
        FIFTEEN_NUMBERS,
        SEVEN_COLUMNS,
        [],
    ],
    ids=[
        "budget",
        "contents",
        "statistics of 2014",
        "summary of one column",
        "narrative",
        "budget as lines",
        "fifteen numbers",
        "seven columns",
        "nothing",
    ],
)
def test_nothing_is_read_from_what_is_not_the_form(blocks: list[Block]) -> None:
    read = read_measures(document(blocks), FORMS)
    assert (read.form, read.measures, read.consumed) == (None, {}, frozenset())
    assert [warning.code for warning in read.warnings] == ["form.not_recognised"]


def test_an_empty_form_in_text_states_nothing() -> None:
    empty = dict.fromkeys(cells_of(FORM), "")
    assert read_measures(as_lines(fill(FORM, empty)), FORMS).form is None


def test_another_table_beside_the_form_changes_nothing() -> None:
    figures = {cell: str(index) for index, cell in enumerate(cells_of(FORM))}
    blocks = as_grids(fill(FORM, figures)).blocks
    read = read_measures(document([*NARRATIVE, *BUDGET, *blocks, *SUMMARY, *BUDGET]), FORMS)
    raw = {cell: m.raw for cell, m in read.measures.items() if m.state is MeasureState.READ}
    assert raw == figures
    first = len(NARRATIVE) + len(BUDGET)
    assert read.consumed == {first + 1, first + 3, first + 5}


def test_running_text_is_not_table_content() -> None:
    sheets = fill(FORM, {})
    sentence = "全年共收到申请三十二件，均在法定期限内作出答复，没有引起行政复议和行政诉讼。"
    blocks = as_lines(sheets).blocks
    texts = [block.text for block in blocks if not isinstance(block, Table)]
    read = read_measures(document(lines([sentence * 3, *texts, sentence * 3])), FORMS)
    kept = [index for index in range(len(texts) + 2) if index not in read.consumed]
    titles = [
        index + 1 for index, text in enumerate(texts) if text.endswith("情况") and "、" in text
    ]
    assert kept == [0, *titles, len(texts) + 1]
