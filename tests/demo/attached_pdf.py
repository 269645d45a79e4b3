"""Makes the PDF that one agency of the demo attaches: `python -m tests.demo.attached_pdf`.

The font is one that every PDF viewer supplies (STSong-Light), so none is in the file; the file is
committed, because reportlab is no dependency of the product.
"""

from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from demo.content import DATA, content
from demo.report_pages import parts, preface
from demo.reports import Holding, ReportData, report_title
from demo.tables import Cell, TableRow

FONT = "STSong-Light"
_WIDTH = A4[0] - 40 * mm
_BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK"
)
_TITLE = ParagraphStyle("title", _BODY, fontSize=16, leading=26, alignment=TA_CENTER)
_HEADING = ParagraphStyle("heading", _BODY, fontSize=12, leading=22)
_CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK", alignment=1)


def attached_reports() -> tuple[ReportData, ...]:
    return tuple(report for report in content().reports if report.form is Holding.PDF)


def make_pdf(report: ReportData) -> bytes:
    """The whole report as a PDF file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    name = content().name_of(report.agency)
    title = report_title(name, report.year)
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        title=title,
        author=name,
        invariant=1,
    )
    story = [Paragraph(title, _TITLE), Spacer(1, 6 * mm), Paragraph(preface(name, report), _BODY)]
    for heading, content_of_section in parts(report):
        story.append(Paragraph(heading, _HEADING))
        story.extend(
            Paragraph(part, _BODY) if isinstance(part, str) else _table(part)
            for part in content_of_section
        )
    document.build(story)
    return out.getvalue()


def _table(rows: tuple[TableRow, ...]) -> Table:
    """Places the cells on a grid, as a browser does with their spans."""
    placed = list(_placed(rows))
    width = max(column + cell.columns for _, column, cell in placed)
    grid: list[list[object]] = [["" for _ in range(width)] for _ in rows]
    spans = []
    for row, column, cell in placed:
        grid[row][column] = Paragraph(cell.text, _CELL)
        if cell.rows * cell.columns > 1:
            corner = (column + cell.columns - 1, row + cell.rows - 1)
            spans.append(("SPAN", (column, row), corner))
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT")]
    return Table(
        grid,
        colWidths=_widths(width),
        style=TableStyle([*style, *padding, *spans]),
        spaceBefore=3 * mm,
        spaceAfter=3 * mm,
    )


def _placed(rows: tuple[TableRow, ...]) -> list[tuple[int, int, Cell]]:
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append((row, column, cell))
            taken.update(
                (row + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            )
    return placed


def _widths(columns: int) -> list[float]:
    """Table 3 needs room for its three columns of labels."""
    if columns != 10:
        return [_WIDTH / columns] * columns
    labels = [14 * mm, 16 * mm, 40 * mm]
    return [*labels, *[(_WIDTH - sum(labels)) / 7] * 7]


if __name__ == "__main__":
    for attached in attached_reports():
        (DATA / attached.files[0]).write_bytes(make_pdf(attached))
