"""Everything painted on a page: where its paths are, and whether it shows images.

Forms are walked with their matrices.
"""

from collections.abc import Iterator
from ctypes import byref, c_float
from itertools import repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extract.pdfium import calls
from extract.pdfium.document import Handle, PdfiumFailed
from extract.pdfium.frame import Frame, Matrix
from extract.readers.drawing import MOST_PIECES

_DEEPEST = 12
_MOST_OBJECTS = 500_000
_AT_ONCE = 4096


class Path(NamedTuple):
    """A path as PDFium holds it."""

    handle: calls.Pointer
    segments: int
    outer: Matrix
    """From the coordinates of the form that it stands in to the page as displayed."""


class Walk:
    """A walk over everything painted on a page; it ends early when there is too much."""

    def __init__(self, page: Handle, frame: Frame) -> None:
        """Raises PdfiumFailed."""
        self.paths: list[Path] = []
        self.has_images = False
        self.largest_image = 0.0
        """In square points."""
        self._pieces = 0
        self._objects = 0
        for item, kind in _objects(page):
            # Most objects are single characters; text is of interest in forms only.
            if kind != pdfium.FPDF_PAGEOBJ_TEXT:
                self._visit(item, kind, frame.matrix, 0)
                if self.is_too_dense:
                    break

    @property
    def is_too_dense(self) -> bool:
        return self._pieces > MOST_PIECES or self._objects > _MOST_OBJECTS

    def _visit(self, item: calls.Pointer, kind: int, outer: Matrix, depth: int) -> None:
        self._objects += 1
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if depth and calls.object_marks(item) > 0:
                # PDFium places text that is given as ActualText without the form's matrix.
                raise PdfiumFailed("tagged text in a form")
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            segments = calls.path_count(item)
            self._pieces += segments
            self.paths.append(Path(item, segments, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.has_images = True
            self.largest_image = max(self.largest_image, _area_of(item, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            self._enter(item, outer, depth)

    def _enter(self, form: calls.Pointer, outer: Matrix, depth: int) -> None:
        if depth == _DEEPEST:
            raise PdfiumFailed("forms in forms in forms")
        matrix = outer.after(_matrix_of(form))
        for index in range(calls.form_count(form)):
            if self.is_too_dense:
                return
            item = calls.form_object(form, index)
            self._visit(item, calls.object_type(item), matrix, depth + 1)


def _objects(page: Handle) -> Iterator[tuple[calls.Pointer, int]]:
    """What the page itself holds, with its type. A page may hold millions."""
    at = repeat(calls.pointer(page))
    count = pdfium.FPDFPage_CountObjects(page)
    for start in range(0, count, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, count))
        items = list(map(calls.page_object, at, numbers))
        yield from zip(items, map(calls.object_type, items), strict=True)


def _matrix_of(form: calls.Pointer) -> Matrix:
    raw = pdfium.FS_MATRIX()
    calls.object_matrix(form, byref(raw))
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _area_of(image: calls.Pointer, outer: Matrix) -> float:
    sides = c_float(), c_float(), c_float(), c_float()
    calls.object_bounds(image, *map(byref, sides))
    left, bottom, right, top = (side.value for side in sides)
    return abs((right - left) * (top - bottom) * (outer.a * outer.d - outer.b * outer.c))
