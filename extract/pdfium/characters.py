"""The characters of a page: what they mean, where they stand, which way they run.

A box begins at the character's origin and ends where PDFium says, but it is no wider than an em:
PDFium's own boxes take in what juts out of the advance, and in fonts for vertical writing they
are not scaled by the matrix. Across the line the box hangs on the baseline with one fixed descent:
PDFium gives each font its own, which tears a line of two fonts ("2024年") in two.

All characters of a page are asked about in one go, one question after the other.
"""

from collections.abc import Iterable, Iterator
from ctypes import byref, c_double, c_float, c_ushort
from functools import lru_cache
from itertools import chain, compress, pairwise, repeat

import pypdfium2.raw as pdfium

from extract.normalise import printed
from extract.pdfium import calls
from extract.pdfium.document import Handle
from extract.pdfium.filling import Places
from extract.pdfium.frame import Frame
from extract.pdfium.runs import Characters, Kind, stretches_of
from extract.readers.geometry import UNMAPPED, Glyph, new_glyph

# PDFium takes a hyphen at a line's end for a division of a word; in a cell it is a value.
_MARKED_HYPHENS = (0x02, 0xFFFE)
_SURROGATES = range(0xD800, 0xE000)

_BOXES = Places(c_float, values=4)


def glyphs_of(text: Handle, count: int, frame: Frame) -> list[Glyph]:
    """The first `count` characters as displayed, without those that PDFium adds.

    Raises PdfiumFailed.
    """
    at = calls.pointer(text)
    holders = list(map(calls.text_object, repeat(at, count), range(count)))
    numbers = list(compress(range(count), holders))
    codes = compress(_codes(text, at, count), holders)
    meanings = list(map(_meaning, codes, map(calls.text_is_unmapped, repeat(at), numbers)))
    sides = _BOXES.filled(calls.text_box, numbers, at)
    columns = Characters(numbers, meanings, *(sides[side::4] for side in range(4)))
    begins = [one != before for before, one in pairwise(chain([None], filter(None, holders)))]
    firsts = list(compress(range(len(numbers)), begins))
    glyphs: list[Glyph] = []
    for part, (kind, bottom) in stretches_of(at, columns, firsts, frame.matrix):
        if bottom is None:
            glyphs += _askew(columns, part, kind, at, frame)
        else:
            glyphs += _level(columns, part, kind, bottom, frame)
    return glyphs


def _level(
    columns: Characters, part: slice, kind: Kind, bottom: float, frame: Frame
) -> Iterator[Glyph]:
    _, meanings, lefts, _, rights, _ = columns
    em, size, _, _, way = kind
    ends = map(min, rights[part], [left + em for left in lefts[part]])
    sides = zip(meanings[part], lefts[part], ends, strict=True)
    if frame.is_upright:
        dx, low = frame.matrix.e, frame.matrix.f - bottom
        high = low - size
        boxes = [(m, x0 + dx, high, x1 + dx, low, way) for m, x0, x1 in sides if m]
    else:
        top = bottom + size
        boxes = [(m, *frame.displayed(x0, bottom, x1, top), way) for m, x0, x1 in sides if m]
    return map(new_glyph, boxes)


def _askew(
    columns: Characters, part: slice, kind: Kind, text: calls.Pointer, frame: Frame
) -> Iterator[Glyph]:
    parts = (column[part] for column in columns)
    for number, meaning, *loose in zip(*parts, strict=True):
        if meaning:
            sides = _sides(kind, *_origin(text, number), *loose)
            yield Glyph(meaning, *frame.displayed(*sides), kind.way)


def _origin(text: calls.Pointer, number: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    calls.text_origin(text, number, byref(x), byref(y))
    return x.value, y.value


def _sides(
    kind: Kind, x: float, y: float, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    """Left, bottom, right, top, from the origin x, y and the sides of PDFium's box."""
    below = kind.below
    above = kind.size - below
    match kind.quarters:
        case 1:
            return x - below, max(bottom, y - kind.em), x + above, y
        case 2:
            return max(left, x - kind.em), y - above, x, y + below
        case 3:
            return x - above, y, x + below, min(top, y + kind.em)
        case _:
            return x, y - below, min(right, x + kind.em), y + above


def _codes(text: Handle, at: calls.Pointer, count: int) -> Iterable[int]:
    """Unicode of each character: all at once, unless PDFium leaves some out or writes two units."""
    buffer = (c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        whole = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        if len(whole) == count:
            return map(ord, whole)
    return map(calls.text_unicode, repeat(at), range(count))


@lru_cache(maxsize=8192)
def _meaning(code: int, unmapped: int) -> str:
    if unmapped == 1 or not code or code in _SURROGATES:
        return f"{UNMAPPED}{code})"
    return "-" if code in _MARKED_HYPHENS else printed(chr(code))
