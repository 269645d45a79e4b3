"""What every reader of tables does the same way: narrative typed into a grid becomes lines again.

Pages are laid out with tables, and frames drawn around paragraphs look like tables. A sentence
must never be found only inside a table, where nobody reads or searches it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from extract.normalise import compact
from model.document import Block, Cell, Line, Table

# The longest label of the form has 45 characters; the note in table 3's corner has 38.
_LONGEST_LABEL = 60
_SECTION_HEADING = re.compile(r"^[一二三四五六][、.].*(?:情况|事项|措施)$")


def split_narrative(table: Table) -> Iterator[Block]:
    """The table, with rows that hold running text across all columns as lines in their place.

    A table of one column holds no numbers to read by label and row, so all of it becomes lines.
    """
    alone = _rows_of_one_cell(table)
    for is_narrative, rows in groupby(
        range(table.rows), lambda row: row in alone and _runs(alone[row], table)
    ):
        block = list(rows)
        if is_narrative:
            for row in block:
                yield from lines_of(alone[row])
        else:
            part = rows_of(table, block[0], block[-1] + 1)
            if part.cells:
                yield part


def lines_of(cell: Cell) -> Iterator[Line]:
    for text in cell.text.split("\n"):
        if text.strip():
            yield Line(text=text, place=cell.place)


def rows_of(table: Table, start: int, end: int) -> Table:
    """The rows from `start` to before `end` as a table of its own."""
    if (start, end) == (0, table.rows):
        return table
    cells = tuple(
        replace(cell, row=cell.row - start, row_span=min(cell.row_span, end - cell.row))
        for cell in table.cells
        if start <= cell.row < end
    )
    return Table(
        rows=end - start,
        columns=table.columns,
        cells=cells,
        place=cells[0].place if cells else table.place,
    )


def _rows_of_one_cell(table: Table) -> dict[int, Cell]:
    """Rows that consist of one cell of the table's full width, or of one with text."""
    alone: dict[int, Cell] = {}
    shared: set[int] = set()
    for cell in table.cells:
        rows = range(cell.row, cell.row + cell.row_span)
        if not cell.text.strip() and cell.row_span == 1:
            continue
        for row in rows:
            if row in alone or row in shared or cell.row_span > 1:
                shared.add(row)
                alone.pop(row, None)
            else:
                alone[row] = cell
    return alone


def _runs(cell: Cell, table: Table) -> bool:
    return table.columns == 1 or reads_as_narrative(cell.text)


def reads_as_narrative(text: str) -> bool:
    """Whether the text of a cell as wide as its table is a sentence or a section's heading."""
    text = compact(text)
    return len(text) > _LONGEST_LABEL or "。" in text or _SECTION_HEADING.match(text) is not None
