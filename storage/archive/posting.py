"""The URL under which the answer to a POST is looked up.

Two POSTs to one URL are two questions. Replay tools tell them apart by putting the form behind the
URL: `…/dataproxy.jsp?startrecord=1&__wb_method=POST&columnid=7`; so do we.
"""

from base64 import b64encode
from urllib.parse import unquote_plus

from storage.archive.identity import clean_uri

FORM = "application/x-www-form-urlencoded"


def lookup_url(url: str, method: str, body: bytes, media_type: str | None) -> str:
    """The URL itself for a GET; two requests have the same one only when they are the same."""
    if method == "GET":
        return url
    query = query_of(body, media_type)
    return clean_uri(f"{url}{'&' if '?' in url else '?'}__wb_method={method}&{query}".rstrip("&"))


def query_of(body: bytes, media_type: str | None) -> str:
    """What was posted, in the words of a query."""
    if (media_type or "").startswith(FORM):
        try:
            return unquote_plus(body.decode())
        except UnicodeDecodeError:
            pass
    return f"__wb_post_data={b64encode(body).decode()}" if body else ""
