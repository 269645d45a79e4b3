"""Builders of Word files for the tests: parts of XML, zipped."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.extract.form_sheets import Sheet, SheetCell

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WIDTH = 600
"""Of a column; programs that lay out the table, LibreOffice among them, lose it without one."""
_SPACES = (
    f'xmlns:w="{W}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(parts: Mapping[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def parts(
    *body: str, numbering: str = "", styles: str = "", doctype: str = ""
) -> dict[str, bytes | str]:
    """The parts of a document with these blocks; lists and styles as XML of their roots."""
    return {
        "[Content_Types].xml": _xml(_content_types("numbering", "styles")),
        "_rels/.rels": _relations("", officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": _relations(
            "", numbering="numbering.xml", styles="styles.xml"
        ),
        "word/numbering.xml": _xml(f"<w:numbering {_SPACES}>{numbering}</w:numbering>"),
        "word/styles.xml": _xml(f"<w:styles {_SPACES}>{styles}</w:styles>"),
        "word/document.xml": _xml(
            f"{doctype}<w:document {_SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body>"
            "</w:document>"
        ),
    }


def docx(*body: str, numbering: str = "", styles: str = "") -> bytes:
    return zipped(parts(*body, numbering=numbering, styles=styles))


def _content_types(*others: str) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kind}.{name}+xml"/>'
        for part, name in [("document", "document.main"), *((one, one) for one in others)]
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _xml(text: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'


def _relations(prefix: str, **targets: str) -> str:
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{prefix}{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return _xml(f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>')


def run(text: str, properties: str = "") -> str:
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """`content` is text, or XML if it begins with a tag."""
    inner = "".join(part if part.startswith("<") else run(part) for part in content)
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{head}{inner}</w:p>"


def listed(text: str, *, list_id: int = 1, level: int = 0) -> str:
    """A paragraph whose ordinal the program counts."""
    return paragraph(
        text,
        properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>',
    )


def styled(text: str, style: str) -> str:
    return paragraph(text, properties=f"<w:pStyle w:val={quoteattr(style)}/>")


def cell(*content: str, properties: str = "") -> str:
    """`content` is text (a paragraph each) or XML of blocks."""
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or paragraph('')}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(text if text.startswith("<w:tc>") else cell(text) for text in cells)
    head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{head}{inner}</w:tr>"


def table(*rows: str, columns: int = 0) -> str:
    grid = f'<w:gridCol w:w="{_WIDTH}"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def as_docx(sheets: Sequence[Sheet]) -> bytes:
    """Filled forms as Word draws them: every row repeats the cells that reach into it."""
    return docx(*(block for sheet in sheets for block in sheet_blocks(sheet)))


def sheet_blocks(sheet: Sheet) -> list[str]:
    """Its title, its table and the paragraph that must stand behind every table."""
    height = max(one.row + one.rows for one in sheet.cells)
    drawn = [
        row(
            *(
                _drawn(one, is_first=one.row == number)
                for one in sorted(sheet.cells, key=lambda one: one.column)
                if one.row <= number < one.row + one.rows
            )
        )
        for number in range(height)
    ]
    return [paragraph(sheet.title), table(*drawn, columns=sheet.columns), paragraph("")]


def _drawn(one: SheetCell, *, is_first: bool) -> str:
    span = f'<w:tcW w:w="{_WIDTH * one.columns}" w:type="dxa"/>'
    if one.columns > 1:
        span += f'<w:gridSpan w:val="{one.columns}"/>'
    if one.rows == 1:
        return cell(one.text, properties=span)
    merge = '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    return cell(one.text if is_first else "", properties=span + merge)
