"""A page as the engine sees it: its image, level, and how to get back to points."""

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

from extract.ocr.image import Image, Turned, grey, level, scaled, turned_back
from model.place import Box

_LONGEST = 2400
"""Pixels of a page's longer side: about 200 to an inch of A4, for which the engine was measured."""
_A4 = 842.0
"""Points. A picture does not say how large its page was; it is taken to be as long as this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    number: int
    turned: Turned
    width: float
    height: float
    """Points of the page as displayed."""

    @property
    def scale(self) -> float:
        """Points of a pixel."""
        rows, columns = self.turned.image.shape
        return max(self.width, self.height) / float(max(rows, columns))

    def displayed(self, box: Box) -> Box:
        """From points of the levelled page to points of the page as displayed."""
        corners = [
            turned_back(x, y, self.turned.angle, self.width, self.height)
            for x in (box.x0, box.x1)
            for y in (box.top, box.bottom)
        ]
        xs, ys = zip(*corners, strict=True)
        return Box(
            max(min(xs), 0.0),
            max(min(ys), 0.0),
            min(max(xs), self.width),
            min(max(ys), self.height),
        )


def pdf_page(document: pypdfium2.PdfDocument, index: int) -> PageImage:
    """Raises pypdfium2.PdfiumError."""
    page = document[index]
    try:
        width, height = page.get_size()
        bitmap = page.render(scale=_LONGEST / max(width, height, 1.0), grayscale=True)
        # A copy: the pixels are PDFium's, and go with the bitmap.
        image = grey(bitmap.to_numpy().tobytes(), bitmap.stride, bitmap.height)[:, : bitmap.width]
        bitmap.close()
    finally:
        page.close()
    return PageImage(number=index + 1, turned=level(image), width=width, height=height)


def picture_pages(images: Sequence[Image]) -> list[PageImage]:
    pages = []
    for number, image in enumerate(images, start=1):
        rows, columns = image.shape
        points = points_of(rows, columns)
        factor = _LONGEST / max(rows, columns)
        fitting = scaled(image, factor) if factor < 1 else image
        pages.append(
            PageImage(
                number=number,
                turned=level(fitting),
                width=columns * points,
                height=rows * points,
            )
        )
    return pages


def points_of(rows: int, columns: int) -> float:
    """Points of a pixel of a picture."""
    return _A4 / max(rows, columns)
