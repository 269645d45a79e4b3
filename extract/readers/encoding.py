"""Bytes to text. Pages declare encodings that they do not use, so what decodes decides."""

import codecs
import re

from charset_normalizer import from_bytes

from extract.readers.reader import damaged
from model.document import ReadingWarning
from model.text import Text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Share of characters beyond ASCII that may be broken while the encoding is still beyond doubt.
_BROKEN_SHARE = 0.02
_LOST = "\ufffd"
_WESTERN = ("iso8859", "latin", "cp125", "ascii")


def decode(data: bytes, source: str) -> tuple[str, tuple[ReadingWarning, ...]]:
    """The text, and a warning if characters were lost. Raises Damaged if nothing fits."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data, encoding)
    text = _strict(data, "utf-8")
    if text is not None:
        return text, ()
    # Before GB18030, which accepts most UTF-8 text with a broken character in it.
    if _nearly(data, "utf-8"):
        return _lenient(data, "utf-8")
    for encoding in (*_declared(data), "gb18030"):
        text = _strict(data, encoding)
        if text is not None:
            return text, ()
    if _nearly(data, "gb18030"):
        return _lenient(data, "gb18030")
    best = from_bytes(data).best()
    if best is None:
        raise damaged(source, Text("文字编码无法识别", "its text encoding cannot be recognised"))
    return str(best), ()


def _declared(data: bytes) -> tuple[str, ...]:
    found = _DECLARED.search(data, 0, 8192)
    if found is None:
        return ()
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ()
    if name.startswith(_WESTERN):  # decodes anything, and no Chinese page is written in it
        return ()
    # Pages that say gb2312 use characters of its supersets.
    return ("gb18030",) if name in {"gb2312", "gbk"} else (name,)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _nearly(data: bytes, encoding: str) -> bool:
    text = data.decode(encoding, errors="replace")
    beyond_ascii = sum(not character.isascii() for character in text)
    return text.count(_LOST) <= beyond_ascii * _BROKEN_SHARE


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[ReadingWarning, ...]]:
    text = data.decode(encoding, errors="replace")
    lost = text.count(_LOST)
    if not lost:
        return text, ()
    warning = ReadingWarning(
        code="encoding.characters_lost",
        text=Text(
            f"有 {lost} 处字符编码损坏，已用 {_LOST} 代替",
            f"{lost} characters are broken in the source and stand as {_LOST}",
        ),
    )
    return text, (warning,)
