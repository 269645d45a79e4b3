"""PDF: lines and tables of all pages, in reading order, with their boxes.

PDFium parses. pdfplumber parses again, and what it gives counts, when PDFium fails or its reading
leaves a doubt: characters without a meaning, no text, numbers of a table that are not those of
the text line they stand in.
"""

from collections.abc import Callable, Iterable, Iterator

from extract.normalise import one_line, printed
from extract.pdfium.document import PdfiumFailed
from extract.pdfium.parse import parse as parse_by_pdfium
from extract.readers.drawing import Parsed
from extract.readers.geometry import UNMAPPED, Sheet
from extract.readers.pdf_page import sheet_of
from extract.readers.pdf_pages import PageRead, joined, read_page
from extract.readers.pdf_pdfplumber import parse as parse_by_pdfplumber
from extract.readers.pdf_tables import NUMBERS_DIFFER
from extract.readers.reader import Reader, damaged, no_text, too_large
from model.document import Document, ReadingWarning
from model.text import Text

_META = ("Title", "CreationDate", "ModDate")
_MOST_PAGES = 300
_MOST_GLYPHS = 1_000_000
# A report of this many pages with fewer characters on each is a scan with a few stamped words.
_FEWEST_GLYPHS_A_PAGE = 20
# Characters that fonts leave without a meaning, as a share of all; more means gibberish.
_MOST_UNMAPPED = 0.1


_PUT_TOGETHER = ReadingWarning(
    code="pdf.text_put_together",
    text=Text(
        "文件的字体把每个汉字显示成两个无意义的字符；文字是按文件内的编码还原的，页面上看不到，"
        "请与其他版本对照",
        "the file's fonts show each Chinese character as two without meaning; the text was put"
        " together from the codes in the file and cannot be seen on its pages: compare with another"
        " copy",
    ),
)


def _read(data: bytes, source: str) -> Document:
    return read_fast(data, source) or read_by_pdfplumber(data, source)


def read_fast(data: bytes, source: str) -> Document | None:
    """The document as PDFium parses it; None when that leaves a doubt.

    Raises TooLarge, and NoTextLayer when there is no use in asking pdfplumber.
    """
    try:
        parsed = parse_by_pdfium(data, _META, _checker(source))
    except PdfiumFailed:
        return None
    sheets = [sheet_of(page) for page in parsed.pages]
    if any(sheet.too_dense for sheet in sheets):
        # pdfplumber would take minutes over such a drawing, or never end.
        _demand_text(sheets, source)
        return _document(parsed, [read_page(sheet) for sheet in sheets])
    if not _is_text(sheets) or _unmapped(sheets):
        return None
    pages = [read_page(sheet) for sheet in sheets]
    if any(warning.code == NUMBERS_DIFFER for page in pages for warning in page.warnings):
        return None
    return _document(parsed, pages)


def read_by_pdfplumber(data: bytes, source: str) -> Document:
    """The document as pdfplumber parses it. Raises a ConversionError."""
    parsed = parse_by_pdfplumber(data, source, _META, _checker(source))
    sheets = [sheet_of(page) for page in parsed.pages]
    warnings: list[ReadingWarning] = []
    if _unmapped(sheets) > _MOST_UNMAPPED or not _has_ideographs(sheets):
        in_pairs = parse_by_pdfplumber(data, source, _META, _checker(source), in_pairs=True)
        if in_pairs != parsed:
            parsed, sheets = in_pairs, [sheet_of(page) for page in in_pairs.pages]
            warnings.append(_PUT_TOGETHER)
    _demand_text(sheets, source)
    return _document(parsed, [read_page(sheet) for sheet in sheets], warnings)


def _document(
    parsed: Parsed, pages: list[PageRead], warnings: Iterable[ReadingWarning] = ()
) -> Document:
    return Document(
        media_type="application/pdf",
        reader="pdf",
        blocks=tuple(joined(pages)),
        pages=len(pages),
        meta=tuple(_meta(parsed)),
        warnings=(*warnings, *(warning for page in pages for warning in page.warnings)),
    )


def _checker(source: str) -> Callable[[int, int], None]:
    def check(pages: int, characters: int) -> None:
        if pages > _MOST_PAGES:
            raise too_large(
                source,
                Text(
                    f"共 {pages} 页，上限 {_MOST_PAGES} 页",
                    f"{pages} pages, at most {_MOST_PAGES}",
                ),
            )
        if characters > _MOST_GLYPHS:
            raise too_large(source, Text("文字过多", "too much text"))

    return check


def _meta(parsed: Parsed) -> Iterator[tuple[str, str]]:
    for key, value in parsed.meta:
        # UTF-16 written the wrong way round comes out as gibberish behind its mark.
        if value.strip() and not value.startswith("ÿþ"):
            yield key, one_line(printed(value))


def _is_text(sheets: list[Sheet]) -> bool:
    """Whether the pages show text, not scans with a few stamped words."""
    inked = (glyph for sheet in sheets for glyph in sheet.glyphs if not glyph.text.isspace())
    if not any(sheet.has_images for sheet in sheets):
        return next(inked, None) is not None
    return sum(1 for _ in inked) >= max(_FEWEST_GLYPHS_A_PAGE * len(sheets), 1)


def _unmapped(sheets: list[Sheet]) -> float:
    """The share of characters that their fonts leave without a meaning."""
    texts = [glyph.text for sheet in sheets for glyph in sheet.glyphs]
    unmapped = sum(text.startswith(UNMAPPED) for text in texts)
    return unmapped / sum(not text.isspace() for text in texts) if unmapped else 0


def _has_ideographs(sheets: list[Sheet]) -> bool:
    return any("一" <= glyph.text <= "鿿" for sheet in sheets for glyph in sheet.glyphs)


def _demand_text(sheets: list[Sheet], source: str) -> None:
    if not sheets:
        raise damaged(source, Text("PDF 没有任何页面", "the PDF has no pages"))
    if not _is_text(sheets):
        raise no_text(source, Text("扫描件或图片", "a scan or images"))
    if _unmapped(sheets) > _MOST_UNMAPPED:
        raise no_text(
            source,
            Text(
                "字体没有说明各个字形是什么字", "its fonts do not tell which characters they show"
            ),
        )


def _recognises(data: bytes, _name: str) -> bool:
    return b"%PDF-" in data[:1024]


READER = Reader(name="pdf", recognises=_recognises, read=_read, most_bytes=100_000_000)
