"""Web pages: the blocks of the main content, the page's meta data and its attachments."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from extract.normalise import one_line, printed
from extract.readers.encoding import decode
from extract.readers.html_blocks import TooDeep, parse, read_blocks
from extract.readers.html_content import main_content
from extract.readers.html_hidden import without_hidden
from extract.readers.reader import Reader, damaged, demand_few, empty, limited
from model.document import Attachment, Document
from model.text import Text

_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|link|style|div|p|span|table|center"
    rb"|h[1-6]|section|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|zip|rar|ofd)$", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"(?:^|/)(?:download|downfile|attach)\w*\.(?:jsp|do|aspx?|php)$", re.IGNORECASE
)


def _read(data: bytes, source: str) -> Document:
    text, warnings = decode(data, source)
    try:
        page = parse(text)
    except etree.ParserError:
        raise empty(source) from None
    except TooDeep:
        raise damaged(source, Text("标签嵌套过深", "its elements are nested too deeply")) from None
    demand_few(sum(1 for _ in page.iter("td", "th")), source)
    hidden = without_hidden(page)
    blocks = limited(read_blocks(main_content(page)), source)
    attachments = tuple(_attachments(page))
    if not blocks and not attachments:
        raise empty(source)
    return Document(
        media_type="text/html",
        reader="html",
        blocks=blocks,
        meta=tuple(_meta(page)),
        attachments=attachments,
        warnings=(*warnings, *hidden),
    )


def _meta(page: HtmlElement) -> Iterator[tuple[str, str]]:
    for title in page.iterfind(".//head/title"):
        yield "title", one_line(printed(title.text_content()))
    for meta in page.iter("meta"):
        name = meta.get("name") or meta.get("property")
        content = meta.get("content")
        if name and content:
            yield name.strip(), one_line(printed(content))


def _attachments(page: HtmlElement) -> Iterator[Attachment]:
    seen: set[str] = set()
    for element in page.iter("a", "iframe", "embed", "object"):
        url = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if not url or url in seen:
            continue
        title = one_line(printed(element.text_content())) or element.get("title", "").strip()
        if _is_file(url) or (element.tag == "a" and _FILE.search(title)):
            seen.add(url)
            name = unquote(url.rpartition("/")[2])
            yield Attachment(url=url, title=title or name)


def _is_file(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme not in {"", "http", "https"}:
        return False
    return bool(_FILE.search(parts.path) or _DOWNLOAD.search(parts.path))


def _recognises(data: bytes, _name: str) -> bool:
    if _START.match(data[:8192]):
        return True
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return b"<html" in data[:8192].replace(b"\0", b"").lower()
    return False


READER = Reader(name="html", recognises=_recognises, read=_read, most_bytes=30_000_000)
