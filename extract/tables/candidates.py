"""Stretches of items that may be one row of the form: step four."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process

from extract.tables.items import Item
from extract.tables.labels import fold
from extract.tables.tokens import Role, Token
from extract.tables.vocabulary import Target, Vocabulary

# A label wraps over four lines at most, with the row's values and a group's fragments among them.
_MOST_ITEMS = 12
_MOST_LABELS = 8
_LEAST_SIMILAR = 55.0
# `规章` with one strange character is no `规章` any more.
_SHORT = 4
_LEAST_SIMILAR_SHORT = 75.0
_LONGEST = 110


class Side(StrEnum):
    """Where a row's values stand in the text."""

    BESIDE = "beside"
    """On a line of the label."""
    BETWEEN = "between"
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Items `start` to before `end` read as the row `target`."""

    start: int
    end: int
    target: Target
    similarity: float
    """Of its label with the form's, 0 to 1."""
    values: tuple[Token, ...]
    side: Side
    gain: float

    @property
    def value_lines(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(token.line for token in self.values))

    def moved(self, by: int) -> "Candidate":
        """The same with its place counted from another item."""
        return replace(self, start=self.start + by, end=self.end + by)


def find_candidates(items: Sequence[Item], vocabulary: Vocabulary) -> Iterator[Candidate]:
    matcher = _Matcher(vocabulary)
    for start in range(len(items)):
        if matcher.tears(items, start):
            continue
        for end in _ends(items, start):
            if matcher.tears(items, end):
                continue
            stretch = items[start:end]
            labels = [item for item in stretch if item.is_label]
            values = _stated(stretch)
            if not labels or not values:
                continue
            side = _side(labels, values)
            if values[0].grid is not None and not _is_grid_row(side, values):
                continue
            for target, similarity in matcher.match(labels):
                gain = _gain(target, similarity, values)
                if gain > 0 and matcher.own_values(target, similarity, stretch):
                    yield Candidate(
                        start=start,
                        end=end,
                        target=target,
                        similarity=similarity,
                        values=values,
                        side=side,
                        gain=gain,
                    )


def _ends(items: Sequence[Item], start: int) -> Iterator[int]:
    labels = characters = 0
    for end in range(start + 1, min(start + _MOST_ITEMS, len(items)) + 1):
        item = items[end - 1]
        labels += item.is_label
        characters += len(item.folded)
        if labels > _MOST_LABELS or characters > _LONGEST:
            return
        yield end


class _Matcher:
    """Compares label items with the rows of the form; each text is looked up once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._merged = {
            fold(label)
            for target in vocabulary.targets
            if target.merged
            for label in target.row.labels
        }
        self._known: dict[str, dict[int, float]] = {}

    def match(self, labels: Sequence[Item]) -> Iterator[tuple[Target, float]]:
        best: dict[int, float] = {}
        for text in self._readings(labels):
            for index, score in self._similarities(text).items():
                best[index] = max(score, best.get(index, 0.0))
        for index, score in best.items():
            yield self._vocabulary.targets[index], score / 100

    def tears(self, items: Sequence[Item], at: int) -> bool:
        """Whether a row that begins or ends here takes the values of a line and not its label."""
        if not 0 < at < len(items):
            return False
        left, right = items[at - 1], items[at]
        if left.is_label == right.is_label or left.lines[1] != right.lines[0]:
            return False
        return not self._is_group(left if left.is_label else right)

    def own_values(self, target: Target, similarity: float, stretch: Sequence[Item]) -> bool:
        """Whether the labels next to the values help to make up the row's label.

        If not, they belong to a row whose label we cannot read, and `target` has lost its own.
        """
        labels = [item for item in stretch if item.is_label]
        if len(labels) == 1:
            return True
        own = [fold(label) for label in target.row.labels]
        beside = _beside_values(stretch)
        for neighbours in beside:
            strange = [item for item in neighbours if not self._is_group(item)]
            if not strange and len(beside) > 1:
                strange = [item for item in neighbours if item.folded in self._merged]
            others = [item for item in labels if item not in strange]
            if not strange or not others:
                continue
            without = max((found for row, found in self.match(others) if row is target), default=0)
            # `1.本机关不掌握` is a whole label of some reports and the first line of others'.
            pieces = all(any(item.folded in label for label in own) for item in strange)
            if without > similarity or (without == similarity and not pieces):
                return False
        return True

    def _is_group(self, item: Item) -> bool:
        return all(self._vocabulary.is_group_fragment(token.folded) for token in item.tokens)

    def _readings(self, labels: Sequence[Item]) -> set[str]:
        """The label with and without what may be a fragment of a merged cell at its left."""
        tokens = [token for label in labels for token in label.tokens]
        own = [t.folded for t in tokens if not self._vocabulary.is_group_fragment(t.folded)]
        return {"".join(token.folded for token in tokens), "".join(own)} - {""}

    def _similarities(self, text: str) -> dict[int, float]:
        if text not in self._known:
            found: dict[int, float] = {}
            for known, score, position in process.extract(
                text,
                self._vocabulary.texts,
                scorer=fuzz.ratio,
                score_cutoff=_LEAST_SIMILAR,
                limit=None,
            ):
                owner = self._vocabulary.owners[position]
                if len(known) > _SHORT or score >= _LEAST_SIMILAR_SHORT:
                    found[owner] = max(score, found.get(owner, 0.0))
            self._known[text] = found
        return self._known[text]


def _gain(target: Target, similarity: float, values: Sequence[Token]) -> float:
    """What the reading is worth: up to 10 for the label, up to 4 for the values.

    A label without values is worth nothing: it heads a group, or its values are lost.
    """
    gain = (similarity - 0.5) * 20
    missing = target.width - len(values)
    gain += {0: 4, 1: 1, 2: 0}.get(missing, -8)
    return gain - (1 if target.merged else 0)


def _side(labels: Sequence[Item], values: Sequence[Token]) -> Side:
    first, last = values[0].line, values[-1].line
    if any(
        _on_line_of(token, value) for item in labels for token in item.tokens for value in values
    ):
        return Side.BESIDE
    if labels[0].lines[0] > last:
        return Side.ABOVE
    return Side.BELOW if labels[-1].lines[1] < first else Side.BETWEEN


def _is_grid_row(side: Side, values: Sequence[Token]) -> bool:
    return side is Side.BESIDE and len({value.line for value in values}) == 1


def _on_line_of(label: Token, value: Token) -> bool:
    if label.grid is None or value.grid is None:
        return label.line == value.line
    same_grid = label.grid.block == value.grid.block
    return same_grid and label.grid.row <= value.grid.row < label.grid.bottom


def _stated(stretch: Sequence[Item]) -> tuple[Token, ...]:
    """Blank cells are the row's values only when it has no others: a row cut by a page break
    leaves an empty half."""
    tokens = [token for item in stretch if not item.is_label for token in item.tokens]
    filled = tuple(token for token in tokens if token.role is not Role.BLANK)
    return filled or tuple(tokens)


def _beside_values(stretch: Sequence[Item]) -> list[list[Item]]:
    """The labels on each line of values; else the nearest one before the values or after them."""
    labels = [item for item in stretch if item.is_label]
    lines = dict.fromkeys(
        token.line for item in stretch if not item.is_label for token in item.tokens
    )
    beside = [[item for item in labels if item.lines[0] == line] for line in lines]
    if any(beside):
        return [found for found in beside if found]
    at = next(index for index, item in enumerate(stretch) if not item.is_label)
    return [[item for item in stretch[:at] if item.is_label][-1:] or labels[:1]]
