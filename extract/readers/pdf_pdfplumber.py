"""A PDF's pages by pdfplumber: slow, and the authority when PDFium fails or leaves a doubt."""

import io
import logging
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extract.normalise import printed
from extract.readers.drawing import MOST_PIECES, Drawing, Parsed, Shape, way
from extract.readers.geometry import Glyph
from extract.readers.pdf_paired import PairedFonts, paired_fonts
from extract.readers.reader import damaged
from model.errors import Encrypted
from model.text import Text

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


def parse(
    data: bytes,
    source: str,
    meta_keys: tuple[str, ...],
    check: Callable[[int, int], None],
    *,
    in_pairs: bool = False,
) -> Parsed:
    """All pages. `check` is told pages and characters as they become known, and may raise.

    `in_pairs`: where fonts show the halves of characters, these are put together (see pdf_paired).
    Raises Encrypted and Damaged.
    """
    try:
        with pdfplumber.open(io.BytesIO(data), password="") as pdf:
            check(len(pdf.pages), 0)
            if in_pairs:
                pdf.rsrcmgr = PairedFonts(paired_fonts(page.page_obj for page in pdf.pages))
            drawings: list[Drawing] = []
            characters = 0
            for page in pdf.pages:
                drawings.append(_drawing(page))
                characters += len(drawings[-1].glyphs)
                check(len(pdf.pages), characters)
            meta = tuple(_meta(pdf.metadata, meta_keys))
            return Parsed(pages=tuple(drawings), meta=meta)
    except _PARSER_TROUBLES as error:
        raise _conversion_error(error, source) from error


def _meta(info: Mapping[str, object], keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        value = info.get(key)
        if isinstance(value, str):
            yield key, value


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


def _drawing(page: Page) -> Drawing:
    """Everything of the page that we use; the page's own caches are dropped afterwards."""
    left, top, right, bottom = _displayed(page)
    shapes = list(_shapes(page, left, top))
    drawing = Drawing(
        number=page.page_number,
        width=right - left,
        height=bottom - top,
        glyphs=tuple(_glyphs(page.chars, left, top)),
        shapes=tuple(shapes) if sum(len(shape.points) for shape in shapes) <= MOST_PIECES else None,
        has_images=bool(page.images),
        largest_image=max((image["width"] * image["height"] for image in page.images), default=0)
        / max((right - left) * (bottom - top), 1),
    )
    page.close()
    return drawing


def _displayed(page: Page) -> tuple[float, float, float, float]:
    """The crop box within the media box, in pdfplumber's coordinates.

    Those begin at the media box's corner, turned; of a turned crop box pdfplumber has another idea.
    """
    mx0, my0, mx1, my1 = page.page_obj.mediabox
    cx0, cy0, cx1, cy1 = page.page_obj.cropbox
    # What is cut off at the left, bottom, right and top of the page before it is turned.
    cut = [max(cx0 - mx0, 0), max(cy0 - my0, 0), max(mx1 - cx1, 0), max(my1 - cy1, 0)]
    if cut[0] + cut[2] >= mx1 - mx0 or cut[1] + cut[3] >= my1 - my0:
        cut = [0, 0, 0, 0]
    quarters = page.rotation // 90
    left, bottom, right, top = cut[quarters:] + cut[:quarters]
    x0, y0, x1, y1 = page.bbox
    return float(x0 + left), float(y0 + top), float(x1 - right), float(y1 - bottom)


def _glyphs(chars: Iterable[Mapping[str, Any]], left: float, top: float) -> Iterator[Glyph]:
    for char in chars:
        if text := printed(char["text"]):
            right, up = char["matrix"][:2]
            yield Glyph(
                text,
                char["x0"] - left,
                char["top"] - top,
                char["x1"] - left,
                char["bottom"] - top,
                way(right, up),
            )


def _shapes(page: Page, left: float, top: float) -> Iterator[Shape]:
    for kind, items in (("rect", page.rects), ("line", page.lines), ("curve", page.curves)):
        for item in items:
            if kind == "rect":
                points = [(item["x0"], item["top"]), (item["x1"], item["bottom"])]
            else:
                points = item["pts"]
            yield Shape(
                tuple((x - left, y - top) for x, y in points),
                kind == "rect",
                item["stroke"] and not _is_white(item["stroking_color"]),
                item["fill"] and not _is_white(item["non_stroking_color"]),
            )


def _is_white(colour: object) -> bool:
    if isinstance(colour, int | float):
        return colour == 1
    if not isinstance(colour, tuple | list):
        return False
    return list(colour) in ([1], [1, 1, 1], [0, 0, 0, 0])
