"""Builders of PDF files for the tests: text and rulings where a test wants them."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
_FONT = "STSong-Light"
_SIZE = 10.0

Page = Callable[["Paper"], None]


class Paper:
    """A page to draw on; positions in points from the top left."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, top: float, words: str, size: float = _SIZE) -> None:
        self.canvas.setFont(_FONT, size)
        self.canvas.drawString(x, HEIGHT - top - size, words)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)

    def frame(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top)

    def white(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.canvas.setFillColorRGB(1, 1, 1)
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillColorRGB(0, 0, 0)

    def grid(
        self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str | None]]
    ) -> None:
        """A ruled table; None goes on with the cell above (no line, no text between)."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                if words is not None:
                    self.line(xs[column], ys[number], xs[column + 1], ys[number])
                    for wrap, part in enumerate(words.split("\n")):
                        self.text(xs[column] + 3, ys[number] + 4 + 12 * wrap, part)
        self.line(xs[0], ys[-1], xs[-1], ys[-1])


def paper(*pages: Page, rotate: int = 0, password: str | None = None) -> bytes:
    """A PDF with the pages drawn; encrypted when a password, even an empty one, is given."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    buffer = io.BytesIO()
    encrypt = None
    if password is not None:
        encrypt = StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), encrypt=encrypt, invariant=1)
    for draw in pages:
        if rotate:
            canvas.setPageRotation(rotate)
        draw(Paper(canvas))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def prose(*lines: str, top: float = 80.0) -> Page:
    """A page of running text."""

    def draw(page: Paper) -> None:
        for number, line in enumerate(lines):
            page.text(72, top + 20 * number, line)

    return draw
