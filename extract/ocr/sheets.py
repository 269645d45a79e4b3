"""What the engine and the ruled lines say of a page, as the sheet that any PDF page becomes."""

from collections.abc import Iterator

from extract.normalise import printed
from extract.ocr.engine import Word
from extract.ocr.image import Rule, rules
from extract.ocr.pages import PageImage
from extract.readers.geometry import Glyph, Sheet, Stroke, Turn

_SHORTEST = 18.0
"""Points. No stroke of a character of the text is as long; no side of a cell is shorter."""
_THICKEST = 4.0
_UPRIGHT = 2.0
"""So many times as high as wide are words of several characters that run downwards."""


def sheet_of(page: PageImage, words: list[Word]) -> Sheet:
    """In points of the levelled page."""
    scale = page.scale
    across, down = rules(page.turned.image, round(_SHORTEST / scale), round(_THICKEST / scale))
    return Sheet(
        number=page.number,
        turn=Turn(quarters=0, width=page.width, height=page.height),
        glyphs=tuple(glyph for word in words for glyph in _glyphs(word, scale)),
        horizontal=tuple(_level(rule, scale) for rule in across),
        vertical=tuple(_plumb(rule, scale) for rule in down),
        too_dense=False,
        has_images=True,
    )


def _level(rule: Rule, scale: float) -> Stroke:
    return Stroke((rule.top + rule.bottom) / 2 * scale, rule.x0 * scale, rule.x1 * scale)


def _plumb(rule: Rule, scale: float) -> Stroke:
    return Stroke((rule.x0 + rule.x1) / 2 * scale, rule.top * scale, rule.bottom * scale)


def _glyphs(word: Word, scale: float) -> Iterator[Glyph]:
    """Its characters, spread over its box: numbers of two cells that were taken for one part."""
    x0, top, x1, bottom = (side * scale for side in (word.x0, word.top, word.x1, word.bottom))
    text = printed(word.text)
    if len(text) > 1 and bottom - top > _UPRIGHT * (x1 - x0):
        height = (bottom - top) / len(text)
        for index, character in enumerate(text):
            yield Glyph(character, x0, top + index * height, x1, top + (index + 1) * height)
        return
    widths = [0.5 if character.isascii() else 1.0 for character in text]
    unit = (x1 - x0) / sum(widths) if widths else 0.0
    for character, width in zip(text, widths, strict=True):
        yield Glyph(character, x0, top, x0 + width * unit, bottom)
        x0 += width * unit
