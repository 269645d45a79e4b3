"""From the coordinates of a page's content to the page as displayed."""

from typing import NamedTuple

import pypdfium2.raw as pdfium

from extract.pdfium.document import Handle, PdfiumFailed


class Matrix(NamedTuple):
    """(x, y) ↦ (ax + cy + e, bx + dy + f), as everywhere in PDF."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, first: "Matrix") -> "Matrix":
        """The matrix that applies `first`, then this one."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class Frame(NamedTuple):
    """A page's size as displayed, and the matrix that brings its content there (y downwards)."""

    width: float
    height: float
    matrix: Matrix

    @property
    def is_upright(self) -> bool:
        """Not turned: content only moves."""
        return self.matrix[:4] == (1, 0, 0, -1)

    def displayed(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of the content as x0, top, x1, bottom."""
        (ax, ay), (bx, by) = self.matrix.point(left, bottom), self.matrix.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def frame_of(page: Handle) -> Frame:
    """The crop box within the media box, turned by /Rotate; both may be inherited."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        raise PdfiumFailed("page without a size")
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    upright = Frame(right - left, top - bottom, Matrix(1, 0, 0, -1, -left, top))
    lying = Frame(top - bottom, right - left, Matrix(0, 1, 1, 0, -bottom, -left))
    match pdfium.FPDFPage_GetRotation(page):
        case 1:
            return lying
        case 2:
            return upright._replace(matrix=Matrix(-1, 0, 0, 1, right, -bottom))
        case 3:
            return lying._replace(matrix=Matrix(0, -1, -1, 0, top, right))
        case _:
            return upright
