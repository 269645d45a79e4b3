"""Pictures of pages: PNG, JPEG, TIFF. They have no text of their own; it must be recognised."""

from extract.readers.reader import Reader, no_text
from model.document import Document
from model.text import Text

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)


def media_type_of(data: bytes) -> str | None:
    return next((kind for start, kind in _KINDS if data.startswith(start)), None)


def _recognises(data: bytes, _name: str) -> bool:
    return media_type_of(data) is not None


def _read(_data: bytes, source: str) -> Document:
    raise no_text(source, Text("这是一张图片", "it is a picture"))


READER = Reader(name="picture", recognises=_recognises, read=_read, most_bytes=100_000_000)
