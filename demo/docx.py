"""A report as a Word file: paragraphs and tables with their spans, and nothing else.

Parts are stored, not deflated: the bytes are the same on every machine.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from demo.report_pages import parts, preface
from demo.reports import ReportData, report_title
from demo.tables import Cell, TableRow

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def make_docx(agency_name: str, report: ReportData) -> bytes:
    body = [
        _paragraph(report_title(agency_name, report.year)),
        _paragraph(preface(agency_name, report)),
    ]
    for heading, content in parts(report):
        body.append(_paragraph(heading))
        body += [_paragraph(part) if isinstance(part, str) else _table(part) for part in content]
    document = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{"".join(body)}</w:body></w:document>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_DOCUMENT}" '
        'Target="word/document.xml"/></Relationships>'
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as file:
        for name, text in (
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations),
            ("word/document.xml", document),
        ):
            file.writestr(ZipInfo(name, (2025, 1, 1, 0, 0, 0)), _HEAD + text)
    return out.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: Iterable[TableRow]) -> str:
    drawn = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in _cells(rows))
    return f"<w:tbl>{drawn}</w:tbl>"


def _cells(rows: Iterable[TableRow]) -> Iterator[list[str]]:
    """Word has no row spans: what reaches down from above is continued by an empty cell."""
    open_cells: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        drawn: list[str] = []
        waiting = list(row)
        column = 0
        while waiting or column in open_cells:
            if column in open_cells:
                cell, left = open_cells.pop(column)
                drawn.append(_cell(cell, merge="continue"))
            else:
                cell = waiting.pop(0)
                left = cell.rows
                drawn.append(_cell(cell, merge="restart" if cell.rows > 1 else ""))
            if left > 1:
                open_cells[column] = (cell, left - 1)
            column += cell.columns
        yield drawn


def _cell(cell: Cell, *, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    text = "" if merge == "continue" else cell.text
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{_paragraph(text)}</w:tc>"
