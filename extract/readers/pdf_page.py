"""A page of pdfplumber as a Sheet: what can be seen on it, turned so that its text is upright."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page

from extract.normalise import printed
from extract.readers.geometry import Glyph, Sheet, Stroke, Turn

# A filled rectangle thinner than this is a drawn line; a thicker one is a background.
_THIN = 3.0
_SLANT = 1.0


def sheet_of(page: Page) -> Sheet:
    """Everything of the page that we use; the page's own caches are dropped afterwards."""
    turn = Turn(quarters=_quarters(page.chars), width=float(page.width), height=float(page.height))
    strokes = list(_strokes(page, turn))
    sheet = Sheet(
        number=page.page_number,
        turn=turn,
        glyphs=tuple(_glyphs(page.chars, turn)),
        horizontal=tuple(stroke for across, stroke in strokes if across),
        vertical=tuple(stroke for across, stroke in strokes if not across),
        has_images=bool(page.images),
    )
    page.close()
    return sheet


def _quarters(chars: Iterable[Mapping[str, Any]]) -> int:
    """Which way most text runs: rightwards 0, downwards 1, leftwards 2, upwards 3."""
    ways = Counter(_way(char["matrix"]) for char in chars)
    ways.pop(None, None)
    return ways.most_common(1)[0][0] or 0 if ways else 0


def _way(matrix: tuple[float, ...]) -> int | None:
    """The direction of one character; None when it is slanted, as a watermark is."""
    right, up = matrix[0], matrix[1]
    if abs(up) <= abs(right) * 0.3:
        return 0 if right > 0 else 2
    if abs(right) <= abs(up) * 0.3:
        return 3 if up > 0 else 1
    return None


def _glyphs(chars: Iterable[Mapping[str, Any]], turn: Turn) -> Iterator[Glyph]:
    for char in chars:
        text = printed(char["text"])
        if text and _way(char["matrix"]) is not None:
            box = turn.upright(char["x0"], char["top"], char["x1"], char["bottom"])
            yield Glyph(text, box.x0, box.top, box.x1, box.bottom)


def _strokes(page: Page, turn: Turn) -> Iterator[tuple[bool, Stroke]]:
    """(is horizontal, line) for every visible ruling; white ones and backgrounds are none."""
    for x0, top, x1, bottom in _rulings(page):
        box = turn.upright(x0, top, x1, bottom)
        if box.bottom - box.top <= _SLANT and box.x1 - box.x0 > _SLANT:
            yield True, Stroke((box.top + box.bottom) / 2, box.x0, box.x1)
        elif box.x1 - box.x0 <= _SLANT and box.bottom - box.top > _SLANT:
            yield False, Stroke((box.x0 + box.x1) / 2, box.top, box.bottom)


def _rulings(page: Page) -> Iterator[tuple[float, float, float, float]]:
    for rect in page.rects:
        yield from _sides(rect)
    for line in page.lines:
        if not _is_white(line["stroking_color"]):
            yield line["x0"], line["top"], line["x1"], line["bottom"]
    for curve in page.curves:
        if curve["stroke"] and not _is_white(curve["stroking_color"]):
            points = curve["pts"]
            for (ax, ay), (bx, by) in pairwise(points):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _sides(rect: Mapping[str, Any]) -> Iterator[tuple[float, float, float, float]]:
    x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
    colour = rect["stroking_color" if rect["stroke"] else "non_stroking_color"]
    if _is_white(colour):
        return
    if bottom - top < _THIN:
        yield x0, (top + bottom) / 2, x1, (top + bottom) / 2
    elif x1 - x0 < _THIN:
        yield (x0 + x1) / 2, top, (x0 + x1) / 2, bottom
    elif rect["stroke"]:
        yield from ((x0, top, x1, top), (x0, bottom, x1, bottom))
        yield from ((x0, top, x0, bottom), (x1, top, x1, bottom))


def _is_white(colour: object) -> bool:
    if isinstance(colour, int | float):
        return colour == 1
    if not isinstance(colour, tuple | list):
        return False
    return list(colour) in ([1], [1, 1, 1], [0, 0, 0, 0])
