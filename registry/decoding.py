"""Bytes of a registry file as text. Spreadsheets save UTF-8, UTF-16 or, in China, GB18030."""

import codecs

_ENCODINGS = ("utf-8-sig", "gb18030")

WORKBOOK_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin: a workbook handed in where its CSV was meant."""


def decode(data: bytes) -> str | None:
    """The text, or None when no encoding fits. UTF-8 goes first: it hardly ever fits by chance."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    for encoding in _ENCODINGS:
        text = _decoded(data, encoding)
        if text is not None:
            return text
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
