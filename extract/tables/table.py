"""One table of one form, read from a document's items: windows, rows, columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.forms import BlockDefinition, TableDefinition
from extract.tables.alignment import align
from extract.tables.candidates import Candidate, Side
from extract.tables.columns import RowReading, read_row
from extract.tables.doubts import Doubt
from extract.tables.expected import expected_rows
from extract.tables.heads import find_heads
from extract.tables.labels import fold, similarity
from extract.tables.layouts import layouts
from extract.tables.source import Source
from extract.tables.strangers import UnknownRow, find_unknown, printed_unit
from extract.tables.tokens import Token
from extract.tables.unlabelled import find_unlabelled, head_begins
from extract.tables.vocabulary import Vocabulary, vocabulary
from extract.tables.windows import Window, anchors_in, find_windows

# Labels less alike than this may be others.
CLEAR = 0.75
# A table of which less than this was found may be another table that shares some words.
_LEAST_FOUND = 0.25
_FEWEST_ROWS = 2
_MOST_HEAD_ITEMS = 60
# So many values beside a label of the form are its row even where the head is lost. Fewer are not:
# budgets have rows called 行政许可 and 行政事业性收费, too.
_TELLING_WIDTH = 5
_TELLING_ROWS = 10
# Share of a window's labels that must come again for a second printing.
_LEAST_REPEATED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    table: TableDefinition
    """In the layout in which it is printed."""
    rows: tuple[RowReading, ...]
    """In the form's order, without the rows that were not found."""
    items: tuple[int, int]
    """The items that are the table, its head included."""
    score: float
    """To compare places where the table may stand; not between tables."""
    unknown: tuple[UnknownRow, ...] = ()


def read_tables(source: Source, table: TableDefinition) -> tuple[TableReading, ...]:
    """Every place of the document where the table was recognised, the best first."""
    for layout in layouts(table):
        readings = _read_layout(source, layout)
        if readings:
            return readings
    return ()


def _read_layout(source: Source, table: TableDefinition) -> tuple[TableReading, ...]:
    known = vocabulary(table)
    readings = [
        reading
        for window in find_windows(source.items, known)
        for reading in _read_repeatedly(source, table, known, window)
    ]
    return tuple(sorted(readings, key=lambda reading: (-reading.score, reading.items)))


def _read_repeatedly(
    source: Source, table: TableDefinition, known: Vocabulary, window: Window
) -> Iterator[TableReading]:
    """A table printed twice, one right after the other, is one window."""
    reading = _read_window(source, table, known, window)
    if reading is None:
        return
    yield reading
    for start, end in ((window.start, reading.items[0]), (reading.items[1], window.end)):
        anchors = len(set(anchors_in(source.items[start:end], known)))
        if anchors > _LEAST_REPEATED * window.anchors:
            rest = Window(start=start, end=end, anchors=anchors)
            again = _read_window(source, table, known, rest)
            if again is not None:
                yield again


def _read_window(
    source: Source, table: TableDefinition, known: Vocabulary, window: Window
) -> TableReading | None:
    candidates, score = _find_rows(source, table, known, window)
    if not candidates:
        return None
    first, last = candidates[0].start, candidates[-1].end
    rows = tuple(_read_rows(source, table, candidates))
    if not _recognised(known, rows, candidates):
        return None
    return TableReading(
        table=table,
        rows=rows,
        items=(head_begins(source.items, first, known), last),
        score=score,
        unknown=tuple(find_unknown(source, known, candidates)),
    )


def _find_rows(
    source: Source, table: TableDefinition, known: Vocabulary, window: Window
) -> tuple[tuple[Candidate, ...], float]:
    """Rows with their place among all items of the document."""
    items = source.items[window.start : window.end]
    if known.targets:
        alignment = align(items, known)
        rows, score = alignment.rows, alignment.score
    else:
        row = find_unlabelled(items, known, table.blocks[0])
        rows, score = ((row,), row.similarity) if row else ((), 0.0)
    return tuple(row.moved(window.start) for row in rows), score


