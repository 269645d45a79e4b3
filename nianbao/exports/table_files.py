"""A table as a file: CSV, workbook, JSON lines or Parquet, row by row whatever its length."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import UsageError
from model.text import Language, Text
from nianbao.exports.beside import whole_file
from nianbao.exports.parquet_files import write_parquet
from nianbao.exports.workbooks import write_workbook
from web.tables.table import Table
from web.tables.writing import csv_text, json_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a table is written down, where its format leaves a choice."""

    language: Language = Language.CHINESE
    """Of headings in workbooks and descriptions in Parquet."""
    bom: bool = False
    """CSV begins with a byte order mark."""


Writer = Callable[[Table[Any], Iterable[Any], Path, Style], None]


def _csv(table: Table[Any], rows: Iterable[Any], path: Path, style: Style) -> None:
    with path.open("wb") as out:
        out.writelines(csv_text(table.columns, rows, bom=style.bom))


def _json_lines(table: Table[Any], rows: Iterable[Any], path: Path, style: Style) -> None:
    del table, style
    with path.open("wb") as out:
        out.writelines(json_lines(rows))


def _workbook(table: Table[Any], rows: Iterable[Any], path: Path, style: Style) -> None:
    write_workbook(table, rows, path, style.language)


def _parquet(table: Table[Any], rows: Iterable[Any], path: Path, style: Style) -> None:
    write_parquet(table, rows, path, style.language)


WRITERS: dict[str, Writer] = {
    ".csv": _csv,
    ".xlsx": _workbook,
    ".jsonl": _json_lines,
    ".parquet": _parquet,
}


def writer_for(name: str) -> Writer:
    """By the suffix of a file's name. Raises: UsageError."""
    suffix = Path(name).suffix.lower()
    if suffix not in WRITERS:
        raise UsageError(
            name,
            Text("不认识这种文件", "is of a kind that cannot be written"),
            Text(
                f"以 {'、'.join(WRITERS)} 结尾",
                f"end it in {', '.join(WRITERS)}",
            ),
        )
    return WRITERS[suffix]


def write_table(table: Table[Any], rows: Iterable[Any], target: Path, style: Style) -> int:
    """How many rows were written. What stops it leaves no half file under the final name.

    Raises: UsageError for a suffix we do not know, a place that cannot be written, too many rows
    for a workbook, or Parquet without its library.
    """
    write = writer_for(target.name)
    counted = _Counted(rows)
    with whole_file(target) as part:
        write(table, counted, part, style)
    return counted.count


class _Counted:
    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Any:
        for row in self._rows:
            self.count += 1
            yield row
