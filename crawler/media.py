"""What kind of thing an entity is, by its first bytes and by what the server called it."""

import re
from urllib.parse import urlsplit

from parsel import Selector
from w3lib.encoding import html_to_unicode

_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)",
    re.IGNORECASE | re.DOTALL,
)
_DOCUMENT_TYPES = re.compile(
    r"^(?:text/|image/|application/(?:pdf|msword|rtf|xhtml\+xml|ofd|octet-stream|x-download|force-download"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml|vnd\.ms-works|wps-office|kswps|vnd\.ms-word))"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DOCUMENT_MAGIC = (b"%PDF", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"{\\rtf")
FILE_ENDINGS = (".pdf", ".doc", ".docx", ".wps")
"""Attachments that may hold a report."""


def is_html(body: bytes, media_type: str | None) -> bool:
    """Bytes first: error pages come as application/pdf, and pages as text/plain."""
    if body.startswith(_DOCUMENT_MAGIC):
        return False
    if _HTML.match(body[:2048]):
        return True
    return (media_type or "").lower().startswith(("text/html", "application/xhtml"))


def may_hold_a_report(body: bytes, media_type: str | None) -> bool:
    """Whether a reader for such things is thinkable; scripts, feeds and films hold no report."""
    if body.startswith(_DOCUMENT_MAGIC):
        return True
    return media_type is None or _DOCUMENT_TYPES.match(media_type.lower()) is not None


def is_file_url(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(FILE_ENDINGS)


def to_source(body: bytes, media_type: str | None) -> str:
    """The page as text: by the charset of the header, else of the page, else by its bytes.

    A charset may be left over from a template: Chinese in UTF-8 is UTF-8, whatever they say.
    """
    charset, text = html_to_unicode(media_type, body, auto_detect_fun=_charset_of)
    if charset != "utf-8" and _charset_of(body) == "utf-8":
        by_bytes = body.decode("utf-8")
        return by_bytes if _CHINESE.search(by_bytes) else text
    return text


def _charset_of(body: bytes) -> str:
    """Of a page that declares none: UTF-8 cannot be mistaken, and the rest is GB18030."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def to_html(source: str) -> Selector:
    # An empty document cannot be parsed into a tree.
    return Selector(text=source or "<html></html>", type="html")
