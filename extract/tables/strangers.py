"""What a table prints beside the labels and numbers of the form: rows it does not know, units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.tables.candidates import Candidate
from extract.tables.source import Source
from extract.tables.tokens import Role, Token
from extract.tables.values import read_unit, unit_behind
from extract.tables.vocabulary import Vocabulary
from model.place import Place

_SHORTEST_LABEL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRow:
    """A row of a table with a label that no row of the form has; its numbers are not guessed at."""

    text: str
    place: Place


def find_unknown(
    source: Source, vocabulary: Vocabulary, rows: Sequence[Candidate]
) -> Iterator[UnknownRow]:
    """Lines and grid rows between the first row of a table and its end that hold label and number.

    A grid ends where it ends; of lines nobody knows, so those behind the last row are left out.
    """
    taken = {
        token.line
        for row in rows
        for item in source.items[row.start : row.end]
        for token in item.tokens
    }
    last = max(taken)
    grids = {value.grid.block for row in rows for value in row.values if value.grid is not None}
    for line, tokens in source.lines.items():
        if line < min(taken) or line in taken:
            continue
        in_grid = tokens[0].grid is not None and tokens[0].grid.block in grids
        if (in_grid or line < last) and _is_row(tokens, vocabulary):
            text = " ".join(token.text for token in tokens if token.text)
            yield UnknownRow(text="".join(text.split("\n")), place=tokens[0].place)


def _is_row(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    if not any(token.value is not None and token.value.number is not None for token in tokens):
        return False
    labels = [token for token in tokens if token.role is Role.LABEL]
    return any(
        len(token.folded) >= _SHORTEST_LABEL and not vocabulary.is_fragment(token.folded)
        for token in labels
    )


def printed_unit(source: Source, row: Candidate) -> str | None:
    """The unit that stands between a row's label and its number, or in brackets behind it."""
    items = source.items[row.start : row.end]
    labels = [token for item in items if item.is_label for token in item.tokens]
    for token in reversed(labels):
        unit = read_unit(token.text)
        if unit is not None:
            return unit
    return unit_behind("".join(token.text for token in labels))
