"""BM25 on whole phrases: how often a phrase stands in a document, against how rare it is.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. A phrase
counts as one term, so that it is not drowned by its common parts. Occurrences in title, headings
and the agency's name count more (`index.layout.HEAD_WEIGHT`).

A word of two characters that is seen as a word (`index.words`) adds what occurrences alone can
never reach: 民政部门 comes before any number of 人民政府.
"""

from collections.abc import Sequence
from math import log

SATURATION = 1.2
"""k1: how soon further occurrences stop to matter."""
LENGTH = 0.75
"""b: how far a long text's occurrences count less."""


def rarity(documents: int, containing: int) -> float:
    """The weight of a phrase, always positive; `containing` may be an upper bound."""
    return log(1 + (documents - containing + 0.5) / (containing + 0.5))


def damping(length: int, average: float) -> float:
    """What a document's length makes of an occurrence in it; both in the same unit."""
    return SATURATION * (1 - LENGTH + LENGTH * length / (average or 1.0))


def score(
    counts: Sequence[float], seen_as_words: Sequence[bool], weights: Sequence[float], damped: float
) -> float:
    """Of one document; one count, one sight and one `rarity` a phrase."""
    total = 0.0
    for count, seen, weight in zip(counts, seen_as_words, weights, strict=True):
        if count:
            total += weight * (SATURATION + 1) * (count / (count + damped) + seen)
    return total
