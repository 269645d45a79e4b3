import pytest

from extract.reading import read_document
from model.document import Attachment, Document, Line, Table
from model.errors import Damaged


def _read(body: str, head: str = "") -> Document:
    return read_document(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "x.html")


def _lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def _table(document: Document) -> Table:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return table


def _cells(document: Document) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.text)
        for cell in _table(document).cells
    ]


def test_blocks_come_in_reading_order_with_headings_flagged() -> None:
    document = _read(
        "<h2>一、总体情况</h2><div>前<p>中<b>粗</b>体</p>后</div>"
        "<table><tr><td>规章</td><td>1</td></tr></table><p>末</p>"
    )
    assert [block.text if isinstance(block, Line) else "T" for block in document.blocks] == [
        "一、总体情况",
        "前",
        "中粗体",
        "后",
        "T",
        "末",
    ]
    first = document.blocks[0]
    assert isinstance(first, Line)
    assert first.heading


def test_breaks_separate_lines_and_white_space_collapses() -> None:
    assert _lines(_read("<p>一、总体\n  情况<br>&nbsp;&nbsp;2024年<br/>结束</p>")) == [
        "一、总体 情况",
        "2024年",
        "结束",
    ]


def test_source_lines_are_the_places() -> None:
    document = read_document("<html>\n<body>\n<p>甲</p>\n\n<p>乙</p>".encode(), "x.html")
    assert [block.place.line for block in document.blocks] == [3, 5]


def test_scripts_styles_and_menus_are_silent() -> None:
    document = _read(
        "<nav><a href=/>首页</a></nav><style>p{}</style><script>var a='文';</script><p>正文</p>"
    )
    assert _lines(document) == ["正文"]


def test_spans_are_placed_as_browsers_place_them() -> None:
    document = _read(
        "<table><thead><tr><th rowspan=2>甲</th><th colspan='2'>乙</th></tr></thead>"
        "<tbody><tr><td>丙</td><td>丁</td></tr></tbody></table>"
    )
    # A row span does not end with its <thead> here: agencies' pages rely on it.
    assert _cells(document) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
    ]


@pytest.mark.parametrize(
    ("attribute", "rows", "columns"),
    [
        ("rowspan=9", 2, 2),
        ("rowspan=0", 2, 2),
        ("colspan=abc", 2, 2),
        ("colspan=0", 2, 2),
        ("colspan=100000", 2, 1000),
    ],
)
def test_senseless_spans_are_bounded(attribute: str, rows: int, columns: int) -> None:
    table = _table(
        _read(f"<table><tr><td>甲</td><td {attribute}>1</td></tr><tr><td>乙</td></tr></table>")
    )
    assert (table.rows, table.columns) == (rows, columns)


def test_hidden_rows_are_dropped() -> None:
    document = _read(
        "<table><tr><td>甲</td><td>1</td></tr>"
        "<tr style='display: none'><td>旧</td><td>9</td></tr><tr hidden><td>旧</td><td>8</td></tr>"
        "<tr><td>乙</td><td>2</td></tr></table>"
    )
    assert [cell.text for cell in _table(document).cells] == ["甲", "1", "乙", "2"]


def test_wraps_inside_cells_are_kept() -> None:
    document = _read("<table><tr><td><p>结果</p><p>维持</p></td><td>尚未<br>审结</td></tr></table>")
    assert [cell.text for cell in _table(document).cells] == ["结果\n维持", "尚未\n审结"]


def test_layout_tables_are_unfolded_around_the_data() -> None:
    article = "本机关认真做好政府信息公开工作。" * 20
    document = _read(
        f"<table><tr><td>{article}</td><td>"
        f"<p>一、总体情况</p><p>{article}</p>"
        "<table><tr><td>规章</td><td>1</td></tr></table><p>六、其他</p></td></tr></table>"
    )
    assert [cell.text for cell in _table(document).cells] == ["规章", "1"]
    assert _lines(document) == [article, "一、总体情况", article, "六、其他"]


def test_a_layout_cell_with_an_article_is_no_data() -> None:
    article = "本机关认真做好政府信息公开工作。" * 20
    document = _read(f"<p>甲</p><table><tr><td>{article}</td><td>{article}</td></tr></table>")
    assert _lines(document)[-2:] == [article, article]


