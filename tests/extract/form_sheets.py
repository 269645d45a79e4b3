"""Builds filled forms in the shapes that real reports come in, from any form definition.

Figures are texts as printed, by measure id; a missing one is printed as `0`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from extract.forms import BlockDefinition, FormDefinition, RowDefinition, TableDefinition
from model.document import Block, Cell, Document, Line, Table
from model.ids import MeasureId
from model.place import Place

Figures = Mapping[MeasureId, str]


@dataclass(frozen=True, kw_only=True)
class SheetCell:
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One filled table."""

    title: str
    cells: tuple[SheetCell, ...]
    columns: int

    @property
    def grid_rows(self) -> list[list[SheetCell]]:
        return [list(row) for _, row in groupby(self.cells, key=lambda cell: cell.row)]


_TITLES = {
    "s": "附表",
    "t2": "二、主动公开政府信息情况",
    "t3": "三、收到和处理政府信息公开申请情况",
    "t4": "四、政府信息公开行政复议、行政诉讼情况",
}


def rows_of(table: TableDefinition, *, merged: bool = False) -> list[RowDefinition]:
    """The rows as printed: merged rows instead of their parts, or without them."""
    rows = [row for block in table.blocks for row in block.rows]
    hidden = {part for row in rows for part in row.merges} if merged else set()
    return [row for row in rows if row.id not in hidden and (merged or not row.merges)]


def cells_of(form: FormDefinition, *, merged: bool = False) -> list[MeasureId]:
    return [
        cell for table in form.tables for row in rows_of(table, merged=merged) for cell in row.cells
    ]


def fill(form: FormDefinition, figures: Figures, *, merged: bool = False) -> list[Sheet]:
    build = {
        "s": _statistics_sheet,
        "t2": _blocks_sheet,
        "t3": _applications_sheet,
        "t4": _remedies_sheet,
    }
    return [build[table.id](table, figures, merged=merged) for table in form.tables]


def _values(row: RowDefinition, figures: Figures) -> list[str]:
    return [figures.get(cell, "0") for cell in row.cells]


def _blocks_sheet(table: TableDefinition, figures: Figures, *, merged: bool) -> Sheet:
    width = max(len(block.columns) for block in table.blocks)
    cells: list[SheetCell] = []
    row = 0
    for block in table.blocks:
        cells.append(SheetCell(row=row, column=0, columns=width + 1, text=block.head[0]))
        heads = [column.labels[0] for column in block.columns]
        lines = [(block.head[1], heads)]
        lines += [(r.labels[0], _values(r, figures)) for r in block.rows]
        for number, (label, texts) in enumerate(lines, start=row + 1):
            cells.append(SheetCell(row=number, column=0, text=label))
            cells += _spread(number, 1, texts, width)
        row += 1 + len(lines)
    return Sheet(title=_TITLES[table.id], cells=tuple(cells), columns=width + 1)


def _spread(row: int, first: int, texts: Sequence[str], width: int) -> list[SheetCell]:
    """The last cell takes the columns that are left."""
    return [
        SheetCell(
            row=row,
            column=first + index,
            columns=1 if index < len(texts) - 1 else width - len(texts) + 1,
            text=text,
        )
        for index, text in enumerate(texts)
    ]


def _applications_sheet(table: TableDefinition, figures: Figures, *, merged: bool) -> Sheet:
    (block,) = table.blocks
    cells = _applications_head(block)
    rows = rows_of(table, merged=merged)
    for number, row in enumerate(rows, start=3):
        groups = row.groups
        for depth, group in enumerate(groups):
            before = rows[number - 4].groups if number > 3 else ()
            if before[: depth + 1] != groups[: depth + 1]:
                same = sum(r.groups[: depth + 1] == groups[: depth + 1] for r in rows)
                cells.append(SheetCell(row=number, column=depth, rows=same, text=group))
        depth = len(groups)
        cells.append(SheetCell(row=number, column=depth, columns=3 - depth, text=row.labels[0]))
        cells += _spread(number, 3, _values(row, figures), 7)
    return Sheet(title=_TITLES[table.id], cells=tuple(cells), columns=10)


def _applications_head(block: BlockDefinition) -> list[SheetCell]:
    labels = [column.labels[0] for column in block.columns]
    return [
        SheetCell(row=0, column=0, rows=3, columns=3, text=block.head[0]),
        SheetCell(row=0, column=3, columns=7, text=block.head[1]),
        SheetCell(row=1, column=3, rows=2, text=labels[0]),
        SheetCell(row=1, column=4, columns=5, text=block.columns[1].groups[0]),
        SheetCell(row=1, column=9, rows=2, text=labels[6]),
        *(SheetCell(row=2, column=4 + index, text=text) for index, text in enumerate(labels[1:6])),
    ]


def _statistics_sheet(table: TableDefinition, figures: Figures, *, merged: bool) -> Sheet:
    """Indicator, unit, number; headings stand among the rows, somewhere."""
    (block,) = table.blocks
    printed: list[tuple[str, ...]] = [("统计指标", "单位", block.columns[0].labels[0])]
    headings = list(block.headings)
    for number, row in enumerate(rows_of(table, merged=merged)):
        if headings and number % 8 == 0:
            printed.append((headings.pop(0), "——", "——"))
        printed.append((f"　　{row.labels[0]}", row.unit or "", *_values(row, figures)))
    cells = tuple(
        SheetCell(row=number, column=column, text=text)
        for number, line in enumerate(printed)
        for column, text in enumerate(line)
    )
    return Sheet(title=_TITLES[table.id], cells=cells, columns=3)


