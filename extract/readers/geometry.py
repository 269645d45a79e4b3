"""Plain shapes on a page, in points, origin top left, text upright; no library's types."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from model.place import Box

UNMAPPED = "(cid:"


class Glyph(NamedTuple):
    """One printed character and its box; where no meaning is known, text begins with UNMAPPED."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    way: int | None = 0
    """Where its line runs: rightwards 0, downwards 1, leftwards 2, upwards 3; slanted None."""


new_glyph: Callable[[tuple[str, float, float, float, float, int | None]], Glyph] = partial(
    tuple.__new__, Glyph
)
"""A Glyph of its fields, in a third of the time: a report has thousands."""


class Stroke(NamedTuple):
    """A drawn horizontal or vertical line: `at` across its direction, `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a page was turned so that its text is upright, and the way back to what is displayed."""

    quarters: int
    """Quarter turns, anticlockwise, from the page as displayed to the page as read."""
    width: float
    height: float
    """Of the page as displayed."""

    def upright(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        match self.quarters:
            case 1:
                return Box(top, self.width - x1, bottom, self.width - x0)
            case 2:
                return self._upside_down(x0, top, x1, bottom)
            case 3:
                return Box(self.height - bottom, x0, self.height - top, x1)
            case _:
                return Box(x0, top, x1, bottom)

    def displayed(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        match self.quarters:
            case 1:
                return Box(self.width - bottom, x0, self.width - top, x1)
            case 2:
                return self._upside_down(x0, top, x1, bottom)
            case 3:
                return Box(top, self.height - x1, bottom, self.height - x0)
            case _:
                return Box(x0, top, x1, bottom)

    def _upside_down(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        return Box(self.width - x1, self.height - bottom, self.width - x0, self.height - top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page, turned so that its text is upright."""

    number: int
    turn: Turn
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Stroke, ...]
    vertical: tuple[Stroke, ...]
    too_dense: bool
    """Too many lines were drawn to look at them."""
    has_images: bool
    largest_image: float = 0.0
    """As a share of the page's area."""
