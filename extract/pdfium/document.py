"""Opening files and pages with PDFium, each handle closed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, create_string_buffer
from typing import Any

import pypdfium2.raw as pdfium

Handle = Any
"""A pointer of PDFium; it must not outlive the `with` that gave it."""


class PdfiumFailed(Exception):
    """PDFium cannot read the file or page; another parser may, and knows better why."""


@contextmanager
def opened(data: bytes) -> Iterator[Handle]:
    """The document, opened with the empty password. Raises PdfiumFailed."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), b"")
    if not document:
        raise PdfiumFailed(f"document: error {pdfium.FPDF_GetLastError()}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def opened_page(document: Handle, index: int) -> Iterator[tuple[Handle, Handle]]:
    """A page and its text. Raises PdfiumFailed."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise PdfiumFailed(f"page {index + 1}")
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            raise PdfiumFailed(f"text of page {index + 1}")
        try:
            yield page, text
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def meta_text(document: Handle, key: str) -> str:
    """An entry of the document's information dictionary, or an empty string."""
    name = key.encode("ascii")
    size = pdfium.FPDF_GetMetaText(document, name, None, 0)
    buffer = create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, name, byref(buffer), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
