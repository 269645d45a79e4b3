"""Archived content as it is: served below its own path, where nothing of it can run.

It comes from sites that we do not control. The browser is told to treat it as a stranger (CSP
`sandbox`: no script, no form, no link to the rest of this origin), to fetch nothing, and to believe
the type we give and no other. What is no web page and no picture is offered as a file.
"""

from urllib.parse import quote, unquote, urlsplit

from fastapi import APIRouter, Response

from extract.original import Kind
from model.capture import Capture
from model.errors import NotFoundError
from model.ids import CaptureId
from model.text import Text
from storage.database import Database
from web.site import SiteNow

router = APIRouter()

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "Content-Security-Policy": SANDBOX,
    "X-Frame-Options": "SAMEORIGIN",
    # With the stricter value browsers show no sandboxed page that is opened alone.
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "X-Robots-Tag": "noindex",
    # What an archived record holds never changes.
    "Cache-Control": "private, max-age=86400",
}
_PNG = b"\x89PNG"
_LONGEST_NAME = 120


@router.get("/archived/{capture}")
def archived(site: SiteNow, capture: str) -> Response:
    """For a frame: a web page in UTF-8 or a picture; anything else as a file."""
    found = capture_called(site.database, capture)
    kind = site.viewer.kind(found)
    if kind is Kind.PAGE:
        page = site.viewer.text(found)
        return Response(page, media_type="text/html; charset=utf-8", headers=_HEADERS)
    data = site.viewer.payload(found)
    if kind is Kind.PICTURE:
        media_type = "image/png" if data.startswith(_PNG) else "image/jpeg"
        return Response(data, media_type=media_type, headers=_HEADERS)
    return _file(found, data)


@router.get("/archived/{capture}/download")
def download(site: SiteNow, capture: str) -> Response:
    """The very bytes, as a file."""
    found = capture_called(site.database, capture)
    return _file(found, site.viewer.payload(found))


def capture_called(database: Database, capture: str) -> Capture:
    """Raises: NotFoundError."""
    found = database.captures([CaptureId(capture)]).get(CaptureId(capture))
    if found is None:
        raise NotFoundError(
            capture[:60],
            Text("不是存档快照的编号", "is no id of a capture"),
            Text("请从报告页进入", "begin with the page of a report"),
        )
    return found


def _file(capture: Capture, data: bytes) -> Response:
    named = quote(file_name(capture), safe="")
    headers = {
        **_HEADERS,
        "Content-Disposition": f"attachment; filename*=UTF-8''{named}",
        "Digest": f"sha-256={capture.payload_digest}",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


def file_name(capture: Capture) -> str:
    """The end of its address, or its digest: a name that is safe on any disk."""
    last = unquote(urlsplit(capture.url).path).replace(":", "/").rpartition("/")[2]
    kept = "".join(char for char in last if char.isalnum() or char in "-_.")
    return kept.lstrip(".")[-_LONGEST_NAME:] or f"{capture.payload_digest[:12]}.bin"
