"""Pages to blocks: tables and lines in reading order, tables joined over page breaks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.normalise import compact
from extract.readers.geometry import Sheet
from extract.readers.glyphs import PrintedLine, lines_of_glyphs
from extract.readers.pdf_joining import continues, join, table_of
from extract.readers.pdf_tables import Piece, read_tables
from model.document import Block, Line, ReadingWarning
from model.place import Place
from model.text import Text

_PAGE_NUMBER = re.compile(r"^(?:第?\d{1,3}页?(?:[,/]?共?\d{1,3}页?)?|[-·]+\d{1,3}[-·]+)$")
_MARGIN = 0.1
"""Share of the page's height at its top and bottom where page numbers stand."""
_FEWEST_GLYPHS = 20
_LARGE = 0.5
"""Share of the page that a seal, a logo or a signature does not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    sheet: Sheet
    content: tuple[Line | Piece, ...]
    warnings: tuple[ReadingWarning, ...]


def read_page(sheet: Sheet) -> PageRead:
    tables = read_tables(sheet)
    placed: list[tuple[float, float, Line | Piece]] = [
        (piece.top, piece.left, piece) for piece in tables.pieces
    ]
    for line in lines_of_glyphs(tables.outside):
        if not _is_page_number(line, sheet):
            box = sheet.turn.displayed(line.x0, line.top, line.x1, line.bottom)
            place = Place(page=sheet.number, box=box)
            placed.append((line.top, line.x0, Line(text=line.text, place=place)))
    placed.sort(key=lambda item: item[:2])
    warnings = list(tables.warnings)
    if _is_picture(sheet, tables.pieces):
        warnings.append(_picture_page(sheet.number))
    return PageRead(
        sheet=sheet, content=tuple(item for _, _, item in placed), warnings=tuple(warnings)
    )


def _is_picture(sheet: Sheet, pieces: Sequence[Piece]) -> bool:
    """Whether the page's text can only be seen: a scan, though it may bear a stamp or a number."""
    inked = sum(not glyph.text.isspace() for glyph in sheet.glyphs)
    if not inked:
        return sheet.has_images
    return not pieces and inked < _FEWEST_GLYPHS and sheet.largest_image > _LARGE


def _is_page_number(line: PrintedLine, sheet: Sheet) -> bool:
    turned = sheet.turn.quarters % 2
    height = sheet.turn.width if turned else sheet.turn.height
    inside = height * _MARGIN < line.top and line.bottom < height * (1 - _MARGIN)
    return not inside and _PAGE_NUMBER.match(compact(line.text)) is not None


def joined(pages: Sequence[PageRead]) -> Iterator[Block]:
    """All blocks; a table that ends a page goes on with the one that begins the next."""
    open_piece: Piece | None = None
    for page in pages:
        for index, item in enumerate(page.content):
            if not isinstance(item, Piece):
                if open_piece is not None:
                    yield table_of(open_piece)
                    open_piece = None
                yield item
            elif open_piece is not None and index == 0 and continues(open_piece, item):
                open_piece = join(open_piece, item)
            else:
                if open_piece is not None:
                    yield table_of(open_piece)
                open_piece = item
    if open_piece is not None:
        yield table_of(open_piece)


def _picture_page(page: int) -> ReadingWarning:
    return ReadingWarning(
        code="pdf.page_is_picture",
        text=Text(
            f"第 {page} 页是图片，其中的文字没有读出",
            f"page {page} is a picture; the text in it was not read",
        ),
        place=Place(page=page),
    )
