"""Stretches of items that may be one row of the form: step four."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.tables.items import Item
from extract.tables.matching import Matcher
from extract.tables.tokens import Role, Token
from extract.tables.vocabulary import Target, Vocabulary

# In narrow columns a label takes up to 14 lines, with the row's values and a group among them.
_MOST_ITEMS = 20
_MOST_LABELS = 16
_LONGEST = 80
# A shade more than to skip it: `其他` in the head is no piece of （六）其他处理.
_GROUP_FRAGMENT = 0.16
# Characters before a digit by which it is told to belong to a label.
_OWN_WORDS = 4


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
    ambiguous: bool = False
    """Its label fits another row, too, that could stand in this place of the table."""

    @property
    def value_lines(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(token.line for token in self.values))

    def moved(self, by: int) -> "Candidate":
        """The same with its place counted from another item."""
        return replace(self, start=self.start + by, end=self.end + by)


def find_candidates(items: Sequence[Item], vocabulary: Vocabulary) -> Iterator[Candidate]:
    matcher = Matcher(vocabulary)
    items = tuple(_with_own_digits(items, vocabulary))
    widest = max(target.width for target in vocabulary.targets)
    for start in range(len(items)):
        if matcher.tears(items, start) or matcher.is_unit(items[start]):
            continue
        for end in _ends(items, start, widest):
            if matcher.tears(items, end) or _has_number_behind(items, end, matcher):
                continue
            stretch = items[start:end]
            labels = [item for item in stretch if item.is_label]
            if not 0 < len(labels) < len(stretch):
                continue
            rows = tuple(matcher.match(labels))
            if not rows:
                continue
            strangers = sum(matcher.is_group(item) for item in labels)
            values = _stated(stretch)
            side = _side([item for item in labels if not matcher.is_group(item)] or labels, values)
            if values[0].grid is not None and not _is_grid_row(side, values):
                continue
            for target, similarity in rows:
                gain = _gain(target, similarity, values) - strangers * _GROUP_FRAGMENT
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


def _ends(items: Sequence[Item], start: int, widest: int) -> Iterator[int]:
    """Where a row that begins at `start` may end; no row has more values than `widest`."""
    labels = characters = values = 0
    for end in range(start + 1, min(start + _MOST_ITEMS, len(items)) + 1):
        item = items[end - 1]
        labels += item.is_label
        characters += len(item.folded)
        values += 0 if item.is_label or item.is_blank else len(item.tokens)
        if labels > _MOST_LABELS or characters > _LONGEST or values > widest:
            return
        yield end


def _with_own_digits(items: Sequence[Item], vocabulary: Vocabulary) -> Iterator[Item]:
    """The items, with digits that a label's own words bring as pieces of it: `…相同信息计1条`."""
    words = ""
    for item in items:
        text = "".join(token.text for token in item.tokens)
        if not item.is_label and len(words) >= _OWN_WORDS and text.isdigit():
            own = words[-_OWN_WORDS:] + text
            if own in vocabulary.fragments:
                yield replace(item, is_label=True, folded=text)
                words = own
                continue
        yield item
        words = words + item.folded if item.is_label else ""


def _has_number_behind(items: Sequence[Item], end: int, matcher: Matcher) -> bool:
    """Whether a unit and its number follow, or the number: what stands before is a stray then."""
    return any(
        matcher.is_unit(items[unit]) and not items[unit + 1].is_label
        for unit in (end - 1, end)
        if unit + 1 < len(items)
    )


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
