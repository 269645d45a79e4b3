"""One HTTP transaction as the crawler hands it over."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from model.ids import Digest
from storage.archive.coding import content_codings, contradicts, decode, explodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response, as they went over the wire."""

    url: str
    """As requested: absolute, ASCII, without a fragment."""
    at: datetime
    """When the request was sent; time zone aware."""
    method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: bytes = b""
    status: int
    reason: str = ""
    protocol: str = "HTTP/1.1"
    response_headers: tuple[tuple[str, str], ...]
    body: bytes
    """As sent (still content-encoded) where that is known, without the transfer coding.

    A body that does not agree with its headers is archived all the same; the headers that would
    break a replay are then kept under `X-Orig-…`.
    """
    ip_address: str | None = None
    """Where the answer came from."""
    tls_exception: str | None = None
    """What the host was allowed in TLS, and why; None when its certificate was verified as usual.
    Such an answer may be what somebody in the middle said."""
    truncated: str | None = None
    """Why the body is not whole: `length`, `time`, `disconnect` or `unspecified`."""

    def payload(self) -> bytes:
        """The entity: the body with its content coding undone."""
        decoded = decode(self.body, content_codings(self.response_headers))
        return self.body if decoded is None else decoded

    def is_left_coded(self) -> bool:
        """Whether `payload` is still content-coded: a bomb, damaged, or a coding we do not undo."""
        codings = content_codings(self.response_headers)
        return decode(self.body, codings) is None and not contradicts(self.body, codings)

    def is_bomb(self) -> bool:
        """Whether the body would grow beyond every measure when its content coding is undone."""
        return explodes(self.body, content_codings(self.response_headers))

    def payload_digest(self) -> Digest:
        """The key under which the entity is known: ask `Database.holder_of` for it."""
        return Digest(sha256(self.payload()).hexdigest())

    def header(self, name: str) -> str | None:
        """The first response header of this name."""
        wanted = name.lower()
        return next((v for n, v in self.response_headers if n.lower() == wanted), None)