def _remedies_sheet(table: TableDefinition, figures: Figures, *, merged: bool) -> Sheet:
    (block,) = table.blocks
    labels = [column.labels[0] for column in block.columns]
    groups = list(dict.fromkeys(g for column in block.columns for g in column.groups))
    cells = [
        SheetCell(row=0, column=0, columns=5, text=groups[0]),
        SheetCell(row=0, column=5, columns=10, text=groups[1]),
        *(SheetCell(row=1, column=i, rows=2, text=labels[i]) for i in range(5)),
        SheetCell(row=1, column=5, columns=5, text=groups[2]),
        SheetCell(row=1, column=10, columns=5, text=groups[3]),
        *(SheetCell(row=2, column=i, text=labels[i]) for i in range(5, 15)),
        *_spread(3, 0, _values(block.rows[0], figures), 15),
    ]
    return Sheet(title=_TITLES[table.id], cells=tuple(cells), columns=15)


def relabel(sheets: Sequence[Sheet], spell: Callable[[str], str]) -> list[Sheet]:
    """The same figures under labels spelt in another way."""
    return [
        replace(
            sheet,
            cells=tuple(
                cell if _is_figure(cell.text) else replace(cell, text=spell(cell.text))
                for cell in sheet.cells
            ),
        )
        for sheet in sheets
    ]


def document(blocks: Sequence[Block]) -> Document:
    return Document(media_type="text/plain", reader="text", blocks=tuple(blocks))


def lines(texts: Sequence[str]) -> list[Block]:
    return [Line(text=text, place=Place(line=n)) for n, text in enumerate(texts, start=1)]


def as_grids(sheets: Sequence[Sheet]) -> Document:
    blocks: list[Block] = []
    for sheet in sheets:
        blocks += [Line(text=sheet.title, place=Place(line=1)), grid(sheet)]
    return document(blocks)


def grid(sheet: Sheet) -> Table:
    return Table(
        rows=max(cell.row for cell in sheet.cells) + 1,
        columns=sheet.columns,
        cells=tuple(
            Cell(
                row=cell.row,
                column=cell.column,
                row_span=cell.rows,
                column_span=cell.columns,
                text=cell.text,
                place=Place(line=cell.row + 1),
            )
            for cell in sheet.cells
        ),
        place=Place(line=1),
    )


def as_html(sheets: Sequence[Sheet]) -> str:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>年报</title></head><body>"]
    for sheet in sheets:
        parts.append(f"<p>{sheet.title}</p><table border='1'>")
        for row in sheet.grid_rows:
            tds = (
                f"<td rowspan='{c.rows}' colspan='{c.columns}'><p>{escape(c.text)}</p></td>"
                for c in row
            )
            parts.append(f"<tr>{''.join(tds)}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"])


def as_tabs(sheets: Sequence[Sheet]) -> Document:
    """Every grid position a cell, positions covered by a span empty."""
    texts: list[str] = []
    for sheet in sheets:
        texts += ["", sheet.title, ""]
        for row in sheet.grid_rows:
            cells = [""] * sheet.columns
            for cell in row:
                cells[cell.column] = cell.text
            texts.append("\t".join(cells))
    return document(lines(texts))


def as_cells_per_line(sheets: Sequence[Sheet], *, indent: str = "\t") -> Document:
    texts: list[str] = []
    for sheet in sheets:
        texts += [sheet.title, ""]
        for row in sheet.grid_rows:
            texts += [f"{indent}{cell.text}" for cell in row] + [""]
    return document(lines(texts))


def as_lines(sheets: Sequence[Sheet], *, wrap: int = 100, place: str = "last") -> Document:
    """As copied from a PDF: labels wrapped after `wrap` characters.

    `place` of the values: beside the `first` or `last` line of their label, or on a line of their
    own `above`, `below` or `between` the lines of the label.
    """
    texts: list[str] = []
    for sheet in sheets:
        texts += [sheet.title]
        for row in sheet.grid_rows:
            texts += _printed_row(row, wrap, place)
    return document(lines(texts))


def _printed_row(row: list[SheetCell], wrap: int, place: str) -> list[str]:
    words = [cell.text for cell in row if cell.text and not _is_figure(cell.text)]
    values = " ".join(cell.text for cell in row if _is_figure(cell.text))
    if not values or not words:
        return [values or " ".join(words)]
    groups = [piece for text in words[:-1] for piece in _wrapped(text, 4)]
    label = _wrapped(words[-1], wrap)
    if place == "between" and len(label) == 1:
        place = "last"
    beside = {
        "above": [values, *label],
        "below": [*label, values],
        "between": [label[0], values, *label[1:]],
        "first": [f"{label[0]} {values}", *label[1:]],
        "last": [*label[:-1], f"{label[-1]} {values}"],
    }
    return [*groups, *beside[place]]


def _is_figure(text: str) -> bool:
    return bool(text) and text.replace(".", "").replace(",", "").lstrip("+-").isdigit()


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
