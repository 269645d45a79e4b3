"""PDFium's functions as they are called most: for every character, object and path segment.

As the binding declares them, handles are pointer objects, made and checked at each call; here they
are integers, which takes two thirds of the time.
"""

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_double, c_int, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium


def _handle(function: Any, *arguments: Any) -> Callable[..., int]:
    """A function that returns a handle: 0 or None is no object."""
    typed: Callable[..., int] = cast(function, PYFUNCTYPE(c_void_p, *arguments))
    return typed


def _number(function: Any, *arguments: Any) -> Callable[..., int]:
    typed: Callable[..., int] = cast(function, PYFUNCTYPE(c_int, *arguments))
    return typed


def address(handle: Any) -> int:
    """An open page or text of the binding as these functions take it."""
    return cast(handle, c_void_p).value or 0


_AT = c_void_p
"""A handle, or the place of a value that PDFium fills in."""

text_object = _handle(pdfium.FPDFText_GetTextObject, _AT, c_int)
text_unicode = _number(pdfium.FPDFText_GetUnicode, _AT, c_int)
text_is_unmapped = _number(pdfium.FPDFText_HasUnicodeMapError, _AT, c_int)
text_box = _number(pdfium.FPDFText_GetLooseCharBox, _AT, c_int, _AT)
text_origin = _number(pdfium.FPDFText_GetCharOrigin, _AT, c_int, _AT, _AT)
text_size: Callable[..., float] = cast(
    pdfium.FPDFText_GetFontSize, PYFUNCTYPE(c_double, c_void_p, c_int)
)
text_matrix = _number(pdfium.FPDFText_GetMatrix, _AT, c_int, _AT)

page_object = _handle(pdfium.FPDFPage_GetObject, _AT, c_int)
form_object = _handle(pdfium.FPDFFormObj_GetObject, _AT, c_int)
form_count = _number(pdfium.FPDFFormObj_CountObjects, _AT)

object_type = _number(pdfium.FPDFPageObj_GetType, _AT)
object_matrix = _number(pdfium.FPDFPageObj_GetMatrix, _AT, _AT)
object_marks = _number(pdfium.FPDFPageObj_CountMarks, _AT)
line_colour = _number(pdfium.FPDFPageObj_GetStrokeColor, _AT, _AT, _AT, _AT, _AT)
filling_colour = _number(pdfium.FPDFPageObj_GetFillColor, _AT, _AT, _AT, _AT, _AT)

path_mode = _number(pdfium.FPDFPath_GetDrawMode, _AT, _AT, _AT)
path_count = _number(pdfium.FPDFPath_CountSegments, _AT)
path_segment = _handle(pdfium.FPDFPath_GetPathSegment, _AT, c_int)
segment_type = _number(pdfium.FPDFPathSegment_GetType, _AT)
segment_closes = _number(pdfium.FPDFPathSegment_GetClose, _AT)
segment_point = _number(pdfium.FPDFPathSegment_GetPoint, _AT, _AT, _AT)
