"""Reports printed by reportlab: tables whose borders, page breaks and rotation we choose."""

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from tests.corpus.cases import Case
from tests.extract.form_sheets import Sheet

_FONT = "STSong-Light"
_MARGIN = 36.0
# Widths of the label columns; the figures share the rest of the line.
_LABELS = {"t2": (130.0,), "t3": (44.0, 44.0, 110.0), "t4": ()}
_NARROW = {"t2": (60.0,), "t3": (16.0, 24.0, 50.0), "t4": ()}
_LINES: dict[str, list[tuple[object, ...]]] = {
    "ruled": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "open": [
        ("INNERGRID", (0, 0), (-1, -1), 0.5, "black"),
        ("LINEABOVE", (0, 0), (-1, 0), 0.5, "black"),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black"),
    ],
    "borderless": [],
}


def make(case: Case) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    size = landscape(A4) if case.layout == "landscape" else A4
    template = SimpleDocTemplate(
        buffer,
        pagesize=size,
        invariant=1,
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN),
    )
    story: list[Flowable] = [
        _paragraph(case.title, 16),
        *(_paragraph(text, 11) for text in case.before),
    ]
    for sheet in case.sheets:
        story += [_paragraph(sheet.title, 11), _table(sheet, case, size[0] - 2 * _MARGIN - 12)]
    story += [_paragraph(text, 11) for text in case.after]
    turn = _turn if case.layout == "turned" else _leave
    template.build(story, onFirstPage=turn, onLaterPages=turn)
    return buffer.getvalue()


def _turn(canvas: Canvas, _template: SimpleDocTemplate) -> None:
    canvas.setPageRotation(90)


def _leave(_canvas: Canvas, _template: SimpleDocTemplate) -> None:
    pass


def _paragraph(text: str, size: float, *, centred: bool = False) -> Paragraph:
    style = ParagraphStyle(
        "text",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.4,
        wordWrap="CJK",
        spaceAfter=0 if centred else 4,
        alignment=1 if centred else 0,
    )
    return Paragraph(text, style)


def _table(sheet: Sheet, case: Case, width: float) -> Table:
    size = 9.0 if sheet.columns < 10 else 7.0
    height = max(cell.row + cell.rows for cell in sheet.cells)
    grid: list[list[Paragraph | str]] = [[""] * sheet.columns for _ in range(height)]
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1),
        *_LINES.get(case.layout, _LINES["ruled"]),
    ]
    for cell in sheet.cells:
        grid[cell.row][cell.column] = _paragraph(cell.text, size, centred=True)
        last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        style.append(("SPAN", (cell.column, cell.row), last))
    return Table(
        grid,
        colWidths=_widths(sheet, case, width),
        style=style,
        repeatRows=3 if case.layout == "repeated" and sheet.columns == 10 else 0,
        splitInRow=int(case.layout == "split"),
    )


def _widths(sheet: Sheet, case: Case, width: float) -> Sequence[float]:
    table = {4: "t2", 10: "t3", 15: "t4"}.get(sheet.columns, "t2")
    labels = (_NARROW if case.layout == "narrow" else _LABELS)[table]
    figures = sheet.columns - len(labels)
    return [*labels, *[(width - sum(labels)) / figures] * figures]
