"""The body of a Word document as blocks in reading order."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from extract.normalise import printed
from extract.readers.docx_numbering import Numbering
from extract.readers.docx_styles import Styles
from extract.readers.docx_table import Content, read_table
from extract.readers.docx_text import read_paragraph
from extract.readers.docx_xml import ALTERNATIVES, chosen, w
from model.document import Block, Line
from model.place import Place

_PARAGRAPH, _TABLE, _PROPERTIES = w("p"), w("tbl"), w("pPr")
_MARK, _DELETED, _MOVED = w("rPr"), w("del"), w("moveFrom")
_SILENT = frozenset({w("sectPr"), w("sdtPr"), w("sdtEndPr"), w("tcPr"), w("del"), w("moveFrom")})


class BlockReader:
    """Reads one document once. A place is the running number of a paragraph.

    Paragraphs count from 1 in reading order, those in cells and text boxes and empty ones too: so
    each cell has a number of its own.
    """

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._paragraphs = 0

    def read(self, parent: Element) -> Iterator[Block]:
        """The blocks in a body, a cell, a text box or what wraps them."""
        unfinished = ""
        for child in parent:
            if child.tag == _PARAGRAPH:
                lines, boxes, goes_on = self._paragraph(child, unfinished)
                unfinished = "\n".join(line.text for line in lines) if goes_on else ""
                if not goes_on:
                    yield from lines
                for box in boxes:
                    yield from self.read(box)
            elif child.tag == _TABLE:
                yield from read_table(child, self._cell)
            elif child.tag == ALTERNATIVES:
                choice = chosen(child)
                if choice is not None:
                    yield from self.read(choice)
            elif child.tag not in _SILENT:
                yield from self.read(child)
        if unfinished:
            yield from self._lines(unfinished, heading=False)

    def _paragraph(
        self, element: Element, before: str
    ) -> tuple[list[Line], tuple[Element, ...], bool]:
        """Its lines, its text boxes, and whether a reviser joined it to the next paragraph."""
        self._paragraphs += 1
        properties = element.find(_PROPERTIES)
        paragraph = read_paragraph(element)
        text = paragraph.text
        goes_on = _end_is_gone(properties)
        if not before and (text.strip() or not goes_on):
            text = _numbered(self._numbering.ordinal(properties), text)
        lines = self._lines(before + text, heading=self._styles.is_heading(properties))
        return list(lines), paragraph.boxes, goes_on

    def _lines(self, text: str, *, heading: bool) -> Iterator[Line]:
        for line in text.split("\n"):
            shown = printed(line).rstrip()
            if shown.strip():
                yield Line(text=shown, place=Place(line=self._paragraphs), heading=heading)

    def _cell(self, element: Element) -> Content:
        place = Place(line=self._paragraphs + 1)
        return Content(blocks=tuple(self.read(element)), place=place)


def _end_is_gone(properties: Element | None) -> bool:
    """Whether a reviser deleted or moved away the end of the paragraph."""
    mark = None if properties is None else properties.find(_MARK)
    if mark is None:
        return False
    return mark.find(_DELETED) is not None or mark.find(_MOVED) is not None


def _numbered(ordinal: str, text: str) -> str:
    """Nothing before an empty line; a blank where the ordinal would grow into the text."""
    if not ordinal or not text.strip():
        return text
    grows = ordinal[-1].isalnum() or ordinal[-1] == "."
    return f"{ordinal} {text}" if grows else ordinal + text
