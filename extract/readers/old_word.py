"""Word and WPS documents of the old kinds: told here, read after LibreOffice made docx of them.

The driver converts them (`extract.office`); whoever comes here with one did not.
"""

from extract.readers.ole import Kind, is_compound, kind_of
from extract.readers.reader import Reader, password_needed
from model.document import Document
from model.errors import NoConverter, UnknownType
from model.text import Text

_RTF = b"{\\rtf"


def media_type_of(data: bytes) -> str | None:
    """Of a document that must be converted before it can be read; None for all others."""
    if data.startswith(_RTF):
        return "application/rtf"
    if is_compound(data) and kind_of(data) is Kind.WORD:
        return "application/msword"
    return None


def not_converted(source: str) -> NoConverter:
    return NoConverter(
        source,
        Text(
            "这是旧版 Word 或 WPS 文档（doc、wps、rtf），须由 LibreOffice 转换后才能读取",
            "this is an old Word or WPS document (doc, wps, rtf), which can be read only after"
            " LibreOffice has converted it",
        ),
        Text(
            "安装 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer；macOS：brew install"
            " --cask libreoffice），再运行 nianbao process --again；或将文档另存为 docx",
            "install LibreOffice (Debian/Ubuntu: apt install libreoffice-writer; macOS: brew"
            " install --cask libreoffice), then run nianbao process --again; or save it as docx",
        ),
    )


def _read(data: bytes, source: str) -> Document:
    if media_type_of(data) is not None:
        raise not_converted(source)
    if kind_of(data) is Kind.LOCKED:
        raise password_needed(source)
    raise UnknownType(
        source,
        Text(
            "这是旧版 Office 文档（xls、ppt、et 等），不是 Word 或 WPS 文字文档",
            "this is an old Office document (xls, ppt, et) and not one of Word or WPS Writer",
        ),
        Text(
            "请换用该报告的网页（HTML）、PDF 或 Word 版本",
            "use the report's web page (HTML), PDF or Word version instead",
        ),
    )


def _recognises(data: bytes, _name: str) -> bool:
    return is_compound(data) or data.startswith(_RTF)


READER = Reader(name="old word", recognises=_recognises, read=_read, most_bytes=100_000_000)
