"""An original for people to look at: what it is, and where in it a cell of the tables stands.

In an original without pages a line number does not tell one cell from its neighbour. So it is read
once more with a number of its own for every cell: whichever number the measure then carries is it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from lxml import etree, html

from extract.forms import FormDefinition, load_forms
from extract.readers import html as pages
from extract.readers import pdf, picture
from extract.readers.encoding import decode
from extract.readers.html_blocks import parse, read_blocks
from extract.readers.html_content import main_content
from extract.readers.html_hidden import without_hidden
from extract.reading import read_document
from extract.tables import read_measures
from model.document import Block, Cell, Document, Table
from model.ids import MeasureId
from model.place import Place

MARKED = "marked-cell"
"""Class of the cell in `MarkedHtml`; nothing else in it has a class."""
_MOST_CELLS = 60_000
"""libxml2 keeps a line number in 16 bits, and our numbers in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedHtml:
    """The table as the web page has it, with the cell marked. Not sanitised."""

    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedTable:
    """The table as read from a Word file or a text, and the cell in it."""

    table: Table
    cell: Cell


class Kind(StrEnum):
    """How an original can be shown in a browser."""

    PAGE = "page"
    """A web page."""
    PDF = "pdf"
    PICTURE = "picture"
    """One that every browser shows."""
    OTHER = "other"
    """To be opened with another program."""


_SHOWN = frozenset({"image/png", "image/jpeg"})


def kind_of(data: bytes, name: str) -> Kind:
    """By the bytes alone, never by what a server called them."""
    if picture.media_type_of(data) in _SHOWN:
        return Kind.PICTURE
    if pdf.READER.recognises(data, name):
        return Kind.PDF
    return Kind.PAGE if pages.READER.recognises(data, name) else Kind.OTHER


def find_cell(
    data: bytes, measure: MeasureId, raw: str | None, name: str
) -> MarkedHtml | MarkedTable | None:
    """None when the cell cannot be told, or does not say what was read in it (`raw`).

    Raises: ConversionError.
    """
    if pages.READER.recognises(data, name):
        return _in_page(data, measure, raw, name)
    return _in_document(read_document(data, name), measure, raw)


def as_utf8(data: bytes, name: str) -> bytes:
    """A page's text in UTF-8, whatever it says that it is in. Raises: Damaged."""
    return decode(data, name)[0].encode()


def _in_page(data: bytes, measure: MeasureId, raw: str | None, name: str) -> MarkedHtml | None:
    page = parse(decode(data, name)[0])
    without_hidden(page)
    cells = list(page.iter("td", "th"))
    if len(cells) > _MOST_CELLS:
        return None
    for number, cell in enumerate(cells, start=1):
        cell.sourceline = number
    blocks = tuple(read_blocks(main_content(page)))
    place = _place_of(blocks, measure, raw)
    if place is None or place.line is None:
        return None
    return MarkedHtml(html=_marked(cells[place.line - 1]))


def _marked(cell: html.HtmlElement) -> str:
    table = next(cell.iterancestors("table"))
    for element in table.iter():
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)
    cell.set("class", MARKED)
    shown: str = etree.tostring(table, encoding="unicode", method="html", with_tail=False)
    return shown


def _in_document(document: Document, measure: MeasureId, raw: str | None) -> MarkedTable | None:
    numbered: dict[int, tuple[Table, Cell]] = {}
    blocks = tuple(_numbered(document.blocks, numbered))
    place = _place_of(blocks, measure, raw)
    if place is None or place.line not in numbered:
        return None
    table, cell = numbered[place.line]
    return MarkedTable(table=table, cell=cell)


def _numbered(blocks: Sequence[Block], numbered: dict[int, tuple[Table, Cell]]) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Table):
            yield block
            continue
        cells: list[Cell] = []
        for cell in block.cells:
            number = len(numbered) + 1
            numbered[number] = (block, cell)
            cells.append(replace(cell, place=Place(line=number)))
        yield replace(block, cells=tuple(cells))


def _place_of(blocks: tuple[Block, ...], measure: MeasureId, raw: str | None) -> Place | None:
    document = Document(media_type="", reader="", blocks=blocks)
    found = read_measures(document, _forms()).measures.get(measure)
    if found is None or found.raw != raw:
        return None
    return found.place


@cache
def _forms() -> tuple[FormDefinition, ...]:
    return load_forms()
