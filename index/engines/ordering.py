"""The order of what was found."""

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nlargest, nsmallest

from index.counting import Sought, nowhere
from index.docsets import to_mask
from index.engines.snapshot import Snapshot
from index.matching import MOST_RANKED, Matching
from index.needles import Needle, occurrences
from index.ranking import SATURATION, rarity, scored
from index.values import Known
from model.errors import SearchError
from model.text import Text

Counts = Sequence[int]
"""Occurrences in each document there is."""

_MOST_GUESSED = 5_000
"""Documents of a phrase that are ranked where its occurrences are not known; others follow, newest
first. Twice as many where some are words and some not."""


def order(
    snapshot: Snapshot, sort: str, known: Known, scores: Mapping[int, float]
) -> Callable[[int], tuple[float, int]]:
    """Smallest first. Equals stand newest first, then by id, so that pages never overlap."""
    newest = snapshot.columns.newest_first
    if sort == "newest":
        return lambda document: (0.0, newest[document])
    if sort == "relevance":
        return lambda document: (-scores.get(document, 0.0), newest[document])
    if sort not in known.numbers:
        raise _no_such_order(sort, known)
    numbers, reports = known.numbers[sort], snapshot.columns.reports
    places = {number: -at for at, number in enumerate(sorted(set(numbers.values())))}
    return lambda document: (
        places.get(numbers.get(reports[document]), 1.0),  # type: ignore[arg-type]
        newest[document],
    )


def first_of(
    found: Sequence[int],
    key: Callable[[int], tuple[float, int]],
    scores: Mapping[int, float],
    most: int,
) -> list[int]:
    """The first documents in the order of `key`, which stands by `scores` where there are any."""
    if len(scores) >= most:
        # Few can be among the first: only they are compared in full.
        least = nlargest(most, scores.values())[-1]
        found = [one for one in found if scores.get(one, 0.0) >= least]
    return nsmallest(most, found, key=key)


def relevance(
    snapshot: Snapshot, matching: Matching, found: Sequence[int], sought: Sequence[Sought]
) -> dict[int, float]:
    """A score for each document found. See `index.ranking`."""
    if not sought:
        return {}
    sought = sorted(sought, key=lambda one: matching.most(one[0]))[:MOST_RANKED]
    told = [_told(snapshot, matching, one) for one in sought]
    scoring = _Scoring(snapshot, sought)
    if all(counts is not None for counts in told):
        return scoring.scores(found, [counts for counts in told if counts is not None])
    if len(found) <= snapshot.most_rescored:
        return scoring.scores(found, _counted(snapshot, sought, found))
    guesses = scoring.guesses(set(found))
    chosen = nlargest(snapshot.most_rescored, guesses, key=guesses.__getitem__)
    read = scoring.scores(chosen, _counted(snapshot, sought, chosen))
    return _below(guesses, read) | read


def _told(snapshot: Snapshot, matching: Matching, sought: Sought) -> Counts | None:
    counted = matching.counts.get(sought)
    needle, section = sought
    return counted if counted is not None or section else snapshot.weights(needle)


def _counted(
    snapshot: Snapshot, sought: Sequence[Sought], documents: Sequence[int]
) -> Sequence[Counts]:
    """Each text is read once: that costs more than looking for one more phrase in it."""
    counts = [nowhere(len(snapshot.columns)) for _ in sought]
    for one in documents:
        text = snapshot.text(one)
        for counted, (needle, section) in zip(counts, sought, strict=True):
            if found := occurrences(needle, section, text):
                counted[one] = found
    return counts


def _below(guesses: Mapping[int, float], scores: Mapping[int, float]) -> dict[int, float]:
    """The guesses of what was not read, none above what was."""
    lowest = min(scores.values(), default=0.0)
    highest = max((guess for one, guess in guesses.items() if one not in scores), default=1.0)
    scale = lowest / highest if highest > lowest else 1.0
    return {one: guess * scale for one, guess in guesses.items() if one not in scores}


class _Scoring:
    def __init__(self, snapshot: Snapshot, sought: Sequence[Sought]) -> None:
        size = len(snapshot.columns)
        self._snapshot = snapshot
        self._sought = sought
        self._weights = [
            rarity(size, min(map(snapshot.frequency, one.tokens), default=size))
            for one, _section in sought
        ]
        self._seen = [
            to_mask(snapshot.seen_as_word(one.text), size) if _could_be_word(one) else bytes(size)
            for one, _section in sought
        ]

    def scores(self, documents: Sequence[int], counts: Sequence[Counts]) -> dict[int, float]:
        phrases = zip(counts, self._seen, self._weights, strict=True)
        return scored(documents, phrases, self._snapshot.columns.dampings)

    def guesses(self, found: Collection[int]) -> dict[int, float]:
        """Of those that any phrase makes likely; words before what only looks like them."""
        guesses: dict[int, float] = {}
        for (needle, _section), seen, weight in zip(
            self._sought, self._seen, self._weights, strict=True
        ):
            bonus = weight * (SATURATION + 1)
            room = {0: _MOST_GUESSED, 1: _MOST_GUESSED}
            for one, impression in zip(*self._snapshot.impressions(needle), strict=True):
                if one in found and room[seen[one]]:
                    room[seen[one]] -= 1
                    guesses[one] = guesses.get(one, 0.0) + impression + bonus * seen[one]
        return guesses


def _could_be_word(sought: Needle) -> bool:
    return len(sought.text) == 2 and sought.tokens == (sought.text,)


def _no_such_order(sort: str, known: Known) -> SearchError:
    orders = ("relevance", "newest", *known.numbers)
    return SearchError(
        sort,
        Text("没有这种排序", "there is no such order"),
        Text(f"可以写：{'、'.join(orders)}", f"it can be: {', '.join(orders)}"),
    )
