"""A page as a Sheet: what can be seen on it, turned so that its text is upright."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from extract.readers.drawing import Drawing, Shape
from extract.readers.geometry import Glyph, Sheet, Stroke, Turn

# A filled rectangle thinner than this is a drawn line; a thicker one is a background.
_THIN = 3.0
_SLANT = 1.0


def sheet_of(drawing: Drawing) -> Sheet:
    turn = Turn(quarters=_quarters(drawing.glyphs), width=drawing.width, height=drawing.height)
    strokes = list(_strokes(drawing.shapes or (), turn))
    return Sheet(
        number=drawing.number,
        turn=turn,
        glyphs=_upright(drawing.glyphs, turn),
        horizontal=tuple(stroke for across, stroke in strokes if across),
        vertical=tuple(stroke for across, stroke in strokes if not across),
        too_dense=drawing.shapes is None,
        has_images=drawing.has_images,
        largest_image=drawing.largest_image,
    )


def _quarters(glyphs: Iterable[Glyph]) -> int:
    """Which way most text runs."""
    ways = Counter(map(attrgetter("way"), glyphs))
    ways.pop(None, None)
    return ways.most_common(1)[0][0] or 0 if ways else 0


def _upright(glyphs: Iterable[Glyph], turn: Turn) -> tuple[Glyph, ...]:
    """Slanted characters are a watermark's."""
    kept = [glyph for glyph in glyphs if glyph.way is not None]
    if turn.quarters == 0:
        return tuple(kept)
    boxes = ((text, turn.upright(x0, top, x1, bottom)) for text, x0, top, x1, bottom, _ in kept)
    return tuple(Glyph(text, box.x0, box.top, box.x1, box.bottom) for text, box in boxes)


def _strokes(shapes: Iterable[Shape], turn: Turn) -> Iterator[tuple[bool, Stroke]]:
    """(is horizontal, line) for every visible ruling; backgrounds are none."""
    for x0, top, x1, bottom in _rulings(shapes):
        if turn.quarters:
            box = turn.upright(x0, top, x1, bottom)
            yield from _stroke(box.x0, box.top, box.x1, box.bottom)
        else:
            yield from _stroke(x0, top, x1, bottom)


def _stroke(x0: float, top: float, x1: float, bottom: float) -> Iterator[tuple[bool, Stroke]]:
    if bottom - top <= _SLANT < x1 - x0:
        yield True, Stroke((top + bottom) / 2, x0, x1)
    elif x1 - x0 <= _SLANT < bottom - top:
        yield False, Stroke((x0 + x1) / 2, top, bottom)


def _rulings(shapes: Iterable[Shape]) -> Iterator[tuple[float, float, float, float]]:
    for shape in shapes:
        if shape.is_rectangle:
            yield from _sides(shape)
        elif shape.shows_line:
            for (ax, ay), (bx, by) in pairwise(shape.points):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _sides(rectangle: Shape) -> Iterator[tuple[float, float, float, float]]:
    (x0, top), (x1, bottom) = rectangle.points
    if not (rectangle.shows_line or rectangle.shows_filling):
        return
    if bottom - top < _THIN:
        yield x0, (top + bottom) / 2, x1, (top + bottom) / 2
    elif x1 - x0 < _THIN:
        yield (x0 + x1) / 2, top, (x0 + x1) / 2, bottom
    elif rectangle.shows_line:
        yield from ((x0, top, x1, top), (x0, bottom, x1, bottom))
        yield from ((x0, top, x0, bottom), (x1, top, x1, bottom))
