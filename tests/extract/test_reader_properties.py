"""What holds of every reader: it loses no text of a section, and spelling of labels is nothing.

`tests/corpus/test_properties.py` holds the same of text, Markdown, pages and Word without tables;
here are PDF, tables between the words, and labels in every shape that a reader makes of a table.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from extract.forms import FormDefinition, load_forms
from extract.reading import read_document
from extract.tables import read_measures
from model.report import MeasureState
from tests.extract.any_words import (
    Sections,
    any_sections,
    keeps_all_text,
    lines_of,
    spelling,
)
from tests.extract.documents import HEADINGS, TITLE
from tests.extract.docx_files import as_docx, docx, paragraph, sheet_blocks
from tests.extract.form_sheets import Sheet, as_html, cells_of, fill, relabel

FORMS = load_forms()
NEW = FORMS[-1]
SHEETS = fill(NEW, {})
_FONT = "STSong-Light"


def as_pdf(bodies: Sections) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("body", fontName=_FONT, fontSize=11, leading=18, wordWrap="CJK")
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(
        [Paragraph(escape(line), style) for line in [TITLE, *lines_of(bodies)]]
    )
    return buffer.getvalue()


def _with_tables(bodies: Sections) -> list[str | Sheet]:
    """Tables stand between heading and text of their sections, as in reports that add words."""
    parts: list[str | Sheet] = []
    tables = dict(zip(HEADINGS[1:4], SHEETS, strict=True))
    for heading, texts in zip(HEADINGS, bodies, strict=True):
        parts += [heading, *([tables[heading]] if heading in tables else []), *texts]
    return parts


def as_page(bodies: Sections) -> bytes:
    shown = [
        f"<p>{escape(part)}</p>" if isinstance(part, str) else _html_table(part)
        for part in _with_tables(bodies)
    ]
    return f"<html><body><h1>{TITLE}</h1><div>{''.join(shown)}</div></body></html>".encode(
        "gb18030"
    )


def _html_table(sheet: Sheet) -> str:
    page = as_html([sheet])
    return page[page.index("<table") : page.index("</body>")]


def as_word(bodies: Sections) -> bytes:
    return docx(
        paragraph(TITLE),
        *(
            block
            for part in _with_tables(bodies)
            for block in ([paragraph(part)] if isinstance(part, str) else sheet_blocks(part)[1:])
        ),
    )


def as_markdown(bodies: Sections) -> bytes:
    lines = [f"# {TITLE}", ""]
    for part in _with_tables(bodies):
        lines += [part, ""] if isinstance(part, str) else [*_bars(part), ""]
    return "\n".join(lines).encode()


def as_tabbed(bodies: Sections) -> bytes:
    lines = [TITLE]
    for part in _with_tables(bodies):
        lines += [part] if isinstance(part, str) else _rows(part, "\t")
    return "\n".join(lines).encode("gb18030")


def _rows(sheet: Sheet, separator: str) -> list[str]:
    rows = []
    for row in sheet.grid_rows:
        cells = [""] * sheet.columns
        for cell in row:
            cells[cell.column] = cell.text
        rows.append(separator.join(cells))
    return rows


def _bars(sheet: Sheet) -> list[str]:
    rows = [f"| {row} |" for row in _rows(sheet, " | ")]
    return [rows[0], "|" + " --- |" * sheet.columns, *rows[1:]]


FORMATS: Mapping[str, Callable[[Sections], bytes]] = {
    "pdf": as_pdf,
    "html": as_page,
    "docx": as_word,
    "md": as_markdown,
    "txt": as_tabbed,
}


@pytest.mark.parametrize("kind", FORMATS)
@given(bodies=any_sections(marks="，、；：《》", longest=120, most=3))
@settings(max_examples=12, deadline=None)
def test_no_reader_loses_text_of_a_section(kind: str, bodies: Sections) -> None:
    keeps_all_text(FORMATS[kind](bodies), f"报告.{kind}", bodies)


def _markdown(sheets: Sequence[Sheet]) -> bytes:
    return "\n\n".join("\n".join([sheet.title, "", *_bars(sheet)]) for sheet in sheets).encode()


TABLES: Mapping[str, Callable[[Sequence[Sheet]], bytes]] = {
    "docx": as_docx,
    "md": _markdown,
    "html": lambda sheets: as_html(sheets).encode(),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
@given(seed=st.integers(0, 10**6))
@settings(max_examples=4, deadline=None)
def test_labels_mean_the_same_however_they_are_spelt(
    kind: str, form: FormDefinition, seed: int
) -> None:
    figures = {cell: str(1000 + index) for index, cell in enumerate(cells_of(form))}
    spell = spelling(seed)
    # Blanks at the ends of a cell are no part of a table in Markdown.
    sheets = relabel(fill(form, figures), lambda label: spell(label).strip())

    read = read_measures(read_document(TABLES[kind](sheets), f"x.{kind}"), FORMS)

    assert read.form == form.id
    raw = {cell: m.raw for cell, m in read.measures.items() if m.state is MeasureState.READ}
    assert raw == figures
    assert not [measure.doubt for measure in read.measures.values() if measure.doubt]
