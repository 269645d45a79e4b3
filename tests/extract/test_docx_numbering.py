"""Ordinals that the program counts are read as they are printed."""

import pytest

from extract.readers.docx_ordinals import ordinal
from extract.reading import read_document
from extract.report import extract_report
from model.document import Line, Table
from model.form import SectionId
from tests.extract.documents import HEADINGS, PROSE, TITLE
from tests.extract.docx_files import cell, docx, listed, paragraph, row, styled, table


def _level(depth: int, style: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def _list(number: int, *levels: str, overrides: str = "", abstract: int | None = None) -> str:
    key = number if abstract is None else abstract
    definition = (
        f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'
        if levels
        else ""
    )
    use = f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{overrides}</w:num>'
    return definition + use


CHINESE = _list(1, _level(0, "chineseCounting", "%1、"), _level(1, "japaneseCounting", "（%2）"))


def _lines(*body: str, numbering: str = CHINESE, styles: str = "") -> list[str]:
    document = read_document(docx(*body, numbering=numbering, styles=styles), "x.docx")
    return [block.text for block in document.blocks if isinstance(block, Line)]


def test_a_report_whose_headings_are_numbered_by_the_program() -> None:
    bare = [heading.partition("、")[2] for heading in HEADINGS]
    body = [paragraph(TITLE)]
    for heading in bare:
        body += [listed(heading), paragraph(PROSE)]
    report = extract_report(read_document(docx(*body, numbering=CHINESE), "x.docx"))
    assert [section.heading for section in report.sections] == list(HEADINGS)
    assert [section.id for section in report.sections] == list(SectionId)


def test_levels_count_for_themselves_and_begin_anew() -> None:
    body = [listed("甲"), listed("乙", level=1), listed("丙", level=1), listed("丁")]
    body += [listed("戊", level=1), paragraph("己"), listed("庚", level=1)]
    assert _lines(*body) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "二、丁",
        "（一）戊",
        "己",
        "（二）庚",
    ]


def test_a_higher_number_stands_in_a_deeper_one() -> None:
    numbering = _list(
        1, _level(0, "chineseCounting", "%1、"), _level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    body = [listed("甲"), listed("乙", level=1), listed("丙"), listed("丁", level=1)]
    assert _lines(*body, numbering=numbering) == ["一、甲", "1.1 乙", "二、丙", "2.1 丁"]


def test_styles_number_their_paragraphs() -> None:
    styles = (
        '<w:style w:styleId="h"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="i"><w:name w:val="i"/><w:basedOn w:val="h"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="0"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="j"><w:name w:val="j"/><w:basedOn w:val="h"/><w:pPr><w:numPr>'
        '<w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    numbering = _list(
        1,
        _level(0, "chineseCounting", "%1、"),
        _level(1, "decimal", "%2.", '<w:pStyle w:val="h"/>'),
    )
    body = [styled("甲", "i"), styled("乙", "h"), styled("丙", "j")]
    assert _lines(*body, numbering=numbering, styles=styles) == ["一、甲", "1. 乙", "丙"]


def test_a_list_may_begin_anew_or_go_on_in_another_use() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = (
        _list(1, _level(0, "decimal", "%1、"))
        + _list(2, abstract=1)
        + _list(3, abstract=1, overrides=override)
    )
    body = [listed("甲"), listed("乙", list_id=2), listed("丙", list_id=3), listed("丁", list_id=3)]
    assert _lines(*body, numbering=numbering) == ["1、甲", "2、乙", "1、丙", "2、丁"]


def test_a_numbering_style_defines_the_list() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="n"/></w:abstractNum>'
        + _list(1, _level(0, "decimal", "%1、"))
        + '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="n"><w:name w:val="n"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    numbered = listed("甲", list_id=7)
    assert _lines(numbered, numbering=numbering, styles=styles) == ["1、甲"]


def test_bullets_and_unknown_lists_print_nothing_before_the_text() -> None:
    numbering = _list(1, _level(0, "bullet", "\uf0b7"))
    body = [listed("甲"), listed("乙", list_id=9), listed("丙", level=5), listed("丁", level=77)]
    assert _lines(*body, numbering=numbering) == ["甲", "乙", "丙", "丁"]


def test_empty_paragraphs_count_but_are_no_lines_and_deleted_ones_do_neither() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    )
    assert _lines(listed("甲"), listed(""), gone, listed("乙")) == ["一、甲", "三、乙"]


def test_a_number_in_a_cell_never_grows_by_the_ordinal_before_it() -> None:
    numbering = _list(1, _level(0, "decimal", "%1"), _level(1, "decimal", "%2."))
    body = table(row(cell(listed("5")), cell(listed("5", level=1))))
    document = read_document(docx(body, numbering=numbering), "x.docx")
    (grid,) = document.blocks
    assert isinstance(grid, Table)
    assert [one.text for one in grid.cells] == ["1 5", "1. 5"]


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("chineseCounting", "一 二 十 十一 二十 二十一 九十九 100"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 玖拾玖 100"),
        ("ideographDigital", "一 二 一〇 一一 二〇 二一 九九 一〇〇"),
        ("decimal", "1 2 10 11 20 21 99 100"),
        ("decimalZero", "01 02 10 11 20 21 99 100"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 21 99 100"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ２１ ９９ １００"),
        ("upperRoman", "I II X XI XX XXI XCIX C"),
        ("lowerLetter", "a b j k t u uuuu vvvv"),
        ("ideographTraditional", "甲 乙 癸 11 20 21 99 100"),
        ("unheard of", "1 2 10 11 20 21 99 100"),
    ],
)
def test_ordinals(style: str, printed: str) -> None:
    numbers = (1, 2, 10, 11, 20, 21, 99, 100)
    assert " ".join(ordinal(number, style) for number in numbers) == printed


@pytest.mark.parametrize("number", [0, -3, 4000, 999_999_999])
@pytest.mark.parametrize("style", ["chineseCounting", "upperRoman", "lowerLetter"])
def test_numbers_beyond_a_style_are_written_in_digits(number: int, style: str) -> None:
    assert ordinal(number, style) == str(number)
