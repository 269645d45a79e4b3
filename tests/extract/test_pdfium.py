"""PDFium's pages against pdfplumber's, on PDFs drawn here."""

import io
import re
from collections.abc import Callable, Mapping

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.pdfium.document import PdfiumFailed
from extract.pdfium.parse import parse
from extract.readers.drawing import MOST_PIECES, Drawing, Parsed
from extract.readers.geometry import UNMAPPED
from extract.readers.pdf_pdfplumber import parse as parse_by_pdfplumber
from tests.extract.papers import Paper, paper, prose

Draw = Callable[[Canvas], None]


def _unchecked(_pages: int, _characters: int) -> None:
    return


def _fast(data: bytes) -> Parsed:
    return parse(data, ("Title",), _unchecked)


def _both(data: bytes) -> tuple[Drawing, Drawing]:
    theirs = parse_by_pdfplumber(data, "x.pdf", ("Title",), _unchecked)
    return _fast(data).pages[0], theirs.pages[0]


def _canvas(draw: Draw) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("STSong-Light", 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _assert_same(data: bytes) -> None:
    """Same characters at the same places, but for the descent; same shapes."""
    ours, theirs = _both(data)
    assert (ours.width, ours.height) == pytest.approx((theirs.width, theirs.height))
    placed = [sorted(page.glyphs, key=lambda g: (g.text, round(g.x0))) for page in (ours, theirs)]
    for mine, other in zip(*placed, strict=True):
        assert (mine.text, mine.way) == (other.text, other.way)
        size = max(other.bottom - other.top, other.x1 - other.x0)
        assert mine[1:5] == pytest.approx(other[1:5], abs=0.15 * size)
    assert _visible(ours)
    for one, two in zip(_visible(ours), _visible(theirs), strict=True):
        assert one[0] == two[0]
        assert one[1] == pytest.approx(two[1], abs=0.02)


def _visible(drawing: Drawing) -> list[tuple[tuple[bool, ...], list[float]]]:
    return sorted(
        (
            (shape.is_rectangle, shape.shows_line, shape.shows_filling),
            [round(value, 1) for point in shape.points for value in point],
        )
        for shape in drawing.shapes or ()
        if shape.shows_line or shape.shows_filling
    )


def _page(page: Paper) -> None:
    page.text(72, 80, "二、主动公开 2023 abc")
    page.grid((72, 252.5, 332), (110, 130, 150.25), [["规章", "1"], ["许可", "-"]])
    page.frame(72, 200, 300, 260)
    page.white(80, 210, 200, 220)
    page.canvas.bezier(72, 300, 100, 340, 200, 340, 300, 300)
    page.canvas.rect(72, 100, 200, 0.7, stroke=0, fill=1)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_characters_and_shapes_are_pdfplumbers(rotate: int) -> None:
    _assert_same(paper(_page, rotate=rotate))


def _with_box(data: bytes, boxes: str) -> bytes:
    changed, count = re.subn(rb"/MediaBox \[[^]]*\]", boxes.encode(), data)
    assert count == 1
    return changed


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_box_that_does_not_begin_at_zero_moves_nothing(rotate: int) -> None:
    plain = paper(_page, rotate=rotate)
    wide, high = (842, 595) if rotate in {90, 270} else (595, 842)
    moved = _with_box(plain, f"/MediaBox [ -9 -7 {wide - 9} {high - 7} ]")
    _assert_same(moved)
    ours, before = _fast(moved).pages[0], _fast(plain).pages[0]
    dx, dy = ours.glyphs[0].x0 - before.glyphs[0].x0, ours.glyphs[0].top - before.glyphs[0].top
    expected = {0: (9, -7), 90: (7, 9), 180: (-9, 7), 270: (-7, -9)}[rotate]
    assert (dx, dy) == pytest.approx(expected)


@pytest.mark.parametrize("rotate", [0, 90])
def test_places_count_from_the_crop_box(rotate: int) -> None:
    plain = paper(_page, rotate=rotate)
    wide, high = (842, 595) if rotate else (595, 842)
    boxes = f"/CropBox [ 20 30 {wide - 10} {high - 30} ] /MediaBox [ 0 0 {wide} {high} ]"
    cropped = _with_box(plain, boxes)
    page = _fast(cropped).pages[0]
    assert {page.width, page.height} == {wide - 30, high - 60}
    _assert_same(cropped)


def test_forms_are_entered_with_their_matrices() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("cell")
        canvas.setFont("STSong-Light", 10)
        canvas.rect(0, 0, 50, 20)
        canvas.drawString(5, 5, "规章")
        canvas.endForm()
        canvas.beginForm("pair")
        canvas.doForm("cell")
        canvas.translate(50, 0)
        canvas.doForm("cell")
        canvas.endForm()
        canvas.translate(100, 600)
        canvas.scale(2, 1.5)
        canvas.doForm("pair")

    data = _canvas(draw)
    _assert_same(data)
    shapes = _fast(data).pages[0].shapes
    assert shapes is not None
    assert [shape.points for shape in shapes] == [
        ((100, 212), (200, 242)),
        ((200, 212), (300, 242)),
    ]


def test_tagged_text_in_a_form_is_left_to_pdfplumber() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("tagged")
        canvas.setFont("STSong-Light", 10)
        canvas.addLiteral("/Span << /ActualText (x) >> BDC")
        canvas.drawString(5, 5, "规章")
        canvas.addLiteral("EMC")
        canvas.endForm()
        canvas.translate(100, 600)
        canvas.doForm("tagged")

    with pytest.raises(PdfiumFailed):
        _fast(_canvas(draw))


def test_text_in_every_direction_has_upright_boxes_of_its_own() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "甲")
        for turn, (x, y) in ((90, (200, 600)), (180, (300, 500)), (270, (400, 400))):
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(turn)
            canvas.drawString(0, 0, "乙")
            canvas.restoreState()
        canvas.saveState()
        canvas.translate(300, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "丙")
        canvas.restoreState()

    ours, theirs = _both(_canvas(draw))
    assert [glyph.way for glyph in ours.glyphs] == [0, 3, 2, 1, None]
    assert [glyph.way for glyph in theirs.glyphs] == [0, 3, 2, 1, None]
    for mine, other in zip(ours.glyphs[:4], theirs.glyphs[:4], strict=True):
        assert mine[1:5] == pytest.approx(other[1:5], abs=1.5)
        assert (mine.x1 - mine.x0, mine.bottom - mine.top) == pytest.approx((10, 10))


