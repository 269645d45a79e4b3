"""What real pages do to a reader: hidden text, lost characters, charsets, meta data, sheer size."""

import pytest

from extract.lost_characters import lost_characters
from extract.reading import read_document
from extract.report import extract_report
from model.document import Document, Line, Table
from model.errors import TooLarge
from model.report import YearSource
from tests.extract.documents import HEADINGS, PROSE, report_lines
from tests.extract.documents import document as document_of
from tests.extract.docx_files import docx, paragraph


def page(body: str, head: str = "") -> Document:
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "x.html")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def cells(document: Document) -> list[str]:
    return [c.text for block in document.blocks if isinstance(block, Table) for c in block.cells]


REPORT = "".join(f"<p>{line}</p>" for line in report_lines())
ROWS = "<tr><td>规章</td><td>1</td></tr><tr><td>行政许可</td><td>2</td></tr>"


@pytest.mark.parametrize(
    "style",
    [
        "style='display:none'",
        "style='color:red; DISPLAY : none !important;'",
        "hidden",
        "style='visibility:hidden'",
        "style='font-size:0'",
        "style='font-size: 0px;'",
    ],
)
def test_hidden_words_are_no_text_and_no_figure(style: str) -> None:
    assert texts(page(f"<p>甲<span {style}>旧稿</span>乙</p><p {style}>旧稿</p>")) == ["甲乙"]
    assert cells(
        page(f"<table><tr><td>规章</td><td><span {style}>7</span>1</td></tr></table>")
    ) == [
        "规章",
        "1",
    ]


@pytest.mark.parametrize("style", ["display:inline", "font-size:0.8em", "visibility:visible"])
def test_what_only_looks_like_hiding_is_read(style: str) -> None:
    assert texts(page(f"<p style='{style}'>正文</p>")) == ["正文"]


def test_a_wrapper_of_no_size_does_not_hide_what_has_a_size_again() -> None:
    body = "<div style='font-size:0'><span style='font-size:14px'>正文</span></div>"
    assert texts(page(body)) == ["正文"]


def test_an_unseen_cell_keeps_its_column() -> None:
    table = "<table><tr><td style='visibility:hidden'>旧</td><td>1</td></tr></table>"
    (block,) = page(f"<p>甲</p>{table}").blocks[1:]
    assert isinstance(block, Table)
    assert [(cell.column, cell.text) for cell in block.cells] == [(0, ""), (1, "1")]


def test_old_figures_in_a_hidden_table_are_left_out_where_the_report_is_shown() -> None:
    old = f"<div style='display:none'>{REPORT}<table>{ROWS.replace('1', '9')}</table></div>"
    document = page(f"{REPORT}<table>{ROWS}</table>{old}")
    assert cells(document) == ["规章", "1", "行政许可", "2"]
    assert document.warnings == ()


def test_a_report_that_a_script_shows_is_read_with_a_warning() -> None:
    document = page(f"<p>正在加载</p><div id='zoom' style='display:none'>{REPORT}</div>")
    assert [text for text in texts(document) if text in HEADINGS] == list(HEADINGS)
    assert [warning.code for warning in document.warnings] == ["html.hidden_text_read"]


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自20231月1日起至202312月31日止。",
        "根据国办公开办函〔202130号要求，编制本报告。",
        "根据国办公开办函2021〕30号要求，编制本报告。",
    ],
)
def test_characters_that_styled_spans_dropped_are_noticed(text: str) -> None:
    (warning,) = lost_characters(document_of("标题", text))
    assert warning.code == "text.characters_lost"
    assert warning.place is not None
    assert warning.place.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自2023年1月1日起至2023年12月31日止。",
        "国办公开办函〔2021〕30号、[2021]30号、（2021）30号、2021年第30号。",
        "全年公开信息20231条，2023年12月31日前办结。",
        "2023-12-31，20231231，电话20231号。",
    ],
)
def test_whole_dates_and_numbers_are_not(text: str) -> None:
    assert lost_characters(document_of(text)) == ()


def test_a_report_with_lost_characters_says_so_and_keeps_its_year() -> None:
    lines = report_lines()
    lines.insert(2, "本报告统计期限自20241月1日起至202412月31日止。")
    report = extract_report(document_of(*lines))
    assert "text.characters_lost" in {warning.code for warning in report.warnings}
    assert report.year_candidates[0].source is YearSource.PERIOD
    assert report.reporting_year == 2024


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("no-such-charset", "gb18030"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_page_is_read_whatever_charset_it_declares(declared: str, written: str) -> None:
    rare = "镕㙍"  # the second one has four bytes in GB18030
    meta = f"<meta charset='{declared}'>" if declared else ""
    html = f"<html><head>{meta}</head><body><p>{PROSE}{rare}</p></body></html>"
    document = read_document(html.encode(written), "x.html")
    assert texts(document) == [PROSE + rare]
    assert document.warnings == ()


def test_the_meta_tags_of_the_standard_are_kept_as_written() -> None:
    tags = {
        "SiteName": "清禾市人民政府",
        "SiteDomain": "qinghe.example",
        "SiteIDCode": "4100000001",
        "ColumnName": "政府信息公开年报",
        "ColumnType": "信息公开年报",
        "ArticleTitle": "云渡县财政局2024年政府信息公开工作年度报告",
        "PubDate": "2025-01-16 10:20",
        "ContentSource": "云渡县财政局",
        "Url": "http://qinghe.example/1.html",
    }
    head = "".join(f"<meta name='{name}' content='{value}'>" for name, value in tags.items())
    assert dict(page("<p>正文</p>", head).meta) == tags


@pytest.mark.parametrize("name", ["ArticleTitle", "articletitle", "ARTICLETITLE"])
def test_a_title_that_only_the_meta_data_have_is_found_however_it_is_written(name: str) -> None:
    head = f"<meta name='{name}' content='云渡县财政局2024年政府信息公开工作年度报告'>"
    body = "".join(f"<p>{line}</p>" for line in report_lines()[1:])
    report = extract_report(page(body, head))
    assert (report.agency_name, report.reporting_year) == ("云渡县财政局", 2024)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bars.md", b"|" * 3_000_000),
        ("rows.md", b"|1|2|3|4|\n" * 40_000),
        ("lines.md", b"# 1\n" * 200_000),
        ("cells.html", b"<html><table><tr>" + b"<td>1" * 1_000_000 + b"</table></html>"),
        ("lines.html", b"<html><body>" + b"<p>1</p>" * 100_000 + b"</body></html>"),
        ("lines.txt", b"1 2 3\n" * 300_000),
    ],
)
def test_what_is_too_long_to_be_a_report_is_refused_at_once(name: str, data: bytes) -> None:
    with pytest.raises(TooLarge) as caught:
        read_document(data, name)
    assert caught.value.source == name
    assert "50,000" in caught.value.what.en


def test_a_word_file_of_too_many_cells_is_refused() -> None:
    row = f"<w:tr>{''.join(f'<w:tc>{paragraph(str(n))}</w:tc>' for n in range(60))}</w:tr>"
    with pytest.raises(TooLarge):
        read_document(docx(f"<w:tbl>{row * 1000}</w:tbl>"), "cells.docx")


def test_a_document_of_the_longest_reports_size_is_read() -> None:
    body = REPORT + f"<table>{ROWS * 2000}</table>" + "<p>正文</p>" * 5000
    assert len(cells(page(body))) == 8000
