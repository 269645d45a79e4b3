"""Where in a document a table may stand: step three. Linear in the length of the document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.tables.items import Item
from extract.tables.vocabulary import Vocabulary

# Items between two anchors of one table at most: in narrow columns few labels stay in one piece.
_GAP = 150
# Items before the first and after the last anchor that may belong to the table, label fragments.
_MARGIN = 80
_FEWEST_ANCHORS = 3
_MOST_WINDOWS = 4
# The largest table, one cell a line, has about 350 items.
_MOST_ITEMS = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    start: int
    end: int
    """Items from `start` to before `end`."""
    anchors: int
    """Number of different labels of the table seen in it."""


def find_windows(items: Sequence[Item], vocabulary: Vocabulary) -> tuple[Window, ...]:
    """The most promising places first."""
    hits = [
        (index, text)
        for index, item in enumerate(items)
        for text in anchors_in((item,), vocabulary)
    ]
    windows = [_window(cluster, len(items)) for cluster in _clusters(hits)]
    windows = [window for window in windows if window.anchors >= _FEWEST_ANCHORS]
    windows.sort(key=lambda window: (-window.anchors, window.start))
    return tuple(windows[:_MOST_WINDOWS])


def anchors_in(items: Sequence[Item], vocabulary: Vocabulary) -> Iterator[str]:
    for item in items:
        if item.is_label:
            texts = {item.folded, *(token.folded for token in item.tokens)}
            yield from texts & vocabulary.anchors


def _clusters(hits: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    clusters: list[list[tuple[int, str]]] = []
    for hit in hits:
        if (
            clusters
            and hit[0] - clusters[-1][-1][0] <= _GAP
            and hit[0] - clusters[-1][0][0] <= _MOST_ITEMS
        ):
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
    return clusters


def _window(cluster: list[tuple[int, str]], items: int) -> Window:
    return Window(
        start=max(0, cluster[0][0] - _MARGIN),
        end=min(items, cluster[-1][0] + 1 + _MARGIN),
        anchors=len({text for _, text in cluster}),
    )
