"""A table as a workbook: a sheet with its rows, a sheet that says what the columns mean."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from model.errors import UsageError
from model.text import Language, Text
from nianbao.clock import CHINA
from web.tables.table import Cell, Table, Type

_SHEET_ROWS = 1_048_576
_CELL = 32_767
"""Characters in one cell: Excel's limit."""
_CUT = "…"
_FROZEN = 2

_NOTES: tuple[tuple[Text, Text], ...] = (
    (Text("时间", "Times"), Text("北京时间", "In China")),
    (
        Text("空白", "Empty"),
        Text("我们不知道，不是零", "Not known to us; it is not zero"),
    ),
    (
        Text("星号", "Stars"),
        Text(
            "正文与引文中的手机号码、私人邮箱、标签后的人名已遮去",
            "Mobile numbers, private mail boxes and names that follow a label are masked in text",
        ),
    ),
    (
        Text("以 … 结尾", "Ending in …"),
        Text(
            f"超出单元格上限（{_CELL} 字）的文字已截断，全文见 CSV 或 JSONL",
            f"Text beyond the limit of a cell ({_CELL} characters); whole in CSV and JSONL",
        ),
    ),
)


def write_workbook(table: Table[Any], rows: Iterable[Any], path: Path, language: Language) -> None:
    """Row by row: rows that are written are in memory no more.

    Raises: UsageError when there are more rows than a sheet holds.
    """
    book = xlsxwriter.Workbook(
        str(path),
        # Text stays text: nothing from a page may become a formula or a link.
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    try:
        _Sheet(book, table, language).fill(rows)
        _dictionary(book, table, language)
    finally:
        book.close()


class _Sheet:
    def __init__(self, book: Any, table: Table[Any], language: Language) -> None:
        self._table = table
        self._sheet = book.add_worksheet(table.title.in_language(language))
        top = {"valign": "top"}
        self._formats = {
            Type.DAY: book.add_format({**top, "num_format": "yyyy-mm-dd"}),
            Type.MOMENT: book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._body = book.add_format(top)
        self._begin(_head(book), language)

    def _begin(self, head: Any, language: Language) -> None:
        self._sheet.freeze_panes(1, _FROZEN)
        self._sheet.set_landscape()
        self._sheet.repeat_rows(0)
        self._sheet.fit_to_pages(1, 0)
        for place, column in enumerate(self._table.columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.heading.in_language(language), head)

    def fill(self, rows: Iterable[Any]) -> None:
        last = 0
        for last, row in enumerate(rows, start=1):
            if last >= _SHEET_ROWS:
                raise _too_long()
            for place, column in enumerate(self._table.columns):
                style = self._formats.get(column.type, self._body)
                _write(self._sheet, (last, place), _number(column.type, column.value(row)), style)
        self._sheet.autofilter(0, 0, last, len(self._table.columns) - 1)


def _number(type_: Type, cell: Cell) -> Cell:
    """Amounts come as their printed decimal."""
    if type_ in (Type.NUMBER, Type.INTEGER) and isinstance(cell, str):
        return Decimal(cell)
    return cell


def _write(sheet: Any, at: tuple[int, int], cell: Cell, style: Any) -> None:
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_boolean(*at, cell, style)
        case int() | float() | Decimal():
            sheet.write_number(*at, cell, style)
        case datetime():
            sheet.write_datetime(*at, cell.astimezone(CHINA).replace(tzinfo=None), style)
        case date():
            sheet.write_datetime(*at, cell, style)
        case str():
            fits = cell if len(cell) <= _CELL else cell[: _CELL - 1] + _CUT
            sheet.write_string(*at, fits, style)


def _dictionary(book: Any, table: Table[Any], language: Language) -> None:
    words = [Text("列与用语", "Dictionary"), Text("列", "Column"), Text("名称", "Heading")]
    words.append(Text("含义", "Meaning"))
    name, *heads = (word.in_language(language) for word in words)
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    head = _head(book)
    for place, (width, text) in enumerate(zip((28, 28, 90), heads, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, text, head)
    lines = [(column.key, column.heading, column.meaning) for column in table.columns]
    lines += [("", heading, meaning) for heading, meaning in _NOTES]
    lines.insert(0, (table.name, table.title, table.about))
    for line, (key, heading, meaning) in enumerate(lines, start=1):
        sheet.write_string(line, 0, key, wrapped)
        sheet.write_string(line, 1, heading.in_language(language), wrapped)
        sheet.write_string(line, 2, meaning.in_language(language), wrapped)
    sheet.freeze_panes(1, 0)


def _head(book: Any) -> Any:
    return book.add_format(
        {"bold": True, "bg_color": "#E7ECEF", "bottom": 1, "text_wrap": True, "valign": "top"}
    )


def _too_long() -> UsageError:
    return UsageError(
        "xlsx",
        Text("行数超出工作表的上限", "there are more rows than a sheet holds"),
        Text("缩小范围，或写成 .csv 或 .parquet", "narrow it, or write .csv or .parquet"),
    )
