"""The documents of the corpus as Word files."""

from collections.abc import Iterator

from tests.corpus.cases import Case
from tests.extract.docx_files import cell, docx, paragraph, row
from tests.extract.form_sheets import Sheet, SheetCell

_ALL_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_EDGES: dict[str, tuple[str, ...]] = {
    "borderless": (),
    "open": ("top", "bottom", "insideH", "insideV"),
}
_WIDTH = 9000
"""Of a table, in twentieths of a point."""
# Widths of the label columns, by the number of all columns; the figures share the rest.
_LABELS = {10: (800, 800, 2100), 15: ()}
_NARROW = {4: (1200,), 5: (1200,), 10: (400, 500, 900), 15: ()}
_OTHER = (2600,)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1300" w:right="1300" w:bottom="1300" w:left="1300" w:header="600"'
    ' w:footer="600" w:gutter="0"/></w:sectPr>'
)
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="18"/></w:rPr></w:rPrDefault></w:docDefaults>'
)


def word_file(case: Case) -> bytes:
    blocks = [paragraph(text) for text in (case.title, *case.before)]
    for sheet in case.sheets:
        blocks += [paragraph(sheet.title), _table(sheet, case), paragraph("")]
    blocks += [paragraph(text) for text in case.after]
    return docx(*blocks, _PAGE, styles=_STYLES)


def _table(sheet: Sheet, case: Case) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in _EDGES.get(case.layout, _ALL_EDGES)
    )
    labels = (_NARROW if case.layout == "narrow" else _LABELS).get(sheet.columns, _OTHER)
    figures = sheet.columns - len(labels)
    widths = [*labels, *[(_WIDTH - sum(labels)) // figures] * figures]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(_rows(sheet, widths))}</w:tbl>"
    )


def _rows(sheet: Sheet, widths: list[int]) -> Iterator[str]:
    """Every row repeats the cells that reach into it."""
    height = max(one.row + one.rows for one in sheet.cells)
    for number in range(height):
        reaching = (one for one in sheet.cells if one.row <= number < one.row + one.rows)
        yield row(
            *(
                _cell(one, sum(widths[one.column : one.column + one.columns]), number)
                for one in sorted(reaching, key=lambda one: one.column)
            )
        )


def _cell(one: SheetCell, width: int, row_number: int) -> str:
    is_first = one.row == row_number
    merge = ""
    if one.rows > 1:
        merge = '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    return cell(
        one.text if is_first else "",
        properties=f'<w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{one.columns}"/>{merge}',
    )
