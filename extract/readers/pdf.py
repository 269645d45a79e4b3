"""PDF by pdfplumber: lines and tables of all pages, in reading order, with their boxes."""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.normalise import compact, one_line, printed
from extract.readers.geometry import Sheet
from extract.readers.glyphs import PrintedLine, lines_of_glyphs
from extract.readers.pdf_joining import continues, join, table_of
from extract.readers.pdf_page import sheet_of
from extract.readers.pdf_tables import Piece, read_tables
from extract.readers.reader import Reader, damaged, too_large
from model.document import Block, Document, Line, ReadingWarning
from model.errors import Encrypted, NoTextLayer
from model.place import Place
from model.text import Text

_MOST_PAGES = 300
_MOST_GLYPHS = 1_000_000
# A report of this many pages with fewer characters on each is a scan with a few stamped words.
_FEWEST_GLYPHS_A_PAGE = 20
# Characters that fonts leave without a meaning, as a share of all; more means gibberish.
_MOST_UNMAPPED = 0.1
_PAGE_NUMBER = re.compile(r"^(?:第?\d{1,3}页?(?:[,/]?共?\d{1,3}页?)?|[-·]+\d{1,3}[-·]+)$")
_MARGIN = 0.1
"""Share of the page's height at its top and bottom where page numbers stand."""

# pdfminer lets Python's own errors out when a file breaks its expectations.
_PARSER_TROUBLES = (
    PSException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

# It also reports every oddity of a font to the log; what matters to people is in our warnings.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageRead:
    sheet: Sheet
    content: tuple[Line | Piece, ...]
    warnings: tuple[ReadingWarning, ...]


def _read(data: bytes, source: str) -> Document:
    sheets, meta = _sheets(data, source)
    _demand_text(sheets, source)
    pages = [_read_page(sheet) for sheet in sheets]
    return Document(
        media_type="application/pdf",
        reader="pdf",
        blocks=tuple(_joined(pages)),
        pages=len(pages),
        meta=meta,
        warnings=tuple(warning for page in pages for warning in page.warnings),
    )


def _sheets(data: bytes, source: str) -> tuple[list[Sheet], tuple[tuple[str, str], ...]]:
    try:
        with pdfplumber.open(io.BytesIO(data), password="") as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise too_large(
                    source,
                    Text(
                        f"共 {len(pdf.pages)} 页，上限 {_MOST_PAGES} 页",
                        f"{len(pdf.pages)} pages, at most {_MOST_PAGES}",
                    ),
                )
            meta = tuple(_meta(pdf.metadata))
            sheets: list[Sheet] = []
            glyphs = 0
            for page in pdf.pages:
                sheets.append(sheet_of(page))
                glyphs += len(sheets[-1].glyphs)
                if glyphs > _MOST_GLYPHS:
                    raise too_large(source, Text("文字过多", "too much text"))
            return sheets, meta
    except _PARSER_TROUBLES as error:
        raise _conversion_error(error, source) from error


def _meta(info: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key in ("Title", "CreationDate", "ModDate"):
        value = info.get(key)
        # UTF-16 written the wrong way round comes out as gibberish behind its mark.
        if isinstance(value, str) and value.strip() and not value.startswith("ÿþ"):
            yield key, one_line(printed(value))


def _conversion_error(error: BaseException, source: str) -> Encrypted | Exception:
    causes = (error, error.__cause__, error.__context__, *error.args)
    if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes):
        return Encrypted(
            source,
            Text("PDF 设有打开密码", "the PDF can only be opened with a password"),
            Text(
                "请取得无密码的版本，或用阅读器打开后另存为无密码的 PDF",
                "get a version without a password, or open it and save it without one",
            ),
        )
    detail = type(error).__name__
    return damaged(source, Text(f"PDF 结构错误（{detail}）", f"broken PDF structure ({detail})"))


def _demand_text(sheets: list[Sheet], source: str) -> None:
    if not sheets:
        raise damaged(source, Text("PDF 没有任何页面", "the PDF has no pages"))
    glyphs = [glyph.text for sheet in sheets for glyph in sheet.glyphs if not glyph.text.isspace()]
    scanned = any(sheet.has_images for sheet in sheets)
    if not glyphs or (scanned and len(glyphs) < _FEWEST_GLYPHS_A_PAGE * len(sheets)):
        raise _no_text(
            source,
            Text("扫描件或图片", "a scan or images"),
        )
    unmapped = sum(text.startswith("(cid:") for text in glyphs)
    if unmapped > _MOST_UNMAPPED * len(glyphs):
        raise _no_text(
            source,
            Text(
                "字体没有说明各个字形是什么字", "its fonts do not tell which characters they show"
            ),
        )


def _no_text(source: str, why: Text) -> NoTextLayer:
    return NoTextLayer(
        source,
        Text(f"PDF 里没有可读取的文字：{why.zh}", f"the PDF has no readable text: {why.en}"),
        Text(
            "请换用该报告的网页版或文字版；如只有这一份，请先做文字识别（OCR）",
            "use the web page or a text version; if there is no other, run OCR on it first",
        ),
    )


def _read_page(sheet: Sheet) -> _PageRead:
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
    if not sheet.glyphs and sheet.has_images:
        warnings.append(_picture_page(sheet.number))
    return _PageRead(
        sheet=sheet, content=tuple(item for _, _, item in placed), warnings=tuple(warnings)
    )


def _is_page_number(line: PrintedLine, sheet: Sheet) -> bool:
    turned = sheet.turn.quarters % 2
    height = sheet.turn.width if turned else sheet.turn.height
    inside = height * _MARGIN < line.top and line.bottom < height * (1 - _MARGIN)
    return not inside and _PAGE_NUMBER.match(compact(line.text)) is not None


def _joined(pages: list[_PageRead]) -> Iterator[Block]:
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
            f"第 {page} 页只有图片，没有读出文字", f"page {page} is a picture; no text was read"
        ),
        place=Place(page=page),
    )


def _recognises(data: bytes, _name: str) -> bool:
    return b"%PDF-" in data[:1024]


READER = Reader(name="pdf", recognises=_recognises, read=_read, most_bytes=100_000_000)
