"""An HTML table as a grid: row and column spans placed as browsers place them."""

import re
from collections.abc import Iterator

from lxml import etree, html

from extract.normalise import compact, printed
from extract.readers.html_visible import is_hidden
from model.document import Cell, Table
from model.place import Place

# What browsers do; without a bound, one attribute could ask for a billion positions.
_MOST_SPAN = 1000
_MOST_COLUMNS = 1000
_SECTIONS = ("thead", "tbody", "tfoot")
_CELLS = frozenset({"td", "th"})
_WRAPS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "noscript", "template"})
_WHITE = re.compile(r"[ \t\r\n\f\xa0]+")
# Longer than any label or note in a cell of the form: a layout cell that holds an article.
_LONGEST_CELL = 200


def is_layout(table: html.HtmlElement) -> bool:
    """Whether the table arranges the page instead of data: it holds tables, or articles."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    if next(table.iterdescendants("tr"), None) is None:
        return True
    for row in _rows(table):
        cells = _cells(row)
        if len(cells) > 1 and any(len(compact(_text(cell))) > _LONGEST_CELL for cell in cells):
            return True
    return False


def read_table(table: html.HtmlElement, line_offset: int = 0) -> Table:
    """The grid. Hidden rows and cells are dropped, spans end with the table."""
    placed: list[tuple[int, int, int, int, html.HtmlElement]] = []
    taken: list[int] = []  # by column: the first row that is free again
    rows = [row for row in _rows(table) if not is_hidden(row)]
    for number, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while column < len(taken) and taken[column] > number:
                column += 1
            across = min(_span(cell, "colspan"), _MOST_COLUMNS - column)
            if across < 1:
                break
            down = _span(cell, "rowspan") or _MOST_SPAN
            down = min(down, len(rows) - number)
            placed.append((number, column, down, across, cell))
            taken[column : column + across] = [number + down] * across
            column += across
    return Table(
        rows=len(rows),
        columns=len(taken),
        cells=tuple(
            Cell(
                row=row,
                column=column,
                row_span=down,
                column_span=across,
                text=_text(cell),
                place=_place(cell, line_offset),
            )
            for row, column, down, across, cell in placed
        ),
        place=_place(table, line_offset),
    )


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterchildren("tr")


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in _CELLS and not is_hidden(cell)]


def _span(cell: html.HtmlElement, name: str) -> int:
    found = re.match(r"\s*\+?(\d{1,6})", cell.get(name, "1"))
    span = int(found[1]) if found else 1
    if name == "colspan":
        span = max(span, 1)
    return min(span, _MOST_SPAN)


def _text(cell: html.HtmlElement) -> str:
    lines = (_WHITE.sub(" ", line).strip() for line in "".join(_pieces(cell)).split("\v"))
    return printed("\n".join(line for line in lines if line))


def _pieces(cell: html.HtmlElement) -> Iterator[str]:
    """Text with a vertical tab where a line ends, so that the source's own line ends differ."""
    silent = 0
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        inside = element is not cell
        if event == "start":
            silent += element.tag in _SILENT
            if inside and element.tag in _WRAPS:
                yield "\v"
            text = element.text
        else:
            silent -= element.tag in _SILENT
            if inside and element.tag in _WRAPS:
                yield "\v"
            text = element.tail if inside else None
        if text and not silent:
            yield text.replace("\v", " ")


def _place(element: html.HtmlElement, line_offset: int) -> Place:
    return Place(line=(element.sourceline or 1) + line_offset)
