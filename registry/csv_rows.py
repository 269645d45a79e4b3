"""Rows of a CSV registry, as people and spreadsheets write them."""

import csv
import io
from collections.abc import Iterator, Sequence

from model.errors import Problem
from model.text import Text
from registry.rows import Reading, Row, refused
from registry.vocabulary import COLUMNS, EXTRA_COLUMNS, REQUIRED

_DELIMITERS = (",", "\t", ";")

Record = tuple[int, list[str]]
"""The line where a record begins, and its cells."""


def read_csv(text: str, source: str) -> Reading:
    try:
        records = list(_records(text))
    except csv.Error as error:
        return refused(
            source,
            Text(f"CSV 无法读完：{error}", f"the CSV cannot be read to its end: {error}"),
            Text("检查引号是否成对", "check that every quotation mark has its partner"),
        )
    if not records:
        return refused(
            source,
            Text("文件是空的", "the file is empty"),
            Text("写入表头和至少一个机关", "write the header and at least one agency"),
        )
    (header_line, header), *body = records
    problems = tuple(_header_problems(header, source, header_line))
    # Rows without one of these columns would only say so again, each of them.
    if not set(header) >= set(REQUIRED):
        return Reading(problems=problems)
    if not body:
        return refused(
            source,
            Text("只有表头，没有机关", "there is a header but no agency"),
            Text("每个机关写一行", "write one line for each agency"),
            line=header_line,
        )
    reading = _rows(body, header, source)
    return Reading(rows=reading.rows, problems=(*problems, *reading.problems))


def _records(text: str) -> Iterator[Record]:
    """Records with content. A quoted cell may hold line breaks, so records are counted in lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, [_unformula(cell.strip()) for cell in cells]
        begins = reader.line_num + 1


def _delimiter(text: str) -> str:
    """Excel writes tabs or semicolons under some regional settings; the header shows which."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=header.count)


def _unformula(cell: str) -> str:
    """`="410300"` is how people stop Excel from reading a code as a number."""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1].strip()
    return cell


def _header_problems(header: Sequence[str], source: str, line: int) -> Iterator[Problem]:
    known = ",".join((*COLUMNS, *EXTRA_COLUMNS))
    for column in dict.fromkeys(header):
        if not column:
            continue  # spreadsheets save empty columns too; content under them is reported by row
        if column not in COLUMNS + EXTRA_COLUMNS:
            yield Problem(
                source=source,
                line=line,
                field=column,
                what=Text("没有这个列名", "no such column"),
                remedy=Text(f"列名是：{known}", f"the columns are: {known}"),
            )
        elif header.count(column) > 1:
            yield Problem(
                source=source,
                line=line,
                field=column,
                what=Text("这个列名出现了不止一次", "this column stands there more than once"),
                remedy=Text("只保留一列", "keep one of them"),
            )
    for column in REQUIRED:
        if column not in header:
            yield Problem(
                source=source,
                line=line,
                field=column,
                what=Text("缺少这一列", "this column is missing"),
                remedy=Text(f"表头写作：{known}", f"write the header as: {known}"),
            )


def _rows(body: Sequence[Record], header: Sequence[str], source: str) -> Reading:
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in body:
        named = dict(zip(header, cells, strict=False))
        nameless = named.pop("", "") or any(cells[len(header) :])
        row = Row(source=source, line=line, values=named)
        rows.append(row)
        if nameless:
            problems.append(
                row.problem(
                    None,
                    Text("有内容落在没有列名的列里", "something stands in a column without a name"),
                    Text(
                        "单元格里有逗号时，把整个单元格放进引号",
                        "put a cell that contains a comma into quotation marks",
                    ),
                )
            )
    return Reading(rows=tuple(rows), problems=tuple(problems))
