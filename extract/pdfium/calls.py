"""PDFium's functions as they are called most: for every character, object and path segment.

The binding declares the type of each argument, and checks and converts it at each call; here they
go as they come, which takes a third of the time. So whoever calls must pass exactly what PDFium's
header asks for: a handle as a `Pointer`, a number as an int, a place to fill in as a `byref`.
"""

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_double, c_int, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium


class Pointer(c_void_p):
    """A handle of PDFium; false when it points to nothing. c_void_p itself would become an int."""


def pointer(handle: Any) -> Pointer:
    """An open page or text of the binding as these functions take it."""
    return Pointer(cast(handle, c_void_p).value)


def _call(function: Any, result: Any = c_int) -> Callable[..., Any]:
    called: Callable[..., Any] = cast(function, PYFUNCTYPE(result))
    return called


text_object: Callable[..., int | None] = _call(pdfium.FPDFText_GetTextObject, c_void_p)
"""Only to be told from others, so it is an address. None: PDFium itself added the character."""
text_unicode: Callable[..., int] = _call(pdfium.FPDFText_GetUnicode)
text_is_unmapped: Callable[..., int] = _call(pdfium.FPDFText_HasUnicodeMapError)
text_box: Callable[..., int] = _call(pdfium.FPDFText_GetLooseCharBox)
text_origin: Callable[..., int] = _call(pdfium.FPDFText_GetCharOrigin)
text_size: Callable[..., float] = _call(pdfium.FPDFText_GetFontSize, c_double)
text_matrix: Callable[..., int] = _call(pdfium.FPDFText_GetMatrix)

page_object: Callable[..., Pointer] = _call(pdfium.FPDFPage_GetObject, Pointer)
form_object: Callable[..., Pointer] = _call(pdfium.FPDFFormObj_GetObject, Pointer)
form_count: Callable[..., int] = _call(pdfium.FPDFFormObj_CountObjects)

object_type: Callable[..., int] = _call(pdfium.FPDFPageObj_GetType)
object_matrix: Callable[..., int] = _call(pdfium.FPDFPageObj_GetMatrix)
object_bounds: Callable[..., int] = _call(pdfium.FPDFPageObj_GetBounds)
object_marks: Callable[..., int] = _call(pdfium.FPDFPageObj_CountMarks)
line_colour: Callable[..., int] = _call(pdfium.FPDFPageObj_GetStrokeColor)
filling_colour: Callable[..., int] = _call(pdfium.FPDFPageObj_GetFillColor)

path_mode: Callable[..., int] = _call(pdfium.FPDFPath_GetDrawMode)
path_count: Callable[..., int] = _call(pdfium.FPDFPath_CountSegments)
path_segment: Callable[..., Pointer] = _call(pdfium.FPDFPath_GetPathSegment, Pointer)
segment_type: Callable[..., int] = _call(pdfium.FPDFPathSegment_GetType)
segment_closes: Callable[..., int] = _call(pdfium.FPDFPathSegment_GetClose)
segment_point: Callable[..., int] = _call(pdfium.FPDFPathSegment_GetPoint)
