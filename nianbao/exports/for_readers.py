"""Exports as the pages hand them out: the same tables, narrowed as the page is."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from model.text import Language
from nianbao.exports.table_files import Style, write_table, writer_for
from storage.database import Database, Filters
from web.tables.table import Table, piecemeal
from web.tables.writing import csv_text, json_lines

_AT_ONCE = 256 * 1024
"""Bytes handed on together."""


class TableExports:
    """`web.site.Exports`: a table in a format, as bytes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(
        self, table: Table[Any], filters: Filters, suffix: str, *, language: Language, bom: bool
    ) -> Iterator[bytes]:
        """Raises: UsageError for an unknown suffix, too many rows for a workbook, or Parquet
        without its library. All before the first bytes.
        """
        writer_for(f"{table.name}{suffix}")
        rows = piecemeal(table, self._database, filters)
        match suffix:
            case ".csv":
                return csv_text(table.columns, rows, bom=bom)
            case ".jsonl":
                return json_lines(rows)
        # Workbooks and Parquet are written from both ends: they are whole before they go out.
        scratch = TemporaryDirectory(prefix="nianbao-export-")
        try:
            file = Path(scratch.name) / f"{table.name}{suffix}"
            write_table(table, rows, file, Style(language=language))
        except BaseException:
            scratch.cleanup()
            raise
        return _read(file, scratch)


def _read(file: Path, scratch: TemporaryDirectory[str]) -> Iterator[bytes]:
    with scratch, file.open("rb") as opened:
        while data := opened.read(_AT_ONCE):
            yield data
