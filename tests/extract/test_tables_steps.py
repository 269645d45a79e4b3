"""The chain of steps, each looked at alone."""

import pytest

from extract.forms import load_forms
from extract.tables import read_measures
from extract.tables.alignment import align
from extract.tables.candidates import Side
from extract.tables.items import gather
from extract.tables.labels import fold
from extract.tables.source import prepare
from extract.tables.tokens import Role, tokenise
from extract.tables.vocabulary import vocabulary
from extract.tables.windows import find_windows
from tests.extract.form_sheets import as_lines, document, fill, lines

FORMS = load_forms()
APPLICATIONS = FORMS[-1].tables[1]


def tokens(*texts: str) -> list[tuple[str, str]]:
    return [(token.role.value, token.text) for token in tokenise(lines(texts))]


def items(*texts: str) -> list[str]:
    return [
        "+".join(token.text for token in item.tokens)
        for item in gather(tuple(tokenise(lines(texts))))
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("规章 0 1 2", [("label", "规章"), ("value", "0"), ("value", "1"), ("value", "2")]),
        ("（七）总计0 1", [("label", "（七）总计"), ("value", "0"), ("value", "1")]),
        ("1. 属于国家秘密 0", [("label", "1."), ("label", "属于国家秘密"), ("value", "0")]),
        ("1 属于国家秘密 0", [("label", "1"), ("label", "属于国家秘密"), ("value", "0")]),
        (
            "0 0 形，不计其他情形）",
            [("value", "0"), ("value", "0"), ("label", "形，不计其他情形）")],
        ),
        (
            "规章\t0\t见附件\t5",
            [("label", "规章"), ("value", "0"), ("remark", "见附件"), ("value", "5")],
        ),
        ("规章\t\t0\t", [("label", "规章"), ("value", "0")]),
        ("行政许可 22 （其中网上20）", [("label", "行政许可"), ("value", "22（其中网上20）")]),
        ("- 3 -", []),
        ("第 3 页 共 5 页", []),
        ("", []),
    ],
)
def test_a_line_falls_into_tokens(line: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(line) == expected


def test_words_of_a_line_are_one_item_and_cells_are_their_own() -> None:
    assert items("1. 属于国家秘密 0 0") == ["1.+属于国家秘密", "0+0"]
    assert items("三、本年度办理结果\t（一）予以公开\t0") == [
        "三、本年度办理结果",
        "（一）予以公开",
        "0",
    ]


def test_values_one_a_line_are_one_item_and_lines_of_values_are_not_joined() -> None:
    assert items("规章", "0", "", "1", "2", "行政许可") == ["规章", "0+1+2", "行政许可"]
    assert items("0 0 0", "0") == ["0+0+0", "0"]


def test_labels_are_compared_without_what_is_not_said() -> None:
    assert fold("（一） 予以\n公开") == fold("(一)予以公开") == "一予以公开"
    assert fold("3.危及“三安全一稳定”") == fold('3. 危及"三安全一稳定"')
    assert fold("1.其他") != fold("2.其他")


def test_a_table_is_looked_for_where_its_labels_are() -> None:
    prose = ["全年共收到申请三十二件，均已依法答复。"] * 300
    texts = [block.text for block in as_lines(fill(FORMS[-1], {})).blocks if hasattr(block, "text")]
    source = prepare(document(lines([*prose, *texts, *prose])))
    windows = find_windows(source.items, vocabulary(APPLICATIONS))
    assert len(windows) == 1
    assert 210 < windows[0].start < 320
    assert windows[0].end < 490


def test_an_alignment_tells_which_items_are_which_row() -> None:
    source = prepare(
        document(
            lines(
                [
                    "（一）予以公开 1 2 3 4 5 6 7",
                    "（二）部分公开（区分处理的，只计这一情",
                    "形，不计其他情形）",
                    "0 0 0 0 0 0",
                    "0",
                    "（三）不",
                    "予公开",
                    "1.属于国家秘密 2 2 2 2 2 2 2",
                ]
            )
        )
    )
    rows = align(source.items, vocabulary(APPLICATIONS)).rows
    assert [(row.target.row.id, row.side, len(row.values)) for row in rows] == [
        ("t3.granted", Side.BESIDE, 7),
        ("t3.partially_granted", Side.BELOW, 7),
        ("t3.denied.state_secret", Side.BESIDE, 7),
    ]
    assert [row.similarity for row in rows] == [1, 1, 1]


def test_roles_are_those_of_the_grid_too() -> None:
    roles = {token.role for token in tokenise(lines(["规章\t0\t见附件\t-"]))}
    assert roles == {Role.LABEL, Role.VALUE, Role.REMARK}


def test_a_document_without_end_is_looked_at_in_part_and_says_so() -> None:
    read = read_measures(document(lines(["0 0 0 0 0 0 0 0 0 0"] * 20_001)), FORMS)
    assert [warning.code for warning in read.warnings] == [
        "tables.cut_short",
        "form.not_recognised",
    ]
