"""Scanned documents and pictures: the same lines and tables as of any page, marked as recognised.

Pages with text of their own are read as text. The others become sheets of words and ruled lines,
and what follows is the same for both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2

from extract.ocr.engine import Word, recognise
from extract.ocr.image import decode
from extract.ocr.missed import missed_words
from extract.ocr.pages import PageImage, pdf_page, picture_pages
from extract.ocr.sheets import sheet_of
from extract.pdfium.document import PdfiumFailed
from extract.pdfium.parse import parse
from extract.readers.geometry import UNMAPPED, Sheet
from extract.readers.pdf_page import sheet_of as printed_sheet_of
from extract.readers.pdf_pages import PageRead, joined, read_page
from extract.readers.picture import media_type_of
from extract.readers.reader import damaged, no_text, too_large
from model.document import Block, Cell, Document, Line, ReadingWarning
from model.place import Box, Place
from model.text import Text

_MOST_PAGES = 60
"""At five seconds a page."""
_SMALLEST = 200
"""Pixels. A picture that is less wide or high is an icon or a rule."""
_MOST_CHARACTERS = 1_000_000
_FEWEST_CHARACTERS = 20
_MOST_UNMAPPED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recognised:
    image: PageImage
    words: tuple[Word, ...]
    sheet: Sheet


def read_scan(data: bytes, source: str) -> Document:
    """A PDF or picture whose pages are images. The extra must be installed.

    Raises NoTextLayer, Damaged or TooLarge.
    """
    picture = media_type_of(data)
    if picture is None:
        recognised, pages = _read_pdf(data, source)
    else:
        images = decode(data, _MOST_PAGES + 1)
        if not images:
            raise damaged(source, Text("图片无法解码", "the picture cannot be decoded"))
        if all(min(image.shape) < _SMALLEST for image in images):
            raise no_text(source, Text("图片太小，不是一页报告", "it is too small to be a page"))
        _check_pages(len(images), source)
        recognised = {image.number: _recognised(image) for image in picture_pages(images)}
        pages = [read_page(page.sheet) for page in recognised.values()]
    return Document(
        media_type=picture or "application/pdf",
        reader="ocr",
        blocks=tuple(_marked(block, recognised) for block in joined(pages)),
        pages=len(pages),
        warnings=(
            _used(recognised),
            *(warning for page in pages for warning in page.warnings),
        ),
    )


def _read_pdf(data: bytes, source: str) -> tuple[dict[int, _Recognised], list[PageRead]]:
    try:
        printed = _printed_sheets(data, source)
        document = pypdfium2.PdfDocument(data)
        try:
            recognised = {
                index + 1: _recognised(pdf_page(document, index))
                for index in range(len(document))
                if printed is None or _is_image(printed[index])
            }
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        detail = Text(f"无法显示（{error}）", f"cannot be displayed ({error})")
        raise damaged(source, detail) from error
    sheets = printed or []
    numbers = range(1, max(len(sheets), len(recognised)) + 1)
    return recognised, [
        read_page(recognised[number].sheet if number in recognised else sheets[number - 1])
        for number in numbers
    ]


def _printed_sheets(data: bytes, source: str) -> list[Sheet] | None:
    """The pages as text; None when they cannot be had as such, and all must be looked at."""

    def check(pages: int, characters: int) -> None:
        _check_pages(pages, source)
        if characters > _MOST_CHARACTERS:
            raise too_large(source, Text("文字过多", "too much text"))

    try:
        return [printed_sheet_of(page) for page in parse(data, (), check).pages]
    except PdfiumFailed:
        return None


def _check_pages(pages: int, source: str) -> None:
    if pages > _MOST_PAGES:
        raise too_large(
            source,
            Text(
                f"扫描件共 {pages} 页，上限 {_MOST_PAGES} 页",
                f"a scan of {pages} pages, at most {_MOST_PAGES}",
            ),
        )


def _is_image(sheet: Sheet) -> bool:
    """Whether its text can only be seen: no characters, a few stamped ones, or without meaning."""
    texts = [glyph.text for glyph in sheet.glyphs if not glyph.text.isspace()]
    if len(texts) < _FEWEST_CHARACTERS:
        return sheet.has_images or not texts
    unmapped = sum(text.startswith(UNMAPPED) for text in texts)
    return unmapped > _MOST_UNMAPPED * len(texts)


def _recognised(page: PageImage) -> _Recognised:
    words = recognise(page.turned.image)
    missed = missed_words(page, sheet_of(page, words))
    return _Recognised(image=page, words=(*words, *missed), sheet=sheet_of(page, [*words, *missed]))


def _marked(block: Block, recognised: Mapping[int, _Recognised]) -> Block:
    """With the confidence of the words in it, and with boxes on the page as displayed."""
    if isinstance(block, Line):
        place, confidence = _seen(block.place, recognised)
        return replace(block, place=place, confidence=confidence)
    place, _ = _seen(block.place, recognised)
    return replace(block, place=place, cells=tuple(_cells(block.cells, recognised)))


def _cells(cells: Sequence[Cell], recognised: Mapping[int, _Recognised]) -> Iterator[Cell]:
    for cell in cells:
        place, confidence = _seen(cell.place, recognised)
        yield replace(cell, place=place, confidence=confidence)


def _seen(place: Place, recognised: Mapping[int, _Recognised]) -> tuple[Place, float | None]:
    page = recognised.get(place.page or 0)
    if page is None or place.box is None:
        return place, None
    within = [word.confidence for word in page.words if _is_in(word, place.box, page.image.scale)]
    return (
        Place(page=place.page, box=page.image.displayed(place.box)),
        round(min(within, default=0.0), 3),
    )


def _is_in(word: Word, box: Box, scale: float) -> bool:
    x, y = (word.x0 + word.x1) / 2 * scale, (word.top + word.bottom) / 2 * scale
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _used(recognised: Mapping[int, _Recognised]) -> ReadingWarning:
    pages = ", ".join(map(str, sorted(recognised)))
    return ReadingWarning(
        code="ocr.used",
        text=Text(
            f"第 {pages} 页是图片，文字由识别（OCR）得来，可能有误，请对照原文",
            f"the text of page {pages} was recognised from images (OCR) and may be wrong: compare"
            " with the original",
        ),
        place=Place(page=min(recognised, default=1)),
    )
