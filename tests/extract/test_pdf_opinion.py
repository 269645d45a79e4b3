"""Two opinions on a table, and what happens when they differ."""

from collections.abc import Sequence

import pytest

from extract.readers import pdf
from extract.reading import read_document
from model.document import Document, Table
from tests.extract.papers import Page, Paper, paper

XS = (72.0, 200.0, *(200.0 + 40 * column for column in range(1, 8)))
LABELS = ("规章", "1.行政许可", "（二）行政处罚")


def _numbers(row: int) -> list[str]:
    return [str(100 * row + column) for column in range(7)]


def _grid(ys: Sequence[float], rows: Sequence[Sequence[str | None]]) -> Page:
    def draw(page: Paper) -> None:
        page.grid(XS, ys, rows)

    return draw


def _texts(document: Document) -> list[str]:
    return [
        cell.text for block in document.blocks if isinstance(block, Table) for cell in block.cells
    ]


def _codes(data: bytes) -> list[str]:
    return [warning.code for warning in read_document(data, "x.pdf").warnings]


def test_a_sound_table_needs_no_second_reading() -> None:
    data = paper(
        _grid((100, 120, 140, 160), [[label, *_numbers(n)] for n, label in enumerate(LABELS)])
    )
    document = pdf.read_fast(data, "x.pdf")
    assert document is not None
    assert _texts(document) == _texts(pdf.read_by_pdfplumber(data, "x.pdf"))
    assert document.warnings == ()


def test_a_lost_line_between_two_rows_is_told() -> None:
    """Two rows stand in one ruled row: the grid gives cells with two numbers each."""
    both = ["甲\n乙", *(f"{one}\n{two}" for one, two in zip(_numbers(1), _numbers(2), strict=True))]
    data = paper(_grid((100, 120, 160), [["规章", *_numbers(0)], both]))
    assert pdf.read_fast(data, "x.pdf") is None
    assert _codes(data) == ["pdf.numbers_differ"]


def test_a_lost_line_between_two_columns_is_told() -> None:
    def draw(page: Paper) -> None:
        page.grid((*XS[:4], *XS[5:]), (100, 120, 140), [[""] * 7, [""] * 7])
        for row in range(2):
            for column, number in enumerate(_numbers(row)):
                page.text(XS[column + 1] + 3, 104 + 20 * row, number)

    data = paper(draw)
    assert pdf.read_fast(data, "x.pdf") is None
    assert _codes(data) == ["pdf.numbers_differ"]


def test_a_number_outside_the_grid_is_told() -> None:
    """The last column is not ruled at all."""

    def draw(page: Paper) -> None:
        page.grid(
            XS[:-1], (100, 120, 140), [["规章", *_numbers(0)[:-1]], ["许可", *_numbers(1)[:-1]]]
        )
        page.text(XS[-2] + 3, 104, "6")
        page.text(XS[-2] + 3, 124, "7")

    assert _codes(paper(draw)) == ["pdf.numbers_differ"]


@pytest.mark.parametrize(
    "row",
    [
        ["规章", "12\n34", "1", "2", "3", "4", "5", "6"],
        ["规章", "", "1", "2", "3", "", "5", "6"],
        ["规章", "１", "２", "３", "４", "５", "６", "７"],
        ["2.其他", "0", "-", "0", "1,234", "0.5", "0", "0"],
        ["规章", "1件", "0件", "0件", "0件", "0件", "0件", "1件"],
    ],
)
def test_wrapped_blank_wide_and_signed_numbers_raise_no_doubt(row: list[str]) -> None:
    data = paper(_grid((100, 130, 160), [row, ["许可", *_numbers(3)]]))
    document = pdf.read_fast(data, "x.pdf")
    assert document is not None
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells if cell.row == 0] == row


def _row(page: Paper, xs: Sequence[float], top: float, words: Sequence[str]) -> None:
    """Cells centred in a row of 30 points; a wrapped number stands above and below the others."""
    for x, word in zip(xs, words, strict=False):
        parts = word.split("\n")
        for line, part in enumerate(parts):
            page.text(x + 2, top + 10 + 12 * line - 6 * (len(parts) - 1), part, 8)


@pytest.mark.parametrize(
    "row",
    [
        ["2.其他法律", "１５\n１２", "９", "９", "０", "０", "０", "０"],
        ["1、规章", "4", "37", "2735\n0", "0", "0", "0", "4"],
        ["3.其他", *"0123", "22\n7", *"567890123", "6"],
    ],
)
def test_a_number_wrapped_in_the_middle_of_a_row_raises_no_doubt(row: list[str]) -> None:
    xs = (72.0, *(150.0 + 25 * column for column in range(len(row))))

    def draw(page: Paper) -> None:
        page.grid(xs, (100, 130, 160), [[""] * len(row), [""] * len(row)])
        _row(page, xs, 100, row)
        _row(page, xs, 130, ["许可", *map(str, range(len(row) - 1))])

    document = pdf.read_fast(paper(draw), "x.pdf")
    assert document is not None
    assert row[-1] in _texts(document)


def test_a_number_that_left_its_cell_is_told_beside_a_wrapped_one() -> None:
    """One cell has two numbers, and the one before it none."""
    row = ["2.其他", "15\n12", "9", "", "8  7", "0", "5", "6", "1"]
    xs = (72.0, *(150.0 + 25 * column for column in range(len(row))))

    def draw(page: Paper) -> None:
        page.grid(xs, (100, 130, 160), [[""] * len(row), [""] * len(row)])
        _row(page, xs, 100, row)
        _row(page, xs, 130, ["许可", *map(str, range(len(row) - 1))])

    assert pdf.read_fast(paper(draw), "x.pdf") is None


def test_text_with_many_numbers_beside_a_table_raises_no_doubt() -> None:
    def draw(page: Paper) -> None:
        page.text(72, 60, "2020 年 1 月 2 日至 3 月 4 日 5 件 6 件 7 件 8 件 9 件")
        page.grid(XS, (100, 120, 140), [["规章", *_numbers(0)], ["许可", *_numbers(1)]])
        page.text(72, 160, "1 2 3 4 5 6 7 8 9")

    assert _codes(paper(draw)) == []
