"""How Whoosh keeps our tokens: a weight a document and no positions."""

from collections.abc import Iterable
from typing import Any

from whoosh.formats import Existence

Posting = tuple[str, int, float, bytes]


class Weighted(Existence):  # type: ignore[misc]
    """Takes finished (token, weight) pairs.

    Whoosh pickles this class by its name into an index: it stays where it is, and so does what it
    means, or `index.engines.whoosh_store.VERSION` changes.
    """

    def word_values(
        self, value: Iterable[tuple[str, float]], _analyzer: Any, **_options: Any
    ) -> Iterable[Posting]:
        return ((token, 1, weight, b"") for token, weight in value)
