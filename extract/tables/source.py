"""A document prepared for reading its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from extract.tables.items import Item, gather
from extract.tables.tokens import Token, tokenise
from model.document import Block, Document

# A long report has some thousands. Beyond this it is no report, and time is bounded.
_MOST_TOKENS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    blocks: Sequence[Block]
    items: Sequence[Item]
    lines: Mapping[int, tuple[Token, ...]]
    """All tokens of each line or grid row, blank cells included."""
    is_whole: bool
    """Whether the document was looked at to its end."""


def prepare(document: Document) -> Source:
    tokens = tuple(islice(tokenise(document.blocks), _MOST_TOKENS + 1))
    kept = tokens[:_MOST_TOKENS]
    return Source(
        blocks=document.blocks,
        items=gather(kept),
        lines={line: tuple(found) for line, found in groupby(kept, lambda token: token.line)},
        is_whole=len(tokens) == len(kept),
    )
