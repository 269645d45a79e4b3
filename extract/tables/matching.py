"""How much a stretch of label items is like a row's label, and whether its values are its own."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from extract.tables.items import Item
from extract.tables.labels import fold
from extract.tables.vocabulary import Target, Vocabulary

_LEAST_SIMILAR = 55.0
# `行政许可` may lose a character, but with a strange one in its place it is another word.
_SHORT = 4
_LEAST_SIMILAR_SHORT = 80.0


class Matcher:
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
        return not self.is_group(left if left.is_label else right)

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
            strange = [item for item in neighbours if not self.is_group(item)]
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

    def is_group(self, item: Item) -> bool:
        return all(self._vocabulary.is_group_fragment(token.folded) for token in item.tokens)

    def is_unit(self, item: Item) -> bool:
        return item.is_label and item.folded in self._vocabulary.units

    def _readings(self, labels: Sequence[Item]) -> set[str]:
        """The label with and without what may be a fragment of a merged cell at its left."""
        tokens = [token for label in labels for token in label.tokens]
        own = [t.folded for t in tokens if not self._vocabulary.is_group_fragment(t.folded)]
        return {"".join(label.folded for label in labels), "".join(own)} - {""}

    def _similarities(self, text: str) -> dict[int, float]:
        if text in self._vocabulary.headings:
            return {}  # to the letter a heading: no row's damaged label
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
