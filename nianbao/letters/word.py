"""A letter as a Word file, laid out as official letters are. Home of python-docx."""

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from nianbao.letters.letter import Letter

_HEADING_FONT = "黑体"
_BODY_FONT = "仿宋"
_LATIN_FONT = "Times New Roman"


def letter_docx(letter: Letter, *, made: datetime) -> bytes:
    """A4; `made` goes into the file's properties, so that equal letters are equal files."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = letter.title, ""
    properties.created = properties.modified = made.replace(tzinfo=None)
    properties.last_modified_by = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(3)
    _title(document, letter.title)
    _line(document, letter.addressee, indent=False)
    for line in letter.opening:
        _line(document, line)
    for number, fact in enumerate(letter.facts, start=1):
        _line(document, f"{number}. {fact}" if len(letter.facts) > 1 else fact)
    for line in letter.request:
        _line(document, line)
    document.add_paragraph()
    for line in letter.signature:
        _line(document, line, indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
    _line(document, letter.enclosures_head, indent=False, size=10.5)
    for number, enclosure in enumerate(letter.enclosures, start=1):
        _line(document, f"{number}. {enclosure}", indent=False, size=9)
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out)


def _without_clock(made: io.BytesIO) -> bytes:
    """The same file, with no moment of its making in its table of contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _title(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(20)
    _font(paragraph.add_run(text), _HEADING_FONT, 18)


def _line(document: Any, text: str, *, indent: bool = True, size: float = 14) -> Any:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing = 1.5
    shape.space_after = Pt(0)
    if indent:
        shape.first_line_indent = Pt(2 * size)
    _font(paragraph.add_run(text), _BODY_FONT, size)
    return paragraph


def _font(run: Any, name: str, size: float) -> None:
    run.font.size = Pt(size)
    run.font.name = _LATIN_FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)  # noqa: SLF001 - python-docx has no call for it
