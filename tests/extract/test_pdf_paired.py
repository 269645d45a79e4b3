"""Chinese text whose bytes a Latin font shows one by one."""

import pytest

from extract.reading import read_document
from model.document import Line, Table
from model.errors import NoTextLayer
from tests.extract.papers import HEIGHT, Page, Paper, paper

HEADINGS = (
    "云渡县统计局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "全年主动公开政府信息１２条。",
    "二、主动公开政府信息情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


def _show(page: Paper, x: float, top: float, string: bytes, font: str = "Helvetica") -> None:
    page.canvas.setFont(font, 10)
    name = page.canvas._doc.getInternalFontName(font)
    page.canvas.addLiteral(
        f"BT 1 0 0 1 {x} {HEIGHT - top - 10} Tm /{name[1:] if name[0] == '/' else name} 10 Tf"
        f" <{string.hex()}> Tj ET"
    )


def _printed(*lines: str, encoding: str = "utf-16-be") -> Page:
    def draw(page: Paper) -> None:
        for number, line in enumerate(lines):
            _show(page, 72, 80 + 20 * number, line.encode(encoding))
        xs, ys = (72.0, 172.0, 232.0, 292.0), (300.0, 320.0, 340.0)
        page.grid(xs, ys, [[""] * 3] * 2)
        for row, words in enumerate((("规章", "制发", "废止"), ("许可", "23", "4"))):
            for column, word in enumerate(words):
                _show(page, xs[column] + 2, ys[row] + 4, word.encode(encoding))

    return draw


def test_bytes_shown_one_by_one_are_put_together_with_a_warning() -> None:
    document = read_document(paper(_printed(*HEADINGS)), "x.pdf")

    assert [block.text for block in document.blocks if isinstance(block, Line)] == list(HEADINGS)
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.cells] == ["规章", "制发", "废止", "许可", "23", "4"]
    assert [warning.code for warning in document.warnings] == ["pdf.text_put_together"]


def _lines(*lines: bytes) -> Page:
    def draw(page: Paper) -> None:
        for number, line in enumerate(lines):
            _show(page, 72, 80 + 20 * number, line)

    return draw


def test_chinese_that_is_no_report_is_not_put_together() -> None:
    poem = "今天天气很好，我们去山上看花。".encode("utf-16-be")
    with pytest.raises(NoTextLayer):
        read_document(paper(_lines(*[poem] * 3)), "x.pdf")


def test_half_a_character_too_many_leaves_the_font_as_it_is() -> None:
    strings = [line.encode("utf-16-be") for line in HEADINGS]
    with pytest.raises(NoTextLayer):
        read_document(paper(_lines(*strings, b"x")), "x.pdf")


def test_latin_text_with_letters_without_meaning_stays_latin() -> None:
    document = read_document(paper(_lines(b"quarterly bulletin", b"\x01")), "x.pdf")
    assert document.warnings == ()
    assert "quarterly bulletin" in [one.text for one in document.blocks if isinstance(one, Line)]


def test_a_latin_font_beside_it_stays_latin() -> None:
    """Its letters would be rare ideographs in pairs."""

    def draw(page: Paper) -> None:
        _printed(*HEADINGS)(page)
        _show(page, 72, 400, b"bulletin", "Courier")

    document = read_document(paper(draw), "x.pdf")
    assert [block.text for block in document.blocks if isinstance(block, Line)][-1] == "bulletin"
