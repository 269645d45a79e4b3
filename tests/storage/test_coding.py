"""Content codings, as servers really apply and misapply them."""

import gzip
import zlib

import pytest

from storage.archive import coding
from storage.archive.coding import content_codings, contradicts, decode

BODY = "一、总体情况".encode() * 50
BARE = zlib.compressobj(wbits=-15)
BARE_DEFLATE = BARE.compress(BODY) + BARE.flush()


@pytest.mark.parametrize(
    ("body", "codings", "expected"),
    [
        (BODY, (), BODY),
        (gzip.compress(BODY), ("gzip",), BODY),
        (gzip.compress(BODY), ("x-gzip",), BODY),
        (zlib.compress(BODY), ("deflate",), BODY),
        (BARE_DEFLATE, ("deflate",), BODY),
        (gzip.compress(zlib.compress(BODY)), ("deflate", "gzip"), BODY),
        (gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), ("gzip",), BODY),
        (gzip.compress(BODY) + b"\0\0\0padding", ("gzip",), BODY),
        (b"", ("gzip",), b""),
        (BODY, ("gzip",), None),
        (BODY, ("br",), None),
    ],
    ids=[
        "plain",
        "gzip",
        "x-gzip",
        "deflate",
        "bare deflate",
        "two codings",
        "two members",
        "padding",
        "empty",
        "not coded as said",
        "not undone here",
    ],
)
def test_decoding(body: bytes, codings: tuple[str, ...], expected: bytes | None) -> None:
    assert decode(body, codings) == expected


def test_a_body_cut_short_gives_what_there_is() -> None:
    cut = decode(gzip.compress(BODY)[:-12], ("gzip",))
    assert cut is not None
    assert BODY.startswith(cut)


def test_a_bomb_is_kept_coded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "DECODED_LIMIT", 1000)
    assert decode(gzip.compress(b"0" * 1000), ("gzip",)) == b"0" * 1000
    assert decode(gzip.compress(b"0" * 1001), ("gzip",)) is None


def test_only_a_certain_contradiction_counts() -> None:
    assert contradicts(BODY, ("gzip",))
    assert not contradicts(BODY, ("br",))
    assert not contradicts(BODY, ())
    assert not contradicts(b"", ("gzip",))
    assert not contradicts(BARE_DEFLATE, ("deflate",))


def test_codings_are_read_in_the_order_applied() -> None:
    headers = (("content-encoding", "Deflate, identity"), ("Content-Encoding", " GZIP "))
    assert content_codings(headers) == ("deflate", "gzip")
