"""The text objects of a page. WPS and browsers make one of each character; those that stand on one
line in one size are put together, as they share all but their beginnings.
"""

from collections.abc import Iterator, Sequence
from ctypes import c_float
from itertools import groupby, repeat
from math import hypot
from operator import itemgetter
from typing import NamedTuple

from extract.pdfium import calls
from extract.pdfium.filling import Places
from extract.pdfium.frame import Matrix
from extract.readers.drawing import way

_DESCENT = 0.14
_LEAST_ASCENT, _WIDEST = 0.2, 1.1
"""Shares of a character's size."""

_MATRICES = Places(c_float, values=6)


class Kind(NamedTuple):
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


class Characters(NamedTuple):
    """What is known of each, in columns; PDFium's boxes in the content's coordinates, y upwards."""

    numbers: list[int]
    """By which PDFium knows them."""
    meanings: list[str]
    lefts: list[float]
    tops: list[float]
    rights: list[float]
    bottoms: list[float]


Stretch = tuple[Kind, float | None]
"""What characters share that follow each other: their kind, and the bottom of their boxes if their
line is level in the content's coordinates."""


def stretches_of(
    text: calls.Pointer, characters: Characters, firsts: Sequence[int], shown: Matrix
) -> Iterator[tuple[slice, Stretch]]:
    """All characters, in order. `firsts` are the places in the columns where a run begins; the
    first of a level run is moved to where the run does. Raises PdfiumFailed.

    In vertical writing the run begins above its first character instead, and the box is not scaled
    by the matrix.
    """
    runs = list(zip(firsts, _runs(text, characters, firsts, shown), strict=True))
    alike = groupby(runs, key=itemgetter(1))
    begun = [(next(group)[0], stretch) for stretch, group in alike]
    ends = [*(first for first, _ in begun), len(characters.numbers)][1:]
    for (first, stretch), end in zip(begun, ends, strict=True):
        yield slice(first, end), stretch


def _runs(
    text: calls.Pointer, characters: Characters, firsts: Sequence[int], shown: Matrix
) -> Iterator[Stretch]:
    _, _, lefts, tops, rights, bottoms = characters
    numbers = [characters.numbers[first] for first in firsts]
    sizes = map(calls.text_size, repeat(text), numbers)
    flat = iter(_MATRICES.filled(calls.text_matrix, numbers, text))
    matrices = zip(flat, flat, flat, flat, flat, flat, strict=True)
    last: tuple[float, ...] = ()
    for first, size, (a, b, c, d, x, y) in zip(firsts, sizes, matrices, strict=True):
        if (size, a, b, c, d) != last:
            last = size, a, b, c, d
            kind = _kind(size, a, b, c, d, shown)
            em, across, below, quarters, _ = kind
            least, widest = _LEAST_ASCENT * across, _WIDEST * em
        if (
            quarters == 0
            and bottoms[first] <= y < tops[first] - least
            and rights[first] - x < widest
        ):
            lefts[first] = x
            yield kind, y - below
        else:
            yield kind, None


def _kind(size: float, a: float, b: float, c: float, d: float, shown: Matrix) -> Kind:
    em, across = abs(size) * hypot(a, b), abs(size) * hypot(c, d)
    right = shown.a * a + shown.c * b
    down = shown.b * a + shown.d * b
    return Kind(em, across, _DESCENT * across, way(a, b), way(right, -down))
