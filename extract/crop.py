"""A place in a document as a picture: the part of the page around it, with a frame drawn."""

import io

import pypdfium2

from extract.ocr.engine import is_available
from extract.readers import pdf
from extract.readers.picture import media_type_of
from model.errors import ConversionError, Damaged, UsageError
from model.place import Box, Place
from model.text import Text

_SCALE = 2.0
"""Pixels of a point: 144 to an inch."""
_AROUND = 90.0
"""Points above and below the place, so that the head or the row before is seen."""
_BESIDE = 1.5
_THICK = 4
_WIDEST, _HIGHEST = 1400.0, 2400.0
"""Pixels of a whole page."""
_RED = (220, 38, 38, 255)


def crop_png(data: bytes, place: Place, name: str) -> bytes:
    """The full width of the page around the place, as PNG.

    Raises UsageError when the place is none on a page, Damaged when the page cannot be shown.
    """
    if place.page is None or place.box is None:
        raise _no_page(name, place)
    if media_type_of(data) is not None:
        return _from_picture(data, place.page, place.box, name)
    if not pdf.READER.recognises(data, name):
        raise _no_page(name, place)
    return _from_pdf(data, place.page, place.box, name)


def page_png(data: bytes, number: int, name: str) -> bytes:
    """A whole page of a PDF, as PNG, counted from 1. Raises Damaged when it cannot be shown."""
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            if not 1 <= number <= len(document):
                raise _not_shown(name, number)
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_SCALE, _WIDEST / width, _HIGHEST / height)
            out = io.BytesIO()
            page.render(scale=scale).to_pil().save(out, "PNG")
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise _not_shown(name, number) from error
    return out.getvalue()


def count_pages(data: bytes, name: str) -> int:
    """Of a PDF. Raises Damaged."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_shown(name, 1) from error
    try:
        return len(document)
    finally:
        document.close()


def _from_pdf(data: bytes, number: int, box: Box, name: str) -> bytes:
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[number - 1]
            _, height = page.get_size()
            top, bottom = max(box.top - _AROUND, 0.0), min(box.bottom + _AROUND, height)
            bitmap = page.render(scale=_SCALE, crop=(0, height - bottom, 0, top))
            _draw_frame(bitmap, box, top)
            out = io.BytesIO()
            bitmap.to_pil().save(out, "PNG")
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise _not_shown(name, number) from error
    return out.getvalue()


def _draw_frame(bitmap: pypdfium2.PdfBitmap, box: Box, top: float) -> None:
    left, right = round((box.x0 - _BESIDE) * _SCALE), round((box.x1 + _BESIDE) * _SCALE)
    upper = round((box.top - top - _BESIDE) * _SCALE)
    lower = round((box.bottom - top + _BESIDE) * _SCALE)
    for x, y, width, height in (
        (left, upper, right - left, _THICK),
        (left, lower - _THICK, right - left, _THICK),
        (left, upper, _THICK, lower - upper),
        (right - _THICK, upper, _THICK, lower - upper),
    ):
        bitmap.fill_rect(_RED, x, y, width, height)


def _from_picture(data: bytes, number: int, box: Box, name: str) -> bytes:
    if not is_available():
        raise ConversionError(
            name,
            Text(
                "这是一张图片，要裁剪它需要文字识别的组件",
                "it is a picture; to crop it takes what recognises text",
            ),
            Text("安装：pip install 'nianbao[ocr]'", "install it: pip install 'nianbao[ocr]'"),
        )
    from extract.ocr.framing import framed_png  # noqa: PLC0415 - needs the extra

    png = framed_png(data, number, box, around=_AROUND, beside=_BESIDE, colour=_RED[:3])
    if png is None:
        raise _not_shown(name, number)
    return png


def _not_shown(name: str, number: int) -> Damaged:
    return Damaged(
        name,
        Text(f"第 {number} 页显示不出来", f"page {number} cannot be displayed"),
        Text("请用其他软件打开原件核对", "open the original with another program to compare"),
    )


def _no_page(name: str, place: Place) -> UsageError:
    if place.line is None:
        where = Text("没有记下位置", "has no place on record")
    else:
        where = Text(
            f"原件不是分页的，位置是第 {place.line} 行",
            f"has no pages; the place is line {place.line}",
        )
    return UsageError(
        name,
        where,
        Text(
            "不加 --crop 即可看到该格的原文和位置",
            "leave out --crop to see what the cell prints and where",
        ),
    )
