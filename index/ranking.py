"""BM25 on whole phrases: how often a phrase stands in a document, against how rare it is.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. A phrase
counts as one term, so that it is not drowned by its common parts. Only documents that match are
compared with each other, so their own average length is the yardstick.
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


def scores(
    counts: Sequence[Sequence[int]], lengths: Sequence[int], weights: Sequence[float]
) -> list[float]:
    """One score a document. `counts[document][phrase]`, lengths in any unit, a weight a phrase."""
    average = sum(lengths) / len(lengths) if lengths else 1.0
    found = []
    for row, length in zip(counts, lengths, strict=True):
        damping = SATURATION * (1 - LENGTH + LENGTH * length / (average or 1.0))
        found.append(
            sum(
                weight * count * (SATURATION + 1) / (count + damping)
                for count, weight in zip(row, weights, strict=True)
                if count
            )
        )
    return found
