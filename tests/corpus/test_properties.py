"""What holds for any words: no reader loses text of a section, no spelling of a label matters."""

from collections.abc import Callable, Mapping
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.forms import FormDefinition, load_forms
from extract.reading import read_document
from extract.report import extract_report
from model.report import MeasureState
from tests.extract.any_words import (
    GAPS,
    WRAPS,
    Sections,
    any_sections,
    keeps_all_text,
    lines_of,
    spelling,
)
from tests.extract.documents import HEADINGS
from tests.extract.docx_files import docx, paragraph
from tests.extract.form_sheets import as_html, cells_of, fill, relabel

FORMS = load_forms()
TITLE = "云渡县统计局2024年政府信息公开工作年度报告"


def as_text(bodies: Sections) -> bytes:
    return "\n".join([TITLE, *lines_of(bodies)]).encode()


def as_markdown(bodies: Sections) -> bytes:
    lines = [f"## {line}" if line in HEADINGS else line for line in lines_of(bodies)]
    return "\n\n".join([f"# {TITLE}", *lines]).encode()


def as_page(bodies: Sections) -> bytes:
    """Paragraphs by turns as elements, as lines of one, and with parts of them styled."""
    parts = []
    for heading, texts in zip(HEADINGS, bodies, strict=True):
        parts.append(f"<h2>{heading}</h2>")
        for number, text in enumerate(texts):
            shown, half = escape(text), len(text) // 2
            spans = f"<span>{escape(text[:half])}</span><b>{escape(text[half:])}</b>"
            parts.append((f"<p>{shown}</p>", f"<div>{spans}</div>", f"{shown}<br>")[number % 3])
    body = "\n".join(parts)
    head = f"<head><meta charset='utf-8'><title>{TITLE}</title></head>"
    return f"<html>{head}<body><h1>{TITLE}</h1><div>{body}</div></body></html>".encode()


def as_word(bodies: Sections) -> bytes:
    return docx(*(paragraph(line) for line in [TITLE, *lines_of(bodies)]))


FORMATS: Mapping[str, Callable[[Sections], bytes]] = {
    "txt": as_text,
    "md": as_markdown,
    "html": as_page,
    "docx": as_word,
}


@pytest.mark.parametrize("kind", FORMATS)
@given(bodies=any_sections(marks="，、；：“”（）《》%—", longest=90, most=4))
@settings(max_examples=60, deadline=None)
def test_no_reader_loses_text_of_a_section(kind: str, bodies: Sections) -> None:
    keeps_all_text(FORMATS[kind](bodies), f"报告.{kind}", bodies)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_labels_mean_the_same_however_they_are_spelt(form: FormDefinition, seed: int) -> None:
    figures = {cell: str(1000 + index) for index, cell in enumerate(cells_of(form))}
    sheets = relabel(fill(form, figures), spelling(seed, GAPS + WRAPS))
    # Line wraps of a cell are elements in a page; white space in the source means nothing.
    page = as_html(sheets).replace("\t", "<br>").encode()

    report = extract_report(read_document(page, "report.html"), name="report.html")

    assert report.form == form.id
    assert {
        cell: measure.raw
        for cell, measure in report.measures.items()
        if measure.state is MeasureState.READ
    } == figures
    assert not [measure.doubt for measure in report.measures.values() if measure.doubt]
