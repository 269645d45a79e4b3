"""A row without a label, known by the head right above it: table 4."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.forms import BlockDefinition
from extract.tables.candidates import Candidate, Side
from extract.tables.items import Item
from extract.tables.labels import shared_characters
from extract.tables.vocabulary import Target, Vocabulary, head_characters

# Heads lose or repeat a cell, or bring a word of their own.
_ALIKE = 0.8
_MOST_HEAD_ITEMS = 60
_MOST_STRANGERS = 1


def find_unlabelled(
    items: Sequence[Item], vocabulary: Vocabulary, block: BlockDefinition
) -> Candidate | None:
    """The values below the head that is most like the form's."""
    target = Target(index=0, block=0, row=block.rows[0], width=len(block.columns), merged=False)
    expected = head_characters(block)
    best: Candidate | None = None
    for start, end in _value_runs(items):
        head_start = head_begins(items, start, vocabulary)
        head = "".join(item.folded for item in items[head_start:start])
        alike = shared_characters(head, expected)
        if alike < _ALIKE or (best is not None and alike <= best.similarity):
            continue
        complete = [item for item in items[start:end] if len(item.tokens) == target.width]
        taken = complete[:1] or list(items[start:end])
        best = Candidate(
            start=start,
            end=end,
            target=target,
            similarity=alike,
            values=tuple(token for item in taken for token in item.tokens),
            side=Side.BELOW,
            gain=0.0,
        )
    return best


def _value_runs(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    for is_label, run in groupby(range(len(items)), key=lambda index: items[index].is_label):
        if not is_label:
            indexes = list(run)
            yield indexes[0], indexes[-1] + 1


def head_begins(items: Sequence[Item], below: int, vocabulary: Vocabulary) -> int:
    """Walk up from an item over pieces of the table's head; returns the first of them."""
    begins = below
    strangers = 0
    for index in range(below - 1, max(-1, below - 1 - _MOST_HEAD_ITEMS), -1):
        item = items[index]
        if item.is_blank:
            continue
        known = item.is_label and all(vocabulary.is_fragment(t.folded) for t in item.tokens)
        if known:
            begins = index
        elif not item.is_label or strangers == _MOST_STRANGERS or len(item.folded) > 20:
            break
        else:
            strangers += 1
    return begins
