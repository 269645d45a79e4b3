"""A PDF's pages by PDFium. Fast; whoever asks must have a way to go on when it fails."""

from collections.abc import Callable
from threading import Lock

import pypdfium2.raw as pdfium

from extract.pdfium.characters import glyphs_of
from extract.pdfium.document import Handle, meta_text, opened, opened_page
from extract.pdfium.frame import frame_of
from extract.pdfium.paths import Walk
from extract.pdfium.shapes import shapes_of
from extract.readers.drawing import Drawing, Parsed

# PDFium must not be entered by two threads at a time.
_ALONE = Lock()


def parse(
    data: bytes,
    meta_keys: tuple[str, ...],
    check: Callable[[int, int], None],
) -> Parsed:
    """All pages. `check` is told pages and characters as they become known, and may raise.

    Raises PdfiumFailed. When memory runs out, PDFium ends the process: call it in a worker.
    """
    with _ALONE, opened(data) as document:
        pages = pdfium.FPDF_GetPageCount(document)
        check(pages, 0)
        drawings: list[Drawing] = []
        characters = 0
        for index in range(pages):
            with opened_page(document, index) as (page, text):
                count = pdfium.FPDFText_CountChars(text)
                characters += count
                check(pages, characters)
                drawings.append(_drawing(page, text, count, index + 1))
        meta = tuple((key, meta_text(document, key)) for key in meta_keys)
    return Parsed(pages=tuple(drawings), meta=meta)


def _drawing(page: Handle, text: Handle, count: int, number: int) -> Drawing:
    frame = frame_of(page)
    painted = Walk(page, frame)
    return Drawing(
        number=number,
        width=frame.width,
        height=frame.height,
        glyphs=tuple(glyphs_of(text, count, frame)),
        shapes=None if painted.is_too_dense else tuple(shapes_of(painted.paths)),
        has_images=painted.has_images,
        largest_image=painted.largest_image / max(frame.width * frame.height, 1),
    )
