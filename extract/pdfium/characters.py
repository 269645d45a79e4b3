"""The characters of a page: what they mean, where they stand, which way they run.

A box begins at the character's origin and ends where PDFium says, but it is no wider than an em:
PDFium's own boxes take in what juts out of the advance, and in fonts for vertical writing they
are not scaled by the matrix. Across the line the box hangs on the baseline with one fixed descent:
PDFium gives each font its own, which tears a line of two fonts ("2024年") in two.
"""

from collections.abc import Iterator
from ctypes import CFUNCTYPE, byref, c_double, c_int, c_void_p, cast
from math import hypot
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extract.pdfium.document import Handle
from extract.pdfium.frame import Frame, Matrix
from extract.readers.drawing import UNMAPPED, Character, way

_DESCENT = 0.14
"""Share of a character's size."""

# PDFium takes a hyphen at a line's end for a division of a word; in a cell it is a value.
_MARKED_HYPHENS = (0x02, 0xFFFE)
_SURROGATES = range(0xD800, 0xE000)

# As declared, the function makes a pointer object for each character; here an integer is enough.
_text_object = cast(pdfium.FPDFText_GetTextObject, CFUNCTYPE(c_void_p, pdfium.FPDF_TEXTPAGE, c_int))


class _Run(NamedTuple):
    """What the characters of one text object share, in the coordinates of the page's content."""

    size: float
    quarters: int | None
    """The way in the content's own coordinates."""
    way: int | None
    """The way on the page as displayed."""


def characters_of(text: Handle, count: int, frame: Frame) -> Iterator[Character]:
    """The first `count` characters that were really printed, without those that PDFium adds."""
    box, x, y = pdfium.FS_RECTF(), c_double(), c_double()
    box_at, x_at, y_at = byref(box), byref(x), byref(y)
    loose_box, origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    last: int | None = None
    run = _Run(0, None, None)
    for index in range(count):
        holder = _text_object(text, index)
        if holder is None:
            continue
        if holder != last:
            run, last = _run(text, index, frame.matrix), holder
        loose_box(text, index, box_at)
        origin(text, index, x_at, y_at)
        sides = _sides(run, (box.left, box.bottom, box.right, box.top), x.value, y.value)
        left, top = frame.matrix.point(sides[0], sides[3])
        right, bottom = frame.matrix.point(sides[2], sides[1])
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        yield Character(_meaning(text, index), left, top, right, bottom, run.way)


def _run(text: Handle, index: int, displayed: Matrix) -> _Run:
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, raw)
    size = abs(pdfium.FPDFText_GetFontSize(text, index)) * hypot(raw.c, raw.d)
    right = displayed.a * raw.a + displayed.c * raw.b
    down = displayed.b * raw.a + displayed.d * raw.b
    return _Run(size, way(raw.a, raw.b), way(right, -down))


def _sides(
    run: _Run, loose: tuple[float, float, float, float], x: float, y: float
) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the content's coordinates (y upwards); x, y is the origin."""
    left, bottom, right, top = loose
    size, below = run.size, _DESCENT * run.size
    above = size - below
    match run.quarters:
        case 1:
            return x - below, max(bottom, y - size), x + above, y
        case 2:
            return max(left, x - size), y - above, x, y + below
        case 3:
            return x - above, y, x + below, min(top, y + size)
        case _:
            return x, y - below, min(right, x + size), y + above


def _meaning(text: Handle, index: int) -> str:
    code: int = pdfium.FPDFText_GetUnicode(text, index)
    if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1 or not code or code in _SURROGATES:
        return f"{UNMAPPED}{code})"
    return "-" if code in _MARKED_HYPHENS else chr(code)
