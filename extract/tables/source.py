"""A document prepared for reading its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.tables.items import Item, gather
from extract.tables.tokens import Token, tokenise
from model.document import Block, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    blocks: Sequence[Block]
    items: Sequence[Item]
    lines: Mapping[int, tuple[Token, ...]]
    """All tokens of each line or grid row, blank cells included."""


def prepare(document: Document) -> Source:
    tokens = tokenise(document.blocks)
    return Source(
        blocks=document.blocks,
        items=gather(tokens),
        lines={line: tuple(found) for line, found in groupby(tokens, lambda token: token.line)},
    )
