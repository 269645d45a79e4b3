"""A Word table as a grid: merged cells in one piece, tables that only lay a page out unfolded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml.etree import _Element as Element

from extract.normalise import compact
from extract.readers.docx_xml import number, switched_on, value, w
from extract.readers.grid import split_narrative
from model.document import Block, Cell, Line, Table
from model.place import Place

# Word itself allows 63 columns; without a bound, one attribute could ask for a billion.
_MOST_COLUMNS = 1000
# Longer than any label or note in a cell of the form: a layout cell that holds an article.
_LONGEST_CELL = 200
_PROPERTIES, _SPAN = w("tcPr"), w("gridSpan")
_DOWNWARDS, _SIDEWARDS = w("vMerge"), w("hMerge")
_WRAPPERS = frozenset({w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What stands in a cell, and where its first paragraph stands in the document."""

    blocks: tuple[Block, ...]
    place: Place


@dataclass(slots=True, kw_only=True)
class _Placed:
    row: int
    column: int
    down: int = 1
    across: int
    content: Content


def read_table(table: Element, read_cell: Callable[[Element], Content]) -> Iterator[Block]:
    """Unfolded, cell after cell, if it holds tables or articles; else its grid."""
    rows = [row for row in _inside(table, w("tr")) if not _is_gone(row)]
    cells = _place(rows, read_cell)
    if _is_layout(cells):
        for cell in cells:
            yield from cell.content.blocks
    elif cells:
        yield from split_narrative(_grid(cells, len(rows)))


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row; content controls and revisions may wrap them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _is_gone(row: Element) -> bool:
    """Deleted by a reviser, or hidden."""
    properties = row.find(w("trPr"))
    if properties is None:
        return False
    return properties.find(w("del")) is not None or switched_on(properties.find(w("hidden")))


def _place(rows: list[Element], read_cell: Callable[[Element], Content]) -> list[_Placed]:
    placed: list[_Placed] = []
    merging: dict[int, _Placed] = {}  # by column: the cell above that may go on downwards
    for index, row in enumerate(rows):
        going_on: dict[int, _Placed] = {}
        column = _skipped(row)
        last: _Placed | None = None
        for element in _inside(row, w("tc")):
            properties = element.find(_PROPERTIES)
            across = min(_columns(properties), _MOST_COLUMNS - column)
            if across < 1:
                break
            content = read_cell(element)
            vertical = _merge(properties, _DOWNWARDS)
            above = merging.get(column) if vertical == "continue" else None
            if _merge(properties, _SIDEWARDS) == "continue" and last is not None:
                last.across += across
            elif above is not None and above.across == across:
                # Word prints nothing of what a file may hold in the cells it merged away.
                above.down += 1
                last = going_on[column] = above
            else:
                last = _Placed(row=index, column=column, across=across, content=content)
                placed.append(last)
                if vertical is not None:
                    going_on[column] = last
            column += across
        merging = going_on
    return placed


def _skipped(row: Element) -> int:
    """Grid columns before the first cell."""
    before = number(row.find(f"{w('trPr')}/{w('gridBefore')}"))
    return min(max(before or 0, 0), _MOST_COLUMNS)


def _columns(cell: Element | None) -> int:
    return 1 if cell is None else max(number(cell.find(_SPAN)) or 1, 1)


def _merge(cell: Element | None, direction: str) -> str | None:
    """`restart`, `continue` or None. Without a value, the element says `continue`."""
    mark = None if cell is None else cell.find(direction)
    return None if mark is None else value(mark) or "continue"


def _is_layout(cells: list[_Placed]) -> bool:
    if any(isinstance(block, Table) for cell in cells for block in cell.content.blocks):
        return True
    shared = {one.row for one, other in pairwise(cells) if one.row == other.row}
    return any(cell.row in shared and _is_long(_text(cell)) for cell in cells)


def _is_long(text: str) -> bool:
    return len(text) > _LONGEST_CELL and len(compact(text)) > _LONGEST_CELL


def _text(cell: _Placed) -> str:
    return "\n".join(block.text.strip() for block in cell.content.blocks if isinstance(block, Line))


def _grid(cells: list[_Placed], rows: int) -> Table:
    return Table(
        rows=rows,
        columns=max(cell.column + cell.across for cell in cells),
        cells=tuple(
            Cell(
                row=cell.row,
                column=cell.column,
                row_span=cell.down,
                column_span=cell.across,
                text=_text(cell),
                place=cell.content.place,
            )
            for cell in cells
        ),
        place=cells[0].content.place,
    )
