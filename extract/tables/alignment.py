"""The best way to read a stretch of items as the rows of a table, in the form's order: step five.

Dynamic programming over places in the text and rows of the form. A row may be missing, strangers
may stand between rows (page numbers, heads, fragments of merged cells), nothing is used twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.tables.candidates import Candidate, Side, find_candidates
from extract.tables.items import Item
from extract.tables.vocabulary import Vocabulary

_SKIP_FRAME = 0.15
_SKIP_STRANGER = 1.0
_SKIP_VALUES = 2.0
# More than half of what a row is worth.
_CLEARLY_BETTER = 8.0
_AS_SIMILAR = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Which items are which rows; positions are those of the window's items."""

    rows: tuple[Candidate, ...]
    """In the form's order, which is the order of the text."""
    score: float


@dataclass(frozen=True, slots=True)
class _Step:
    """The best reading of the items up to some place that ends with a row of the form."""

    score: float
    previous: "_Step | None"
    row: Candidate | None


_NOTHING = _Step(0.0, None, None)


def align(items: Sequence[Item], vocabulary: Vocabulary) -> Alignment:
    candidates = tuple(find_candidates(items, vocabulary))
    best = _align_all(items, vocabulary, candidates)
    return replace(best, rows=_told_apart(best.rows, candidates, vocabulary))


def _align_all(
    items: Sequence[Item], vocabulary: Vocabulary, candidates: Sequence[Candidate]
) -> Alignment:
    below = [c for c in candidates if c.side is not Side.ABOVE]
    above = [c for c in candidates if c.side is not Side.BELOW]
    if len(below) == len(above) == len(candidates):
        return _align_unmixed(items, vocabulary, candidates)
    return _agreed(
        _align_unmixed(items, vocabulary, below), _align_unmixed(items, vocabulary, above)
    )


def _told_apart(
    rows: Sequence[Candidate], candidates: Sequence[Candidate], vocabulary: Vocabulary
) -> tuple[Candidate, ...]:
    """Rows, marked where one of the rows missing around them has the same label.

    Between two rows that are certain, everything may have moved.
    """
    fitting: dict[tuple[int, int], list[Candidate]] = {}
    for candidate in candidates:
        fitting.setdefault((candidate.start, candidate.end), []).append(candidate)
    kept = list(rows)
    changed = True
    while changed:
        changed = False
        for place, row in enumerate(kept):
            before = [other.target.index for other in kept[:place] if not other.ambiguous]
            behind = [other.target.index for other in kept[place + 1 :] if not other.ambiguous]
            free = range(max(before, default=-1) + 1, min(behind, default=len(vocabulary.targets)))
            if not row.ambiguous and any(
                other.target is not row.target
                and other.target.index in free
                and other.similarity >= row.similarity - _AS_SIMILAR
                for other in fitting[row.start, row.end]
            ):
                kept[place] = replace(row, ambiguous=True)
                changed = True
    return tuple(kept)


def _agreed(left: Alignment, right: Alignment) -> Alignment:
    """Values on lines of their own stand all below or all above their labels in one table.

    When a label at one end is lost, both readings fit, with every row moved by one. Then only the
    rows that are the same in both are kept.
    """
    better, other = sorted((left, right), key=lambda choice: -choice.score)
    if better.score - other.score >= _CLEARLY_BETTER:
        return better
    common = {(row.target.index, row.values) for row in other.rows}
    return Alignment(
        rows=tuple(row for row in better.rows if (row.target.index, row.values) in common),
        score=better.score,
    )


def _align_unmixed(
    items: Sequence[Item], vocabulary: Vocabulary, candidates: Sequence[Candidate]
) -> Alignment:
    """A report prints a merged row or its parts. Both together are one of them misread."""
    merged = {target.row.id for target in vocabulary.targets if target.merged}
    parts = {part for target in vocabulary.targets for part in target.row.merges}
    choices = [
        _align(items, vocabulary, [c for c in candidates if c.target.row.id not in excluded])
        for excluded in ([merged, parts] if merged else [merged])
    ]
    return max(choices, key=lambda choice: choice.score)


def _align(
    items: Sequence[Item], vocabulary: Vocabulary, candidates: Sequence[Candidate]
) -> Alignment:
    by_start: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_start.setdefault(candidate.start, []).append(candidate)
    width = len(vocabulary.targets) + 1
    # best[place][rows]: the best reading that uses items before `place` for rows before `rows`.
    best: list[list[_Step | None]] = [[None] * width for _ in range(len(items) + 1)]
    winner = _NOTHING
    for place in range(len(items) + 1):
        best[place][0] = _NOTHING
        reached = _best_up_to(best[place])
        winner = max(winner, reached[-1], key=lambda step: step.score)
        if place < len(items):
            _skip(best[place], best[place + 1], _skip_cost(items[place], vocabulary))
        for candidate in by_start.get(place, ()):
            _take(candidate, reached[candidate.target.index], best[candidate.end])
    return _trace(winner)


def _best_up_to(steps: Sequence[_Step | None]) -> list[_Step]:
    """For each number of rows: the best reading that has used no more rows than that."""
    reached: list[_Step] = []
    best = _NOTHING
    for step in steps:
        if step is not None and step.score > best.score:
            best = step
        reached.append(best)
    return reached


def _skip(here: Sequence[_Step | None], there: list[_Step | None], cost: float) -> None:
    for rows, step in enumerate(here):
        if step is None or step is _NOTHING:
            continue
        score = step.score - cost
        known = there[rows]
        if score > 0 and (known is None or score > known.score):
            there[rows] = _Step(score, step.previous, step.row)


def _take(candidate: Candidate, before: _Step, there: list[_Step | None]) -> None:
    score = before.score + candidate.gain
    rows = candidate.target.index + 1
    known = there[rows]
    if known is None or score > known.score:
        there[rows] = _Step(score, before, candidate)


def _skip_cost(item: Item, vocabulary: Vocabulary) -> float:
    if item.is_blank:
        return 0.0
    if not item.is_label:
        return _SKIP_VALUES
    if all(vocabulary.is_frame_fragment(token.folded) for token in item.tokens):
        return _SKIP_FRAME
    return _SKIP_STRANGER


def _trace(winner: _Step) -> Alignment:
    rows: list[Candidate] = []
    step: _Step | None = winner
    while step is not None:
        if step.row is not None:
            rows.append(step.row)
        step = step.previous
    return Alignment(rows=tuple(reversed(rows)), score=winner.score)
