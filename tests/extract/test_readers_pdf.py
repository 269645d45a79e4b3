from collections.abc import Callable, Sequence

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from extract.readers import pdf
from extract.readers.drawing import MOST_PIECES
from extract.reading import read_document
from model.document import Document, Line, Table
from model.errors import ConversionError, Damaged, Encrypted, NoTextLayer, TooLarge
from model.place import Place
from tests.extract.papers import HEIGHT, WIDTH, Paper, paper, prose

XS = (72.0, 252.0, 332.0, 412.0)


def _read(data: bytes) -> Document:
    return read_document(data, "x.pdf")


def _lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def _table(document: Document) -> Table:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert len(tables) == 1
    return tables[0]


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


def _ruled(page: Paper) -> None:
    page.text(72, 80, "二、主动公开政府信息情况")
    page.grid(XS, (110, 130, 150), [["信息内容", "制发件数", "现行有效"], ["规章", "1", "2"]])
    page.text(72, 170, "三、其他")


def test_reads_lines_and_a_table_in_reading_order_with_their_boxes() -> None:
    document = _read(paper(_ruled))
    assert [type(block).__name__ for block in document.blocks] == ["Line", "Table", "Line"]
    table = _table(document)
    assert _rows(table) == [["信息内容", "制发件数", "现行有效"], ["规章", "1", "2"]]
    box = next(cell.place.box for cell in table.cells if cell.text == "2")
    assert box is not None
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((332, 130, 412, 150), abs=0.6)
    assert document.pages == 1


def test_table_text_is_not_repeated_in_lines() -> None:
    assert _lines(_read(paper(_ruled))) == ["二、主动公开政府信息情况", "三、其他"]


def test_paragraphs_on_white_rectangles_are_no_table() -> None:
    def draw(page: Paper) -> None:
        for number in range(6):
            top = 100.0 + 20 * number
            page.white(70, top - 2, 520, top + 18)
            page.text(72, top, f"第{number}行说明文字")

    document = _read(paper(draw))
    assert _lines(document) == [f"第{number}行说明文字" for number in range(6)]


@pytest.mark.parametrize("parse", [pdf.read_fast, pdf.read_by_pdfplumber])
def test_a_white_line_cuts_no_cell(parse: Callable[[bytes, str], Document | None]) -> None:
    """WPS hides the lines inside a merged cell by drawing them in white."""

    def draw(page: Paper) -> None:
        page.grid(XS, (100, 120, 140), [["规章", "1", "2"], ["（七）总计", "3", "4"]])
        page.canvas.setStrokeColorRGB(1, 1, 1)
        page.line(150, 120, 150, 140)

    document = parse(paper(draw), "x.pdf")
    assert document is not None
    assert _rows(_table(document)) == [["规章", "1", "2"], ["（七）总计", "3", "4"]]


def test_narrative_inside_a_page_frame_stays_lines_beside_the_table() -> None:
    """The frame touches the table on both sides, so that it encloses what is above and below."""

    def draw(page: Paper) -> None:
        page.frame(72, 60, 412, 700)
        page.text(80, 80, "今年本机关认真做好各项工作。")
        page.text(80, 100, "全年主动公开信息十条。")
        page.grid(XS, (130, 150, 170), [["信息内容", "甲", "乙"], ["规章", "1", "2"]])
        page.text(80, 200, "下一步继续努力。")

    document = _read(paper(draw))
    assert _rows(_table(document)) == [["信息内容", "甲", "乙"], ["规章", "1", "2"]]
    assert _lines(document) == [
        "今年本机关认真做好各项工作。",
        "全年主动公开信息十条。",
        "下一步继续努力。",
    ]


def test_a_table_cut_by_a_page_break_is_one() -> None:
    def first(page: Paper) -> None:
        page.grid(XS, (700, 720, 740), [["信息内容", "甲", "乙"], ["规章", "1", "2"]])
        page.text(290, 800, "- 1 -")

    def second(page: Paper) -> None:
        page.grid(XS, (80, 100, 120), [["行政许可", "3", "4"], ["行政处罚", "5", "6"]])

    document = _read(paper(first, second))
    table = _table(document)
    assert _rows(table)[1:] == [["规章", "1", "2"], ["行政许可", "3", "4"], ["行政处罚", "5", "6"]]
    assert {cell.text: cell.place.page for cell in table.cells}["6"] == 2
    assert _lines(document) == []


