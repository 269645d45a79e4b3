"""Word documents (docx, docm, dotx; also WPS files in that format), without Word."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from extract.readers.docx_blocks import BlockReader
from extract.readers.docx_numbering import Numbering
from extract.readers.docx_styles import Styles
from extract.readers.docx_xml import w
from extract.readers.ooxml import Package
from extract.readers.reader import Reader, damaged, demand_few, empty, limited
from model.document import Document, ReadingWarning
from model.errors import NoTextLayer
from model.text import Text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ZIP = b"PK\x03\x04"
_USUAL_MAIN_PART = "word/document.xml"
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")


def _read(data: bytes, source: str) -> Document:
    package = Package(data, source)
    main = package.related("", "officeDocument") or _USUAL_MAIN_PART
    root = package.xml(main)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise damaged(source, Text("里面没有 Word 正文", "there is no Word document in it"))
    styled = next(body.iter(w("pStyle")), None) is not None
    listed = styled or next(body.iter(w("numPr")), None) is not None
    styles = Styles(_related(package, main, "styles") if listed else None)
    numbering = Numbering(_related(package, main, "numbering") if listed else None, styles)
    demand_few(sum(1 for _ in body.iter(w("tc"))), source)
    blocks = limited(BlockReader(styles, numbering).read(body), source)
    if not blocks:
        raise _nothing(package, source)
    return Document(
        media_type=MEDIA_TYPE, reader="docx", blocks=blocks, warnings=tuple(_warnings(body))
    )


def _related(package: Package, main: str, kind: str) -> Element | None:
    name = package.related(main, kind)
    return package.xml(name) if name else None


def _nothing(package: Package, source: str) -> Exception:
    if not any(name.endswith(_IMAGES) for name in package.names()):
        return empty(source)
    return NoTextLayer(
        source,
        Text("Word 文档里只有图片，没有文字", "the Word document holds images and no text"),
        Text(
            "请换用该报告的网页版或文字版；如只有这一份，请先做文字识别（OCR）",
            "use the web page or a text version; if there is no other, run OCR on it first",
        ),
    )


def _warnings(body: Element) -> Iterator[ReadingWarning]:
    embedded = sum(1 for _ in body.iter(w("altChunk")))
    if embedded:
        yield ReadingWarning(
            code="docx.embedded_document",
            text=Text(
                f"文档里嵌入了 {embedded} 个其他文件作为正文，这部分没有读取",
                f"{embedded} other files are embedded as part of the text; they were not read",
            ),
        )


def _recognises(data: bytes, _name: str) -> bool:
    # Both names stand uncompressed in the file; xlsx, pptx, ofd and archives of several reports
    # do not have the two.
    return data.startswith(_ZIP) and b"[Content_Types].xml" in data and b"word/" in data


READER = Reader(name="docx", recognises=_recognises, read=_read, most_bytes=100_000_000)
