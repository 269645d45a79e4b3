"""Tokens gathered into items, the units that are aligned with the form: step two.

An item is a label (the words of one cell, or of one line without tabs) or the values of one line.
Values that stand one a line are one item, however many lines they take.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.tables.tokens import Role, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    tokens: tuple[Token, ...]
    folded: str
    """The label's text; empty for values."""
    lines: tuple[int, int]
    """First and last line."""
    is_label: bool
    is_blank: bool
    """Values that are all blank cells of a grid."""


def gather(tokens: Sequence[Token]) -> tuple[Item, ...]:
    """Blank cells are values only where a row has no others; positions are looked up later."""
    items: list[Item] = []
    for _, in_line in groupby(tokens, key=lambda token: token.line):
        items += _line_items(_without_padding(list(in_line)))
    return tuple(_join_columns(items))


def _without_padding(tokens: list[Token]) -> list[Token]:
    labels = [index for index, token in enumerate(tokens) if token.role is Role.LABEL]
    has_values = any(token.role is Role.VALUE for token in tokens)
    if has_values:
        return [token for token in tokens if token.role is not Role.BLANK]
    if not labels:
        return tokens
    return [
        token
        for index, token in enumerate(tokens)
        if token.role is not Role.BLANK or index > labels[-1]
    ]


def _line_items(tokens: list[Token]) -> list[Item]:
    items = []
    for key, run in groupby(
        tokens, key=lambda token: token.part if token.role is Role.LABEL else None
    ):
        members = tuple(run)
        items.append(_item(members, is_label=key is not None))
    return items


def _item(tokens: tuple[Token, ...], *, is_label: bool) -> Item:
    return Item(
        tokens=tokens,
        folded="".join(token.folded for token in tokens) if is_label else "",
        lines=(tokens[0].line, tokens[-1].line),
        is_label=is_label,
        is_blank=all(token.role is Role.BLANK for token in tokens),
    )


def _join_columns(items: list[Item]) -> Iterator[Item]:
    """Lines of a single value each, one below the other, become one item."""
    on_line = Counter(token.line for item in items for token in item.tokens)

    def is_alone(item: Item) -> bool:
        return (
            not item.is_label
            and item.tokens[0].grid is None
            and len(item.tokens) == on_line[item.tokens[0].line] == 1
        )

    for alone, run in groupby(items, key=is_alone):
        if alone:
            yield _item(tuple(token for item in run for token in item.tokens), is_label=False)
        else:
            yield from run