def test_tables_with_a_line_between_them_stay_two() -> None:
    def first(page: Paper) -> None:
        page.grid(XS, (700, 720, 740), [["甲", "乙", "丙"], ["规章", "1", "2"]])

    def second(page: Paper) -> None:
        page.text(72, 60, "四、另一张表")
        page.grid(XS, (80, 100, 120), [["甲", "乙", "丙"], ["行政处罚", "5", "6"]])

    tables = [block for block in _read(paper(first, second)).blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [2, 2]


def test_a_repeated_header_is_dropped_when_pages_are_joined() -> None:
    def first(paper_: Paper) -> None:
        paper_.grid(XS, (700, 720, 740), [["内容", "甲", "乙"], ["规章", "1", "2"]])

    def second(paper_: Paper) -> None:
        paper_.grid(XS, (80, 100, 120), [["内容", "甲", "乙"], ["行政处罚", "5", "6"]])

    assert _rows(_table(_read(paper(first, second)))) == [
        ["内容", "甲", "乙"],
        ["规章", "1", "2"],
        ["行政处罚", "5", "6"],
    ]


@pytest.mark.parametrize("values_above", [True, False])
def test_a_row_cut_in_two_halves_is_one_row(*, values_above: bool) -> None:
    above, below = (["7", "8"], ["", ""]) if values_above else (["", ""], ["7", "8"])

    def first(page: Paper) -> None:
        page.grid(XS, (700, 720, 740), [["规章", "1", "2"], ["1.申请人逾期", *above]])

    def second(page: Paper) -> None:
        page.grid(XS, (80, 100, 120), [["不补正的申请", *below], ["2.其他", "5", "6"]])

    table = _table(_read(paper(first, second)))
    assert _rows(table) == [
        ["规章", "1", "2"],
        ["1.申请人逾期\n不补正的申请", "7", "8"],
        ["2.其他", "5", "6"],
    ]
    page = next(cell.place.page for cell in table.cells if cell.text == "7")
    assert page == (1 if values_above else 2)


@pytest.mark.parametrize(
    ("head", "values"),
    [(["信息内容", "甲", "乙"], ["行政许可", "7", "8"]), (["甲", "乙", "丙"], ["7", "8", "9"])],
)
def test_a_head_that_the_break_parts_from_its_row_stays_a_head(
    head: list[str], values: list[str]
) -> None:
    def first(page: Paper) -> None:
        page.grid(XS, (700, 720, 740), [["规章", "1", "2"], head])

    def second(page: Paper) -> None:
        page.grid(XS, (80, 100), [values])

    assert _rows(_table(_read(paper(first, second)))) == [["规章", "1", "2"], head, values]


def test_blank_rows_at_a_page_break_stay_rows() -> None:
    def first(page: Paper) -> None:
        page.grid(XS, (700, 720, 740), [["1.规章", "1", "2"], ["2.许可", "", ""]])

    def second(page: Paper) -> None:
        page.grid(XS, (80, 100, 120), [["3.处罚", "", ""], ["4.强制", "5", "6"]])

    assert _rows(_table(_read(paper(first, second)))) == [
        ["1.规章", "1", "2"],
        ["2.许可", "", ""],
        ["3.处罚", "", ""],
        ["4.强制", "5", "6"],
    ]


def test_a_merged_cell_goes_on_over_the_page_break() -> None:
    def first(page: Paper) -> None:
        page.grid(
            XS,
            (700, 720, 740),
            [["不予公开", "1.秘密", "2"], [None, "2.禁止", "3"]],
        )

    def second(page: Paper) -> None:
        page.grid(XS, (80, 100, 120), [["", "3.案卷", "4"], ["总计", "", "9"]])

    cells = {cell.text: cell for cell in _table(_read(paper(first, second))).cells}
    assert cells["不予公开"].row_span == 3
    assert cells["3.案卷"].row == 2


def test_open_outer_borders_are_closed() -> None:
    def draw(page: Paper) -> None:
        for top in (100.0, 120.0, 140.0):
            page.line(72, top, 412, top)
        for x in (252.0, 332.0):
            page.line(x, 100, x, 140)
        for row, words in enumerate((["规章", "1", "2"], ["许可", "3", "4"])):
            for column, word in enumerate(words):
                page.text(XS[column] + 3, 104 + 20 * row, word)

    assert _rows(_table(_read(paper(draw)))) == [["规章", "1", "2"], ["许可", "3", "4"]]


def _open_rows(page: Paper, xs: Sequence[float], ys: Sequence[float], start: float) -> None:
    """Lines between the rows and between the columns only; those begin at the start."""
    for y in ys:
        page.line(xs[0], y, xs[-1], y)
    for x in xs[1:-1]:
        page.line(x, start, x, ys[-1])


def test_a_row_cut_by_the_page_keeps_its_open_sides() -> None:
    """A browser draws no line where a page begins, so nothing shows where the sides should be."""

    def first(page: Paper) -> None:
        _open_rows(page, XS, (760.0, 780.0, 800.0), 760)
        for row, words in enumerate((["内容", "甲", "总计"], ["规章", "1", "2"])):
            for x, word in zip(XS, words, strict=False):
                page.text(x + 3, 764 + 20 * row, word)

    def second(page: Paper) -> None:
        _open_rows(page, XS, (60.0, 80.0), 40)
        for row, words in enumerate((["许可", "3", "4"], ["处罚", "5", "6"])):
            for x, word in zip(XS, words, strict=False):
                page.text(x + 3, 44 + 20 * row, word)

    document = _read(paper(first, second))
    assert _rows(_table(document)) == [
        ["内容", "甲", "总计"],
        ["规章", "1", "2"],
        ["许可", "3", "4"],
        ["处罚", "5", "6"],
    ]
    assert _lines(document) == []


def test_one_ruling_that_juts_out_above_an_open_table_makes_no_row() -> None:
    def draw(page: Paper) -> None:
        _open_rows(page, XS, (120.0, 140.0, 160.0), 120)
        page.line(XS[2], 90, XS[2], 120)
        page.text(72, 100, "二、主动公开")
        for row, words in enumerate((["规章", "1", "2"], ["许可", "3", "4"])):
            for x, word in zip(XS, words, strict=False):
                page.text(x + 3, 124 + 20 * row, word)

    document = _read(paper(draw))
    assert _rows(_table(document)) == [["规章", "1", "2"], ["许可", "3", "4"]]
    assert _lines(document) == ["二、主动公开"]


def test_underlines_alone_make_no_table() -> None:
    def draw(page: Paper) -> None:
        for top in (100.0, 120.0, 140.0):
            page.text(72, top - 14, "填报单位")
            page.line(72, top, 412, top)

    assert _lines(_read(paper(draw))) == ["填报单位"] * 3


def test_a_page_turned_by_its_dictionary_is_read_upright_and_placed_as_displayed() -> None:
    document = _read(paper(_ruled, rotate=90))
    table = _table(document)
    assert _rows(table)[1] == ["规章", "1", "2"]
    box = next(cell.place.box for cell in table.cells if cell.text == "2")
    assert box is not None
    # Turned clockwise: what was 130 from the top is now 130 from the right.
    assert (box.x1, box.top) == pytest.approx((HEIGHT - 130, 332), abs=0.6)
    assert HEIGHT > WIDTH


def test_wrapped_cells_keep_their_line_breaks() -> None:
    def draw(page: Paper) -> None:
        page.grid(XS, (100, 130, 150), [["（二）部分\n公开", "甲", "乙"], ["规章", "1", "2"]])

    assert _rows(_table(_read(paper(draw))))[0][0] == "（二）部分\n公开"


def test_numbers_of_a_table_without_borders_stand_behind_their_label() -> None:
    def draw(page: Paper) -> None:
        page.text(72, 100, "规章")
        for column in range(7):
            page.text(250 + 40 * column, 100, str(column))

    assert _lines(_read(paper(draw))) == ["规章 0 1 2 3 4 5 6"]


def test_page_numbers_are_left_out_but_not_numbers_in_the_text() -> None:
    def draw(page: Paper) -> None:
        page.text(72, 400, "12")
        page.text(290, 800, "— 3 —")

    assert _lines(_read(paper(draw))) == ["12"]


def _picture(page: Paper, x0: float, top: float, x1: float, bottom: float) -> None:
    grey = Image.new("L", (40, 60), 200)
    page.canvas.drawImage(ImageReader(grey), x0, HEIGHT - bottom, x1 - x0, bottom - top)


def _texts_page(page: Paper) -> None:
    for line in range(6):
        page.text(72, 80 + 20 * line, "全年主动公开政府信息十条，受理申请三件。")


@pytest.mark.parametrize("stamp", ["", "扫描软件创建", "— 3 —"])
@pytest.mark.parametrize("parse", [pdf.read_fast, pdf.read_by_pdfplumber])
def test_a_page_that_is_a_picture_is_told(
    parse: Callable[[bytes, str], Document | None], stamp: str
) -> None:
    """Tables scanned into a report of text: what stands there was not read."""

    def scanned(page: Paper) -> None:
        _picture(page, 20, 20, 575, 800)
        if stamp:
            page.text(250, 810, stamp)

    document = parse(paper(_texts_page, scanned), "x.pdf")
    assert document is not None
    [warning] = document.warnings
    assert (warning.code, warning.place) == ("pdf.page_is_picture", Place(page=2))


def test_a_seal_beside_the_last_words_of_a_report_makes_no_picture_of_the_page() -> None:
    def last(page: Paper) -> None:
        page.text(350, 100, "清禾市统计局")
        page.text(350, 120, "2024年1月20日")
        _picture(page, 330, 60, 480, 210)

    assert _read(paper(_texts_page, last)).warnings == ()


def test_an_empty_password_opens() -> None:
    def draw(page: Paper) -> None:
        page.canvas.setFont("Helvetica", 10)  # reportlab garbles CID fonts when it encrypts
        page.canvas.drawString(72, 700, "open to all")

    assert _lines(_read(paper(draw, password=""))) == ["open to all"]


def test_a_password_is_asked_for() -> None:
    with pytest.raises(Encrypted) as caught:
        _read(paper(_ruled, password="geheim"))
    assert caught.value.source == "x.pdf"


def test_a_page_without_text_is_told_from_a_damaged_file() -> None:
    with pytest.raises(NoTextLayer):
        _read(paper(lambda page: page.frame(50, 50, 500, 700)))
    with pytest.raises(Damaged):
        _read(paper(_ruled)[:300])


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(TooLarge):
        _read(paper(*[prose("甲")] * 301))


def test_a_drawing_with_too_many_lines_is_read_as_text_with_a_warning() -> None:
    def draw(page: Paper) -> None:
        page.text(72, 20, "密集的图")
        for step in range(600):
            page.line(step * 4.0 % 2400, 40, step * 4.0 % 2400, 2900)
            page.line(0, 40 + step * 4.0, 2400, 40 + step * 4.0)

    document = _read(paper(draw))
    assert _lines(document) == ["密集的图"]
    assert [warning.code for warning in document.warnings] == ["pdf.drawing_too_dense"]


def _hatched(page: Paper) -> None:
    for step in range(MOST_PIECES // 5 + 1):
        page.frame(step % 500, step % 700, step % 500 + 50, step % 700 + 50)


def test_a_huge_drawing_costs_no_second_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """pdfplumber takes a minute and more over a million rectangles."""

    def forbidden(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("extract.readers.pdf.parse_by_pdfplumber", forbidden)

    def draw(page: Paper) -> None:
        page.text(72, 20, "密集的图")
        _hatched(page)

    document = _read(paper(draw))
    assert _lines(document) == ["密集的图"]
    assert [warning.code for warning in document.warnings] == ["pdf.drawing_too_dense"]
    with pytest.raises(NoTextLayer):
        _read(paper(_hatched))


def test_broken_files_give_our_errors_and_no_others() -> None:
    """Also a parser's own errors on a damaged file must arrive as one of ours."""
    whole = paper(_ruled)
    outcomes: set[type[Document] | type[ConversionError]] = set()
    for step in range(40):
        data = bytearray(whole)
        for at in range(step, len(data), 61):
            data[at] = (data[at] * 7 + step) % 256
        try:
            outcomes.add(type(_read(b"%PDF-1.4\n" + bytes(data))))
        except ConversionError as error:
            outcomes.add(type(error))
    assert Damaged in outcomes
