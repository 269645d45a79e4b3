"""Reports whose running text is nearly the same: last year's copied, a neighbour's copied.

A signature is a MinHash of the text's pieces of five characters (Broder, "On the resemblance and
containment of documents", 1997), made of one byte for each of 64 hash functions. Figures, the year
and the agency's own name do not count: who copies changes these. Signatures that agree in nine of
ten places stand for texts that share about nine tenths of their pieces.
"""

import re
from collections.abc import Iterable, Sequence
from operator import eq

from rensa import RMinHash  # type: ignore[import-untyped]

from index.canonical import MARK, canonical
from index.layout import split_head
from index.values import IndexDocument

_FUNCTIONS = 64
_BANDS = 8
_ROWS = _FUNCTIONS // _BANDS
_ALIKE = 56
"""Equal places of two signatures: a resemblance of about 0.87."""
_PIECE = 5
_FEWEST = 40
"""Characters: what is shorter is too little to call a copy."""
_SEED = 2019
_WORD = re.compile(f"{MARK}[^{MARK}]+{MARK}")

SIGNATURES_VERSION = f"1.{RMinHash.ALGORITHM_VERSION}"

NO_SIGNATURE = b""
"""Of a text that is too short; it is like no other."""


def signature(document: IndexDocument, laid_out: str) -> bytes:
    _, body = split_head(laid_out)
    text = _WORD.sub("", body)
    for name in (document.agency_name, document.region_name):
        if name and (own := canonical(name)):
            text = text.replace(own, "")
    if len(text) < _FEWEST:
        return NO_SIGNATURE
    pieces = {text[start : start + _PIECE] for start in range(len(text) - _PIECE + 1)}
    hashes = RMinHash(num_perm=_FUNCTIONS, seed=_SEED)
    hashes.update(list(pieces))
    return bytes(value & 0xFF for value in hashes.digest())


def folded(
    ordered: Iterable[int], signatures: Sequence[bytes]
) -> list[tuple[int, tuple[int, ...]]]:
    """The documents in their order, each with those after it that are nearly like it.

    Every document under another resembles that one itself, not merely a third between them.
    """
    groups: dict[int, list[int]] = {}
    same: dict[bytes, int] = {}
    bands: list[dict[bytes, list[int]]] = [{} for _ in range(_BANDS)]
    for document in ordered:
        mark = signatures[document]
        first = same.get(mark) if mark else None
        if first is None and mark:
            first = _first_alike(mark, bands, signatures)
        if first is not None:
            groups[first].append(document)
            continue
        groups[document] = []
        if mark:
            for number, band in enumerate(bands):
                band.setdefault(mark[number * _ROWS : (number + 1) * _ROWS], []).append(document)
        same[mark] = document
    return [(document, tuple(alike)) for document, alike in groups.items()]


def _first_alike(
    mark: bytes, bands: Sequence[dict[bytes, list[int]]], signatures: Sequence[bytes]
) -> int | None:
    """Of those before it, the earliest one in the order of bands that is nearly the same."""
    tried: set[int] = set()
    for number, band in enumerate(bands):
        for other in band.get(mark[number * _ROWS : (number + 1) * _ROWS], ()):
            if other in tried:
                continue
            tried.add(other)
            if sum(map(eq, mark, signatures[other])) >= _ALIKE:
                return other
    return None
