"""A table as Parquet (pyarrow lives only here; it is optional)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from model.errors import UsageError
from model.text import Language, Text
from web.tables.table import Cell, Column, Table, Type

_AT_A_TIME = 5_000
"""Rows in memory together, and in one row group."""
_WIDE = 50
"""Columns from which on rows are long, so that fewer of them go together."""


def write_parquet(table: Table[Any], rows: Iterable[Any], path: Path, language: Language) -> None:
    """Numbers are float64, moments UTC; a field's metadata says what it means.

    Raises: UsageError without pyarrow.
    """
    arrow, parquet = _libraries()
    schema = arrow.schema([_field(arrow, column, language) for column in table.columns])
    step = _AT_A_TIME if len(table.columns) < _WIDE else _AT_A_TIME // 10
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for chunk in _chunks(rows, step):
            columns = [
                arrow.array([_plain(column.type, column.value(row)) for row in chunk], field.type)
                for column, field in zip(table.columns, schema, strict=True)
            ]
            writer.write_table(arrow.table(columns, schema=schema))


def _libraries() -> tuple[Any, Any]:
    # Optional, and half a second to load: nobody else pays for it.
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "parquet",
            Text("需要 pyarrow，此处未安装", "needs pyarrow, which is not installed"),
            Text(
                "安装 nianbao[parquet]，或写成 .csv、.jsonl",
                "install nianbao[parquet], or write .csv or .jsonl",
            ),
        ) from error
    return pa, parquet


def _field(arrow: Any, column: Column[Any], language: Language) -> Any:
    kinds = {
        Type.TEXT: arrow.string(),
        Type.INTEGER: arrow.int64(),
        Type.NUMBER: arrow.float64(),
        Type.DAY: arrow.date32(),
        Type.MOMENT: arrow.timestamp("us", tz="UTC"),
        Type.FLAG: arrow.bool_(),
    }
    about = {
        "title": column.heading.in_language(language),
        "description": column.meaning.in_language(language),
    }
    return arrow.field(column.key, kinds[column.type], metadata=about)


def _plain(type_: Type, cell: Cell) -> Cell:
    match type_:
        case Type.NUMBER if cell is not None:
            return float(Decimal(str(cell)))
        case Type.TEXT if cell is not None:
            return str(cell)
        case _:
            return cell


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
