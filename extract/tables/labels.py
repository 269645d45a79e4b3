"""Labels as they are compared: without white space, punctuation, brackets and widths."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from extract.normalise import compact

_SILENT = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """`（一） 予以\\n公开` → `一予以公开`. Ordinals stay: they tell rows apart."""
    return _SILENT.sub("", compact(text))


def similarity(left: str, right: str) -> float:
    """Share of characters that two folded labels have in common in order, 0 to 1."""
    return fuzz.ratio(left, right) / 100


def best_similarity(text: str, labels: Iterable[str]) -> float:
    """Similarity of a folded text with the closest of several labels as the form prints them."""
    return max((similarity(text, fold(label)) for label in labels), default=0.0)


def shared_characters(left: str, right: str) -> float:
    """Like `similarity` but blind to order, for heads whose cells were read crosswise."""
    return fuzz.ratio("".join(sorted(left)), "".join(sorted(right))) / 100