def _read_rows(
    source: Source, table: TableDefinition, candidates: Sequence[Candidate]
) -> list[RowReading]:
    rows: list[RowReading] = []
    earlier: list[Candidate] = []
    complete = _is_complete(table, candidates)
    for index, block in enumerate(table.blocks):
        own = [row for row in candidates if row.target.block == index]
        if own:
            above = _tokens_above(source, earlier, own[0])
            heads = find_heads(source, block, own, earlier, above)
            # Where every row is there and has one number, no head is needed to tell whose it is.
            has_head = _has_head(block, above) or (complete and len(own) >= _TELLING_ROWS)
            rows += [
                read_row(
                    row,
                    [token for line in row.value_lines for token in source.lines[line]],
                    heads=heads,
                    doubt=_doubt(source, candidates, row, has_head=has_head, complete=complete),
                    unit=printed_unit(source, row) if row.target.row.unit else None,
                )
                for row in own
            ]
            earlier += own
    return rows


def _is_complete(table: TableDefinition, candidates: Sequence[Candidate]) -> bool:
    """Whether all rows were found whole: else values on lines of their own may be a lost row's."""
    whole = {row.target.row.id for row in candidates if len(row.values) == row.target.width}
    return all(row.id in whole for row in expected_rows(table, whole) if row.labels)


def _tokens_above(source: Source, earlier: Sequence[Candidate], first: Candidate) -> list[Token]:
    begin = earlier[-1].end if earlier else max(0, first.start - _MOST_HEAD_ITEMS)
    return [token for item in source.items[begin : first.start] for token in item.tokens]


def _has_head(block: BlockDefinition, above: Sequence[Token]) -> bool:
    """Whether a column's label stands above, in one cell, wrapped, or run into the next one."""
    labels = [fold(label) for column in block.columns for label in column.labels]
    text = "".join(token.folded for token in above)
    return any(label in text for label in labels) or any(
        similarity(token.folded, label) >= CLEAR for token in above for label in labels
    )


def _doubt(
    source: Source,
    candidates: Sequence[Candidate],
    row: Candidate,
    *,
    has_head: bool,
    complete: bool,
) -> Doubt | None:
    if row.similarity < CLEAR or row.ambiguous:
        return Doubt.LABEL_UNCLEAR
    if row.target.row.labels and not has_head:
        return Doubt.HEAD_UNCLEAR
    if row.side is not Side.BESIDE and row.target.row.labels and not complete:
        return Doubt.ROW_UNCLEAR
    if len(row.value_lines) > 1 and _may_hold_stranger(source, candidates, row):
        return Doubt.STRAY_NUMBER
    if _may_go_on(source, candidates, row):
        return Doubt.STRAY_NUMBER
    return None


def _may_hold_stranger(source: Source, candidates: Sequence[Candidate], row: Candidate) -> bool:
    """A row pieced together: is one of its numbers perhaps a page number, and its own outside?"""
    pieces = [item for item in source.items[row.start : row.end] if not item.is_label]
    if len(pieces) > 1 and any(piece.lines[0] != piece.lines[1] for piece in pieces):
        return True
    for place in (row.start - 1, row.end):
        if 0 <= place < len(source.items):
            item = source.items[place]
            taken = any(other.start <= place < other.end for other in candidates)
            if not (item.is_label or item.is_blank or taken):
                return True
    return False


def _may_go_on(source: Source, candidates: Sequence[Candidate], row: Candidate) -> bool:
    """Numbers that nobody has, on the line below a row without borders: the last digits of its
    cells perhaps, which narrow columns put on a second line."""
    last = row.values[-1]
    below = row.end
    while below > row.start and source.items[below - 1].lines[0] > last.line:
        below -= 1
    if below >= len(source.items) or last.grid is not None:
        return False
    if any(other.start <= below < other.end for other in candidates if other is not row):
        return False
    item = source.items[below]
    alone = all(token in item.tokens for token in source.lines[item.lines[0]])
    if item.is_label or not alone or item.tokens[0].grid is not None:
        return False
    return len(item.tokens) <= len(row.values) and all(t.text.isdigit() for t in item.tokens)


def _recognised(
    known: Vocabulary, rows: Sequence[RowReading], candidates: Sequence[Candidate]
) -> bool:
    """Whether this is our table: enough rows with a clear label and the right number of cells."""
    if not known.targets:
        return bool(rows) and _is_usable(rows[0])
    clear = [
        row
        for row, candidate in zip(rows, candidates, strict=True)
        if candidate.similarity >= CLEAR
        and (row.doubt != Doubt.HEAD_UNCLEAR or len(row.cells) >= _TELLING_WIDTH)
        and _is_usable(row)
    ]
    return len(clear) >= max(_FEWEST_ROWS, _LEAST_FOUND * len(known.targets))


def _is_usable(row: RowReading) -> bool:
    return bool(row.loose) or any(token is not None for token in row.cells)
