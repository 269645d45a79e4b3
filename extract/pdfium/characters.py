"""The characters of a page: what they mean, where they stand, which way they run.

A box begins at the character's origin and ends where PDFium says, but it is no wider than an em:
PDFium's own boxes take in what juts out of the advance, and in fonts for vertical writing they
are not scaled by the matrix. Across the line the box hangs on the baseline with one fixed descent:
PDFium gives each font its own, which tears a line of two fonts ("2024年") in two.
"""

from collections.abc import Iterable, Iterator
from ctypes import byref, c_double, c_ushort
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
_LEAST_ASCENT, _WIDEST = 0.2, 1.1
"""Shares of a character's size."""

# PDFium takes a hyphen at a line's end for a division of a word; in a cell it is a value.
_MARKED_HYPHENS = (0x02, 0xFFFE)
_SURROGATES = range(0xD800, 0xE000)


class _Kind(NamedTuple):
    """What runs of one font size and matrix share."""

    em: float
    """Size along the line; text is stretched."""
    size: float
    """Size across the line."""
    below: float
    """From the baseline to the bottom of a box."""
    quarters: int | None
    """The way in the content's own coordinates."""
    way: int | None
    """The way on the page as displayed."""


def glyphs_of(text: Handle, count: int, frame: Frame) -> Iterator[Glyph]:
    """The first `count` characters as displayed, without those that PDFium adds."""
    at = calls.address(text)
    object_of, is_unmapped, box_of = calls.text_object, calls.text_is_unmapped, calls.text_box
    box, x, y = pdfium.FS_RECTF(), c_double(), c_double()
    box_at, x_at, y_at = byref(box), byref(x), byref(y)
    runs = _Runs(at, frame.matrix)
    dx, dy = frame.matrix.e, frame.matrix.f
    last, kind, base = None, _Kind(0, 0, 0, 0, 0), None
    for index, code in enumerate(_codes(text, count)):
        holder = object_of(at, index)
        if not holder:
            continue
        box_of(at, index, box_at)
        left = box.left
        if holder != last:
            last = holder
            kind, left, base = runs.begin(index, box)
        meaning = _meaning(code, is_unmapped(at, index))
        if not meaning:
            continue
        if base is not None:
            em, size, below, _, shown = kind
            bottom = dy - base + below
            right = min(box.right, left + em) + dx
            yield Glyph(meaning, left + dx, bottom - size, right, bottom, shown)
        else:
            calls.text_origin(at, index, x_at, y_at)
            sides = _sides(kind, x.value, y.value, box)
            yield Glyph(meaning, *frame.displayed(*sides), kind.way)


class _Runs:
    """The text objects of a page. WPS and browsers make one for each character."""

    def __init__(self, text: int, displayed: Matrix) -> None:
        self._text = text
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = byref(self._matrix)
        self._is_turned = displayed[:4] != (1, 0, 0, -1)

        @lru_cache(maxsize=256)
        def kind(size: float, a: float, b: float, c: float, d: float) -> _Kind:
            em, size = abs(size) * hypot(a, b), abs(size) * hypot(c, d)
            right = displayed.a * a + displayed.c * b
            down = displayed.b * a + displayed.d * b
            return _Kind(em, size, _DESCENT * size, way(a, b), way(right, -down))

        self._kind = kind

    def begin(self, index: int, loose: Handle) -> tuple[_Kind, float, float | None]:
        """The kind of the run whose first character has the index and loose box, where it begins,
        and its baseline if all of it stands on one and neither it nor the page is turned.

        In vertical writing the run's position is above its first character instead, and the box is
        not scaled by the matrix.
        """
        raw = self._matrix
        calls.text_matrix(self._text, index, self._matrix_at)
        kind = self._kind(calls.text_size(self._text, index), raw.a, raw.b, raw.c, raw.d)
        left, base = raw.e, raw.f
        if (
            kind.quarters == 0
            and not self._is_turned
            and loose.bottom <= base < loose.top - _LEAST_ASCENT * kind.size
            and loose.right - left < _WIDEST * kind.em
        ):
            return kind, left, base
        return kind, left, None


def _codes(text: Handle, count: int) -> Iterable[int]:
    """Unicode of each character: all at once, unless PDFium leaves some out or writes two units."""
    buffer = (c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        whole = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        if len(whole) == count:
            return map(ord, whole)
    at = calls.address(text)
    return (calls.text_unicode(at, index) for index in range(count))


def _sides(kind: _Kind, x: float, y: float, loose: Handle) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the content's coordinates (y upwards); x, y is the origin."""
    below = kind.below
    above = kind.size - below
    match kind.quarters:
        case 1:
            return x - below, max(loose.bottom, y - kind.em), x + above, y
        case 2:
            return max(loose.left, x - kind.em), y - above, x, y + below
        case 3:
            return x - above, y, x + below, min(loose.top, y + kind.em)
        case _:
            return x, y - below, min(loose.right, x + kind.em), y + above


@lru_cache(maxsize=8192)
def _meaning(code: int, unmapped: int) -> str:
    if unmapped == 1 or not code or code in _SURROGATES:
        return f"{UNMAPPED}{code})"
    return "-" if code in _MARKED_HYPHENS else printed(chr(code))
