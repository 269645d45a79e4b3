"""What the form expects of one table, folded for comparison: rows, heads and fragments of them."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from extract.forms import BlockDefinition, RowDefinition, TableDefinition
from extract.tables.labels import fold

_SHORTEST_PIECE = 2
_LONGEST_PIECE = 45
_GAP = "\n"  # occurs in no folded text, so that no fragment reaches across two labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One row of the table to be found."""

    index: int
    """Its place in the order of the table's rows."""
    block: int
    row: RowDefinition
    width: int
    """Number of its cells."""
    merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    targets: tuple[Target, ...]
    """Rows with labels, in the form's order."""
    texts: tuple[str, ...]
    """Everything a row's label cells may say, folded: its labels, alone and after its groups."""
    owners: tuple[int, ...]
    """For each of `texts`, the index of its target."""
    anchors: frozenset[str]
    """Folded labels of rows, columns and heads that mark a place where the table may stand."""
    fragments: str
    """All labels of the table: a piece of one of them is no stranger inside the table."""
    frame: str
    """All labels but those of rows: heads, columns and groups."""
    group_fragments: str
    """What stands beside the rows' labels and is none of them: merged cells at their left, which
    wrap and interrupt them, headings, units."""
    headings: frozenset[str]
    """Folded labels that are printed among the rows and have no number."""
    units: frozenset[str]
    """Folded units, where a column of the table gives one for each row."""

    def is_fragment(self, folded: str) -> bool:
        """Whether the text is a piece of a label, or pieces of several run together."""
        return folded in self.fragments or _is_made_of(folded, self.fragments)

    def is_frame_fragment(self, folded: str) -> bool:
        return folded in self.frame

    def is_group_fragment(self, folded: str) -> bool:
        return folded in self.group_fragments


def _is_made_of(text: str, fragments: str) -> bool:
    """`科研社会公法律服务`: three heads of which a line of text took the first words each."""
    while len(text) >= _SHORTEST_PIECE:
        sizes = range(min(len(text), _LONGEST_PIECE), _SHORTEST_PIECE - 1, -1)
        size = next((size for size in sizes if text[:size] in fragments), None)
        if size is None:
            return False
        text = text[size:]
    return not text


@lru_cache(maxsize=64)
def vocabulary(table: TableDefinition) -> Vocabulary:
    targets = _targets(table)
    spellings = [
        (text, target.index) for target in targets for text in dict.fromkeys(_spellings(target.row))
    ]
    heads = [text for block in table.blocks for text in _head_texts(block)]
    headings = [fold(label) for block in table.blocks for label in block.headings]
    units = dict.fromkeys(fold(target.row.unit) for target in targets if target.row.unit)
    groups = list(
        dict.fromkeys(
            chain((fold(g) for target in targets for g in target.row.groups), headings, units)
        )
    )
    rows = [fold(label) for target in targets for label in target.row.labels]
    return Vocabulary(
        targets=targets,
        texts=tuple(text for text, _ in spellings),
        owners=tuple(owner for _, owner in spellings),
        anchors=frozenset(chain(heads, rows, groups)) - units.keys(),
        fragments=_GAP.join(chain(heads, rows, groups)),
        frame=_GAP.join(chain(heads, groups)),
        group_fragments=_GAP.join(groups),
        headings=frozenset(headings),
        units=frozenset(units),
    )


def _targets(table: TableDefinition) -> tuple[Target, ...]:
    labelled = [
        (number, row, len(block.columns))
        for number, block in enumerate(table.blocks)
        for row in block.rows
        if row.labels
    ]
    return tuple(
        Target(index=index, block=number, row=row, width=width, merged=bool(row.merges))
        for index, (number, row, width) in enumerate(labelled)
    )


def _spellings(row: RowDefinition) -> list[str]:
    groups = [fold(group) for group in row.groups]
    prefixes = {"", *groups, "".join(groups)}
    return [prefix + fold(label) for label in row.labels for prefix in sorted(prefixes, key=len)]


def _head_texts(block: BlockDefinition) -> list[str]:
    texts = [fold(label) for label in block.head]
    for column in block.columns:
        texts += [fold(group) for group in column.groups]
        texts += [fold(label) for label in column.labels]
    return texts


def head_characters(block: BlockDefinition) -> str:
    """All a complete head says, each head cell once, in the form's order."""
    parts = [fold(label) for label in block.head]
    above: tuple[str, ...] = ()
    for column in block.columns:
        parts += [fold(group) for group in column.groups if group not in above]
        parts.append(fold(column.labels[0]))
        above = column.groups
    return "".join(parts)
