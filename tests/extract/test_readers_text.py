from extract.reading import read_document
from model.document import Document, Line, Table
from model.place import Place


def _markdown(text: str) -> Document:
    return read_document(text.encode(), "x.md")


def _lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def test_text_keeps_blanks_tabs_and_empty_lines_with_their_numbers() -> None:
    document = read_document("\t规章\t 2\r\n\r\n　　第二段\r末行".encode(), "x.txt")
    assert document.blocks == (
        Line(text="\t规章\t 2", place=Place(line=1)),
        Line(text="", place=Place(line=2)),
        Line(text="　　第二段", place=Place(line=3)),
        Line(text="末行", place=Place(line=4)),
    )


def test_text_folds_look_alike_radicals() -> None:
    assert _lines(read_document("⼀、⾏政部⻔".encode(), "x.txt")) == ["一、行政部门"]


def test_markdown_headings_lose_their_marks_and_are_flagged() -> None:
    document = _markdown("## 一、总体情况 ##\n正文 # 不是标题\n**二、主动公开**\n#没有空格")
    assert [(line.text, line.heading) for line in document.blocks if isinstance(line, Line)] == [
        ("一、总体情况", True),
        ("正文 # 不是标题", False),
        ("二、主动公开", True),
        ("#没有空格", False),
    ]


def test_a_pipe_table_is_a_table() -> None:
    document = _markdown(
        "前\n| 内容 | 件数 |\n|:---|---:|\n| 规章 | 1 |\n| 许可\\|甲 | 2<br>注 |\n后"
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert (table.rows, table.columns) == (3, 2)
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "内容"),
        (0, 1, "件数"),
        (1, 0, "规章"),
        (1, 1, "1"),
        (2, 0, "许可|甲"),
        (2, 1, "2\n注"),
    ]
    assert table.cells[-1].place == Place(line=5)
    assert _lines(document) == ["前", "后"]


def test_tab_separated_lines_stay_lines() -> None:
    assert _lines(_markdown("# 表\n规章\t0\t0\t0\n")) == ["表", "规章\t0\t0\t0"]


def test_html_tables_inside_markdown_are_tables() -> None:
    document = _markdown(
        "# 三、申请情况\n\n<table><tr><td rowspan=2>甲</td><td>1</td></tr>\n"
        "<tr><td>2</td></tr></table>\n后"
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert [(cell.text, cell.row, cell.row_span) for cell in table.cells] == [
        ("甲", 0, 2),
        ("1", 0, 1),
        ("2", 1, 1),
    ]
    assert [cell.place.line for cell in table.cells] == [3, 3, 4]
    assert _lines(document) == ["三、申请情况", "", "后"]


def test_a_sentence_in_a_pipe_table_is_running_text() -> None:
    document = _markdown("|说明||\n|---|---|\n|今年本机关没有收到申请。||\n|规章|1|")
    assert "今年本机关没有收到申请。" in _lines(document)