@pytest.mark.parametrize("scale", [1.0, 0.05])
def test_vertical_writing_keeps_to_its_column(scale: float) -> None:
    """WPS sets 200 units and scales them down; PDFium's own boxes are 200 points then."""

    def draw(canvas: Canvas) -> None:
        font = UnicodeCIDFont("STSong-Light", isVertical=True)
        pdfmetrics.registerFont(font)
        canvas.scale(scale, scale)
        canvas.setFont(font.fontName, 10 / scale)
        canvas.drawString(100 / scale, 700 / scale, "三、本年度")

    ours, theirs = _both(_canvas(draw))
    assert "".join(glyph.text for glyph in ours.glyphs) == "三、本年度"
    for mine, other in zip(ours.glyphs, theirs.glyphs, strict=True):
        assert mine[1:5] == pytest.approx(other[1:5], abs=1.6)


def test_a_hyphen_at_the_end_of_a_line_is_a_character() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, 700, "well-")
        canvas.drawString(100, 686, "known")

    ours, _ = _both(_canvas(draw))
    assert "".join(glyph.text for glyph in ours.glyphs) == "well-known"


def test_too_many_painted_lines_are_told_and_not_cut() -> None:
    def draw(canvas: Canvas) -> None:
        for step in range(MOST_PIECES // 4):
            canvas.rect(step % 500, step // 500, 1, 1)

    assert _fast(_canvas(draw)).pages[0].shapes is None


def test_the_check_hears_of_pages_before_any_is_read_and_may_refuse() -> None:
    heard: list[tuple[int, int]] = []

    def check(pages: int, characters: int) -> None:
        heard.append((pages, characters))
        if characters > 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        parse(paper(prose("甲"), prose("乙丙丁"), prose("戊")), (), check)
    assert [pages for pages, _ in heard] == [3, 3, 3]
    assert [characters for _, characters in heard] == [0, 1, 4]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", paper(_page, password="geheim")])
def test_what_cannot_be_opened_fails(data: bytes) -> None:
    with pytest.raises(PdfiumFailed):
        _fast(data)


def _own_font(codes: bytes, to_unicode: Mapping[int, str]) -> bytes:
    """A page that shows two-byte codes in a font of our own, with no names or encoding."""
    lines = "".join(
        f"<{code:04x}> <{meaning.encode('utf-16-be').hex()}>\n"
        for code, meaning in to_unicode.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(to_unicode)} beginbfchar\n{lines}endbfchar\nendcmap end end"
    )
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
        page,
        _stream(f"BT /F1 10 Tf 100 700 Td <{codes.hex()}> Tj ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Nameless /Encoding /Identity-H"
        + (" /ToUnicode 6 0 R" if to_unicode else "")
        + " /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /Nameless"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        " /FontDescriptor << /Type /FontDescriptor /FontName /Nameless /Flags 4 >> >> ] >>",
        _stream(cmap),
    ]
    body = "".join(
        f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, start=1)
    )
    return f"%PDF-1.7\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def test_characters_without_a_meaning_say_so() -> None:
    glyphs = _fast(_own_font(b"\x0a\x0b\x0a\x0c", {})).pages[0].glyphs
    assert len(glyphs) == 2
    assert all(glyph.text.startswith(UNMAPPED) for glyph in glyphs)


def test_radicals_are_the_characters_that_they_show() -> None:
    """Browsers name the glyph of 一 by the radical that shares it, U+2F00; 页 by U+2EDA."""
    data = _own_font(b"\x0a\x0b\x0a\x0c\x0a\x0d", {0x0A0B: "⼀", 0x0A0C: "⻚", 0x0A0D: "⾏"})
    for page in _both(data):
        assert "".join(glyph.text for glyph in page.glyphs) == "一页行"
