"""The characters of a page: what they mean, where they stand, which way they run.

A box begins at the character's origin and ends where PDFium says, but it is no wider than an em:
PDFium's own boxes take in what juts out of the advance, and in fonts for vertical writing they
are not scaled by the matrix. Across the line the box hangs on the baseline with one fixed descent:
PDFium gives each font its own, which tears a line of two fonts ("2024年") in two.
"""

from collections.abc import Callable, Iterator
from ctypes import byref, c_double
from functools import lru_cache
from math import hypot
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extract.normalise import printed
from extract.pdfium import calls
from extract.pdfium.document import Handle
from extract.pdfium.frame import Frame, Matrix
from extract.readers.drawing import way
from extract.readers.geometry import UNMAPPED, Glyph

_DESCENT = 0.14
"""Share of a character's size."""

# PDFium takes a hyphen at a line's end for a division of a word; in a cell it is a value.
_MARKED_HYPHENS = (0x02, 0xFFFE)
_SURROGATES = range(0xD800, 0xE000)


class _Run(NamedTuple):
    """What the characters of one text object share."""

    em: float
    """Its size along the line; fonts are stretched."""
    size: float
    """Its size across the line."""
    quarters: int | None
    """The way in the content's own coordinates."""
    way: int | None
    """The way on the page as displayed."""


def glyphs_of(text: Handle, count: int, frame: Frame) -> Iterator[Glyph]:
    """The first `count` characters as displayed, without those that PDFium adds."""
    box, x, y = pdfium.FS_RECTF(), c_double(), c_double()
    box_at, x_at, y_at = byref(box), byref(x), byref(y)
    object_of, code_of, is_unmapped = calls.text_object, calls.text_unicode, calls.text_is_unmapped
    loose_box, origin = calls.text_box, calls.text_origin
    run_of = _runs(text, frame.matrix)
    a, b, c, d, e, f = frame.matrix
    last, em, size, quarters, shown = None, 0.0, 0.0, None, None
    for index in range(count):
        holder = object_of(text, index)
        if not holder:
            continue
        if holder != last:
            last = holder
            em, size, quarters, shown = run_of(index)
        meaning = _meaning(code_of(text, index), is_unmapped(text, index))
        if not meaning:
            continue
        loose_box(text, index, box_at)
        origin(text, index, x_at, y_at)
        if quarters == 0 and b == 0 == c and a == 1:
            left, base = x.value, f - y.value
            right = min(box.right, left + em)
            below = _DESCENT * size
            yield Glyph(meaning, left + e, base - size + below, right + e, base + below, shown)
        else:
            x0, y0, x1, y1 = _sides(quarters, em, size, x.value, y.value, box)
            left, top = a * x0 + c * y1 + e, b * x0 + d * y1 + f
            right, bottom = a * x1 + c * y0 + e, b * x1 + d * y0 + f
            if left > right:
                left, right = right, left
            if top > bottom:
                top, bottom = bottom, top
            yield Glyph(meaning, left, top, right, bottom, shown)


def _runs(text: Handle, displayed: Matrix) -> Callable[[int], _Run]:
    """Tells the run that begins at a character; runs of one page are of few kinds."""
    raw = pdfium.FS_MATRIX()
    raw_at = byref(raw)

    @lru_cache(maxsize=256)
    def run(size: float, a: float, b: float, c: float, d: float) -> _Run:
        right = displayed.a * a + displayed.c * b
        down = displayed.b * a + displayed.d * b
        em = abs(size)
        return _Run(em * hypot(a, b), em * hypot(c, d), way(a, b), way(right, -down))

    def run_of(index: int) -> _Run:
        calls.text_matrix(text, index, raw_at)
        return run(pdfium.FPDFText_GetFontSize(text, index), raw.a, raw.b, raw.c, raw.d)

    return run_of


def _sides(
    quarters: int | None, em: float, size: float, x: float, y: float, loose: Handle
) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the content's coordinates (y upwards); x, y is the origin."""
    below = _DESCENT * size
    above = size - below
    match quarters:
        case 1:
            return x - below, max(loose.bottom, y - em), x + above, y
        case 2:
            return max(loose.left, x - em), y - above, x, y + below
        case 3:
            return x - above, y, x + below, min(loose.top, y + em)
        case _:
            return x, y - below, min(loose.right, x + em), y + above


@lru_cache(maxsize=8192)
def _meaning(code: int, unmapped: int) -> str:
    if unmapped == 1 or not code or code in _SURROGATES:
        return f"{UNMAPPED}{code})"
    return "-" if code in _MARKED_HYPHENS else printed(chr(code))
