"""HTTP codings: from the bytes a server sent to the entity itself.

Only gzip and deflate are undone. Other codings (br, zstd) would need a library that one machine has
and another lacks, and the digest of a payload must be the same on both; we never ask for them.
"""

import re
import zlib

DECODED_LIMIT = 1 << 28
"""Octets. A body that would grow beyond this is a trap: it is kept coded."""

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_WINDOWS = {
    "gzip": (_GZIP_WINDOW,),
    "x-gzip": (_GZIP_WINDOW,),
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),  # with the zlib wrapper, or bare as some send it
}


def content_codings(headers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The codings of a response in the order they were applied, `identity` left out."""
    values = [value for name, value in headers if name.lower() == "content-encoding"]
    names = [part.strip().lower() for value in values for part in value.split(",")]
    return tuple(name for name in names if name and name != "identity")


def decode(body: bytes, codings: tuple[str, ...]) -> bytes | None:
    """The entity, or None when `body` is not coded that way (or we do not undo that coding).

    A body that was cut short gives what can be decoded of it.
    """
    for coding in reversed(codings):
        decoded = _undo(body, coding)
        if decoded is None:
            return None
        body = decoded
    return body


def unchunk(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """Without the transfer coding. We archive none; other programs keep it, or only its header."""
    values = (value for name, value in headers if name.lower() == "transfer-encoding")
    if not any("chunked" in value.lower() for value in values):
        return body
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK.match(body, position):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        position = match.end() + size
        if body.startswith(b"\r\n", position):
            position += 2
    # Cut short inside a chunk: what came counts. Not in chunks at all: only the header was kept.
    return b"".join(parts) if parts and position >= len(body) else body


def contradicts(body: bytes, codings: tuple[str, ...]) -> bool:
    """Whether `body` is certainly not coded as its headers say."""
    windows = _WINDOWS.get(codings[-1], ()) if codings and body else ()
    return bool(windows) and all(_begins(body, window) is False for window in windows)


def explodes(body: bytes, codings: tuple[str, ...]) -> bool:
    """Whether undoing the outermost coding would go beyond DECODED_LIMIT."""
    windows = _WINDOWS.get(codings[-1], ()) if codings else ()
    return any(_inflated_length(body, window) > DECODED_LIMIT for window in windows)


def _inflated_length(body: bytes, window: int) -> int:
    """As far as it can be told, and no further than just beyond the limit."""
    length = 0
    inflater = zlib.decompressobj(window)
    rest = body
    while rest and length <= DECODED_LIMIT and not inflater.eof:
        try:
            length += len(inflater.decompress(rest, 1 << 20))
        except zlib.error:
            break
        rest = inflater.unconsumed_tail
    return length


def _begins(body: bytes, window: int) -> bool:
    try:
        zlib.decompressobj(window).decompress(body, 1)
    except zlib.error:
        return False
    return True


def _undo(body: bytes, coding: str) -> bytes | None:
    if not body:
        return body
    for window in _WINDOWS.get(coding, ()):
        decoded = _inflate(body, window)
        if decoded is not None:
            return decoded
    return None


def _inflate(body: bytes, window: int) -> bytes | None:
    whole = bytearray()
    rest = body
    while rest:
        inflater = zlib.decompressobj(window)
        try:
            whole += inflater.decompress(rest, DECODED_LIMIT + 1 - len(whole))
        except zlib.error:
            # Bytes that follow a complete member are padding; anything else is not this coding.
            return bytes(whole) if rest is not body else None
        if len(whole) > DECODED_LIMIT:
            return None
        rest = inflater.unused_data
    return bytes(whole)
