"""What a PDF parser tells of a page: characters and painted paths, whichever library parsed it.

Points, origin top left of the page as displayed: cropped and turned as its dictionary says.
"""

from dataclasses import dataclass
from typing import NamedTuple

from extract.readers.geometry import Glyph

MOST_PIECES = 50_000
"""Painted lines of one page. A drawing with more is no form; such a page is read as text."""


class Shape(NamedTuple):
    """A painted path without a moveto in its middle: a rectangle, or a chain of points."""

    points: tuple[tuple[float, float], ...]
    """Of a rectangle two opposite corners: top left and bottom right."""
    is_rectangle: bool
    shows_line: bool
    """Stroked, and not in white."""
    shows_filling: bool
    """Filled, and not in white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One page as displayed."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    """As they are printed: without what is invisible, with blanks."""
    shapes: tuple[Shape, ...] | None
    """None: more than MOST_PIECES."""
    has_images: bool
    largest_image: float = 0.0
    """As a share of the page's area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A whole file."""

    pages: tuple[Drawing, ...]
    meta: tuple[tuple[str, str], ...]


def way(right: float, up: float) -> int | None:
    """The direction of a character from its matrix; None when slanted, as a watermark is."""
    if abs(up) <= abs(right) * 0.3:
        return 0 if right > 0 else 2
    if abs(right) <= abs(up) * 0.3:
        return 3 if up > 0 else 1
    return None
