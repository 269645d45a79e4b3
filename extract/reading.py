"""Any document to lines and tables: the type is told by the bytes, then one reader does the rest.

A new document type is one module in `extract/readers/` and one row in `_READERS`.
"""

from extract.readers import docx, html, markdown, old_word, pdf, picture, text
from extract.readers.reader import Reader, empty, too_large
from model.document import Document
from model.errors import UnknownType
from model.text import Text

# Asked in this order; plain text takes what nobody else recognised.
_READERS: tuple[Reader, ...] = (
    docx.READER,
    old_word.READER,
    pdf.READER,
    picture.READER,
    html.READER,
    markdown.READER,
    text.READER,
)
_BINARY = (docx.READER, old_word.READER, pdf.READER, picture.READER)

# What we can name but not read, by its first bytes.
_ZIP = Text(
    "压缩包或 Word 以外的 Office 文档（zip、xlsx、pptx、ofd 等）",
    "a zip file or an Office document other than Word's (xlsx, pptx, ofd)",
)
_FOREIGN: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", _ZIP),
    (b"GIF8", Text("GIF 图片", "a GIF image")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Text("gzip 压缩文件", "a gzip file")),
)
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0\xfe\xff")


def read_document(data: bytes, name: str) -> Document:
    """Reads a payload; `name` (a path or URL) is for messages and to tell .md from .txt.

    Raises Empty, UnknownType, NoConverter, Encrypted, NoTextLayer, Damaged or TooLarge, all
    naming `name`.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise empty(name)
    if not any(reader.recognises(data, name) for reader in _BINARY):
        _refuse_foreign(data, name)
    _refuse_large(data, name, max(reader.most_bytes for reader in _READERS))
    reader = next(reader for reader in _READERS if reader.recognises(data, name))
    _refuse_large(data, name, reader.most_bytes)
    return reader.read(data, name)


def _refuse_large(data: bytes, name: str, most: int) -> None:
    if len(data) > most:
        megabytes = f"{len(data) / 1e6:.0f} MB > {most / 1e6:.0f} MB"
        raise too_large(name, Text(megabytes, megabytes))


def _refuse_foreign(data: bytes, name: str) -> None:
    kind = next((kind for start, kind in _FOREIGN if data.startswith(start)), None)
    if kind is None and _is_binary(data):
        kind = Text("二进制文件", "a binary file")
    if kind is not None:
        raise UnknownType(
            name,
            Text(f"这是{kind.zh}，暂时不能读取", f"this is {kind.en}, which cannot be read"),
            Text(
                "请换用该报告的网页（HTML）、PDF、Word、Markdown 或纯文本版本",
                "use the report's web page (HTML), PDF, Word, Markdown or plain text instead",
            ),
        )


def _is_binary(data: bytes) -> bool:
    return b"\0" in data[:65536] and not data.startswith(_UNICODE_MARKS)