def test_sentences_and_headings_across_a_table_become_lines_in_their_place() -> None:
    document = _read(
        "<table><tr><td colspan=2>一、总体情况</td></tr>"
        "<tr><td colspan=2>本机关认真做好工作。</td></tr>"
        "<tr><td>规章</td><td>1</td></tr>"
        "<tr><td colspan=2>第二十条第（五）项</td></tr><tr><td>许可</td><td>2</td></tr></table>"
    )
    assert _lines(document) == ["一、总体情况", "本机关认真做好工作。"]
    assert [cell.text for cell in _table(document).cells] == [
        "规章",
        "1",
        "第二十条第（五）项",
        "许可",
        "2",
    ]


def test_one_cell_a_line_without_a_table_comes_out_as_lines() -> None:
    document = _read(
        "".join(f"<div><p>{text}</p></div>" for text in ("规章", "0", "0", "许可", "7"))
    )
    assert _lines(document) == ["规章", "0", "0", "许可", "7"]


_SECTIONS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def test_the_frame_of_a_page_is_left_out() -> None:
    prose = "".join(f"<p>{head}</p><p>{'本机关做好公开工作。' * 30}</p>" for head in _SECTIONS)
    document = _read(
        "<div><ul><li><a href=/1>首页</a></li></ul><p>无障碍浏览</p></div>"
        f"<div><div><h1>清禾市财政局2024年政府信息公开工作年度报告</h1>{prose}</div></div>"
        "<div><p>主办单位：清禾市人民政府</p></div>"
    )
    lines = _lines(document)
    assert lines[0] == "清禾市财政局2024年政府信息公开工作年度报告"
    assert [line for line in lines if line in _SECTIONS] == _SECTIONS
    assert "主办单位：清禾市人民政府" not in lines
    assert "无障碍浏览" not in lines


def test_no_section_is_lost_however_short_it_is() -> None:
    """A report in several boxes, the last one tiny: the big box is not all of it."""
    prose = "".join(f"<p>{head}</p><p>{'本机关做好公开工作。' * 30}</p>" for head in _SECTIONS[:5])
    document = _read(f"<div>{prose}</div><div><p>{_SECTIONS[5]}</p><p>无。</p></div>")
    assert _lines(document)[-2:] == [_SECTIONS[5], "无。"]


def test_meta_data_and_title_are_kept() -> None:
    document = _read(
        "<p>正文</p>",
        head="<title>年报\n_清禾市</title><meta name='PubDate' content='2025-01-16 10:00'>"
        "<meta name='ContentSource' content='清禾市财政局'><meta http-equiv=refresh content=1>",
    )
    assert document.meta == (
        ("title", "年报 _清禾市"),
        ("PubDate", "2025-01-16 10:00"),
        ("ContentSource", "清禾市财政局"),
    )


def test_attachments_are_links_to_files() -> None:
    document = _read(
        "<p>见附件：<a href='./P020250116.pdf?v=1' title='年报'></a>"
        "<a href='/system/_content/download.jsp?wbfileid=12'>年报.docx</a>"
        "<a href='javascript:void(0)'>打印</a><a href='/a.html'>上一篇</a>"
        "<a href='./P020250116.pdf?v=1'>又一次</a></p><iframe src='/files/年报.pdf'></iframe>"
    )
    assert document.attachments == (
        Attachment(url="./P020250116.pdf?v=1", title="年报"),
        Attachment(url="/system/_content/download.jsp?wbfileid=12", title="年报.docx"),
        Attachment(url="/files/年报.pdf", title="年报.pdf"),
    )


def test_deep_nesting_and_many_spans_are_no_trouble() -> None:
    assert _lines(_read("<div>" * 1500 + "底" + "</div>" * 1500)) == ["底"]
    wide = "<table>" + "<tr><td colspan=1000>甲</td></tr>" * 2000 + "</table>"
    assert (
        len(_lines(_read(wide)))
        + sum(len(block.cells) for block in _read(wide).blocks if isinstance(block, Table))
        == 2000
    )


def test_content_that_the_parser_would_drop_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(Damaged):
        _read("<p>甲</p>" + "<div>" * 5000 + "底" + "</div>" * 5000)
