"""The painted paths of a page, told apart as pdfminer does, and whether it shows images.

A path is split at every moveto; five points that come back over right angles are a rectangle; of
curves the end points count. Clipping is left out. Forms are walked with their matrices.
"""

from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from extract.pdfium.document import Handle, PdfiumFailed
from extract.pdfium.frame import Frame, Matrix
from extract.readers.drawing import MOST_PIECES, Shape

_DEEPEST = 12
_MOST_OBJECTS = 500_000
_WHITE = (255, 255, 255)


@dataclass(slots=True, kw_only=True)
class Painted:
    """What was met on the walk over a page."""

    shapes: list[Shape] = field(default_factory=list)
    pieces: int = 0
    objects: int = 0
    has_images: bool = False

    @property
    def is_too_dense(self) -> bool:
        return self.pieces > MOST_PIECES or self.objects > _MOST_OBJECTS


def painted_on(page: Handle, frame: Frame) -> Painted:
    """All paths as displayed; stops early once there are too many. Raises PdfiumFailed."""
    painted = Painted()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        _walk(pdfium.FPDFPage_GetObject(page, index), frame.matrix, 0, painted)
        if painted.is_too_dense:
            break
    return painted


def _walk(item: Handle, outer: Matrix, depth: int, painted: Painted) -> None:
    painted.objects += 1
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _add_path(item, outer, painted)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        painted.has_images = True
    elif kind == pdfium.FPDF_PAGEOBJ_FORM:
        _walk_form(item, outer, depth, painted)
    elif kind == pdfium.FPDF_PAGEOBJ_TEXT and depth and pdfium.FPDFPageObj_CountMarks(item) > 0:
        # PDFium places text that is given as ActualText without the form's matrix.
        raise PdfiumFailed("tagged text in a form")


def _walk_form(form: Handle, outer: Matrix, depth: int, painted: Painted) -> None:
    if depth == _DEEPEST:
        raise PdfiumFailed("forms in forms in forms")
    matrix = outer.after(_matrix_of(form))
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        if painted.is_too_dense:
            return
        _walk(pdfium.FPDFFormObj_GetObject(form, index), matrix, depth + 1, painted)


def _matrix_of(item: Handle) -> Matrix:
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, byref(raw))
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _add_path(path: Handle, outer: Matrix, painted: Painted) -> None:
    filling, stroking = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, byref(filling), byref(stroking))
    shows_line = bool(stroking.value) and not _is_white(pdfium.FPDFPageObj_GetStrokeColor, path)
    shows_filling = bool(filling.value) and not _is_white(pdfium.FPDFPageObj_GetFillColor, path)
    count = pdfium.FPDFPath_CountSegments(path)
    painted.pieces += count
    if painted.is_too_dense or not (shows_line or shows_filling):
        return
    matrix = outer.after(_matrix_of(path))
    for points in _chains(path, count):
        moved = [matrix.point(x, y) for x, y in points]
        painted.shapes.append(_shape(moved, shows_line, shows_filling))


def _is_white(colour_of: Handle, path: Handle) -> bool:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    known = colour_of(path, byref(red), byref(green), byref(blue), byref(alpha))
    return bool(known) and (red.value, green.value, blue.value) == _WHITE


def _chains(path: Handle, count: int) -> Iterator[list[tuple[float, float]]]:
    """The points between two movetos; a closed chain ends where it begins."""
    x, y = c_float(), c_float()
    x_at, y_at = byref(x), byref(y)
    chain: list[tuple[float, float]] = []
    controls = 0
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(chain) > 1:
                yield chain
            chain = []
        controls = controls + 1 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
        # A curve has three points: two that pull it, and its end.
        if controls % 3 == 0:
            pdfium.FPDFPathSegment_GetPoint(segment, x_at, y_at)
            chain.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and chain[-1] != chain[0]:
            chain.append(chain[0])
    if len(chain) > 1:
        yield chain


def _shape(points: list[tuple[float, float]], shows_line: bool, shows_filling: bool) -> Shape:
    if len(points) == 5 and _is_rectangle(points):
        (ax, ay), (bx, by) = points[0], points[2]
        corners = ((min(ax, bx), min(ay, by)), (max(ax, bx), max(ay, by)))
        return Shape(corners, True, shows_line, shows_filling)
    return Shape(tuple(points), False, shows_line, shows_filling)


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    upright = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    lying = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return last == points[0] and (upright or lying)
