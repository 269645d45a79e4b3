"""The painted paths of a page, told apart as pdfminer does, and whether it shows images.

A path is split at every moveto; five points that come back over right angles are a rectangle; of
curves the end points count. Clipping is left out. Forms are walked with their matrices.
"""

from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int, c_uint

import pypdfium2.raw as pdfium

from extract.pdfium import calls
from extract.pdfium.document import Handle, PdfiumFailed
from extract.pdfium.frame import Frame, Matrix
from extract.readers.drawing import MOST_PIECES, Shape

_DEEPEST = 12
_MOST_OBJECTS = 500_000
_WHITE = (255, 255, 255)

_Point = tuple[float, float]


class Walk:
    """A walk over everything painted on a page; it ends early when there is too much."""

    def __init__(self, page: Handle, frame: Frame) -> None:
        """Raises PdfiumFailed."""
        self.shapes: list[Shape] = []
        self.has_images = False
        self._pieces = 0
        self._objects = 0
        # PDFium fills these in; making them anew for each path takes longer than the call.
        self._point = c_float(), c_float()
        self._point_at = tuple(map(byref, self._point))
        self._mode = c_int(), c_int()
        self._mode_at = tuple(map(byref, self._mode))
        self._colour = c_uint(), c_uint(), c_uint(), c_uint()
        self._colour_at = tuple(map(byref, self._colour))
        self._matrix = pdfium.FS_MATRIX()
        self._last_matrix: tuple[Matrix, Matrix, Matrix] | None = None
        at = calls.address(page)
        object_of, type_of, text = calls.page_object, calls.object_type, pdfium.FPDF_PAGEOBJ_TEXT
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            item = object_of(at, index)
            # Most objects are single characters; text is of interest in forms only.
            if type_of(item) != text:
                self._visit(item, frame.matrix, 0)
                if self.is_too_dense:
                    break

    @property
    def is_too_dense(self) -> bool:
        return self._pieces > MOST_PIECES or self._objects > _MOST_OBJECTS

    def _visit(self, item: int, outer: Matrix, depth: int) -> None:
        self._objects += 1
        kind = calls.object_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if depth and calls.object_marks(item) > 0:
                # PDFium places text that is given as ActualText without the form's matrix.
                raise PdfiumFailed("tagged text in a form")
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._add_path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.has_images = True
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            self._enter(item, outer, depth)

    def _enter(self, form: int, outer: Matrix, depth: int) -> None:
        if depth == _DEEPEST:
            raise PdfiumFailed("forms in forms in forms")
        matrix = self._matrix_of(form, outer)
        for index in range(calls.form_count(form)):
            if self.is_too_dense:
                return
            self._visit(calls.form_object(form, index), matrix, depth + 1)

    def _matrix_of(self, item: int, outer: Matrix) -> Matrix:
        raw = self._matrix
        calls.object_matrix(item, byref(raw))
        own = Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)
        # Nearly all paths of a page have the same.
        if self._last_matrix is None or self._last_matrix[:2] != (own, outer):
            self._last_matrix = own, outer, outer.after(own)
        return self._last_matrix[2]

    def _add_path(self, path: int, outer: Matrix) -> None:
        calls.path_mode(path, *self._mode_at)
        filled, stroked = self._mode
        shows_line = stroked.value and not self._is_white(calls.line_colour, path)
        shows_filling = filled.value and not self._is_white(calls.filling_colour, path)
        count = calls.path_count(path)
        self._pieces += count
        if self.is_too_dense or not (shows_line or shows_filling):
            return
        a, b, c, d, e, f = self._matrix_of(path, outer)
        for chain in self._chains(path, count):
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in chain]
            self.shapes.append(_shape(points, bool(shows_line), bool(shows_filling)))

    def _is_white(self, colour_of: Callable[..., int], path: int) -> bool:
        known = colour_of(path, *self._colour_at)
        red, green, blue, _ = self._colour
        return bool(known) and (red.value, green.value, blue.value) == _WHITE

    def _chains(self, path: int, count: int) -> Iterator[list[_Point]]:
        """The points between two movetos; a closed chain ends where it begins."""
        x, y = self._point
        x_at, y_at = self._point_at
        segment_of, type_of, point_of = calls.path_segment, calls.segment_type, calls.segment_point
        chain: list[_Point] = []
        controls = 0
        for index in range(count):
            segment = segment_of(path, index)
            kind = type_of(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(chain) > 1:
                    yield chain
                chain = []
            controls = controls + 1 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
            # A curve has three points: two that pull it, and its end.
            if controls % 3 == 0:
                point_of(segment, x_at, y_at)
                chain.append((x.value, y.value))
            if calls.segment_closes(segment) and chain[-1] != chain[0]:
                chain.append(chain[0])
        if len(chain) > 1:
            yield chain


def _shape(points: list[_Point], shows_line: bool, shows_filling: bool) -> Shape:
    if len(points) == 5 and _is_rectangle(points):
        (ax, ay), (bx, by) = points[0], points[2]
        corners = ((min(ax, bx), min(ay, by)), (max(ax, bx), max(ay, by)))
        return Shape(corners, True, shows_line, shows_filling)
    return Shape(tuple(points), False, shows_line, shows_filling)


def _is_rectangle(points: list[_Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    upright = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    lying = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return last == points[0] and (upright or lying)
