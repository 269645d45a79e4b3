"""BM25 on whole phrases: how often a phrase stands in a document, against how rare it is.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. A phrase
counts as one term, so that it is not drowned by its common parts. Occurrences in title, headings
and the agency's name count more (`index.layout.HEAD_WEIGHT`).

A word of two characters that is seen as a word (`index.words`) adds what occurrences alone can
never reach: 民政部门 comes before any number of 人民政府.
"""

from collections.abc import Iterable, Sequence
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


def scored(
    documents: Sequence[int],
    phrases: Iterable[tuple[Sequence[int], bytes, float]],
    damped: Sequence[float],
) -> dict[int, float]:
    """A score for each document.

    Of each phrase: its occurrences in every document there is, 1 for each where it is seen as a
    word, and its `rarity`. `damped` is the `damping` of every document.
    """
    dampings = [damped[one] for one in documents]
    totals = [0.0] * len(documents)
    for counts, seen, weight in phrases:
        most = weight * (SATURATION + 1)
        met, words = (map(column.__getitem__, documents) for column in (counts, seen))
        # One pass without a call: a common word stands in most documents.
        totals = [
            total + most * (count / (count + damp) + word) if count else total
            for total, count, damp, word in zip(totals, met, dampings, words, strict=True)
        ]
    return dict(zip(documents, totals, strict=True))
