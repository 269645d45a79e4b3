"""The tables as one SQLite file that may be put before others: what the data package holds.

The home's own database is for its operator: its text is as printed, and it holds what nobody has
compared yet. Here persons are masked, and what rests on an uncertain reading is left out.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from nianbao.exports.beside import whole_file
from nianbao.exports.package_words import Term, terms
from storage.database import Database, Filters
from web.tables.catalogue import TABLES
from web.tables.table import Cell, Column, Table, Type, in_one_state
from web.tables.writing import utc

_TYPES = {
    Type.TEXT: "TEXT",
    Type.INTEGER: "INTEGER",
    Type.NUMBER: "REAL",
    Type.DAY: "TEXT",
    Type.MOMENT: "TEXT",
    Type.FLAG: "INTEGER",
}
_WORDS_OF = "words_"
"""Tables of the words of closed sets: Datasette shows the Chinese where a column refers to them."""
_REFERS = {"agency": ("agencies", "id"), "report": ("reports", "id")}
_SOUGHT = ("agency", "report", "reporting_year", "rule", "measure", "verdict")
"""Columns with an index of their own."""


def write_sqlite(database: Database, filters: Filters, target: Path) -> Mapping[str, int]:
    """Rows by table. The file is there whole or not at all. Raises: UsageError."""
    with whole_file(target) as part:
        with closing(sqlite3.connect(part)) as out:
            # Nobody else is at the file, and half of it is never kept.
            out.execute("PRAGMA journal_mode = OFF")
            out.execute("PRAGMA synchronous = OFF")
            with out, database.browsing() as browse:
                sets = _words(out)
                rows = {
                    name: _fill(out, table, in_one_state(table, browse, filters), sets)
                    for name, table in TABLES.items()
                }
        return rows


def words_tables() -> tuple[str, ...]:
    return tuple(sorted({f"{_WORDS_OF}{term.column}" for term in terms()}))


def _words(out: sqlite3.Connection) -> frozenset[str]:
    """Returns the columns whose words there is a table of."""
    sets: dict[str, list[Term]] = {}
    for term in terms():
        sets.setdefault(term.column, []).append(term)
    for name, members in sets.items():
        out.execute(f'CREATE TABLE "{_WORDS_OF}{name}" (word TEXT PRIMARY KEY, zh TEXT, en TEXT)')
        out.executemany(
            f'INSERT INTO "{_WORDS_OF}{name}" VALUES (?, ?, ?)',  # noqa: S608 - names of ours
            [(one.word, one.meaning.zh, one.meaning.en) for one in members],
        )
    return frozenset(sets)


def _fill(
    out: sqlite3.Connection, table: Table[Any], rows: Iterable[Any], sets: frozenset[str]
) -> int:
    columns = table.columns
    out.execute(f'CREATE TABLE "{table.name}" ({", ".join(_declared(table, sets))})')
    places = ", ".join("?" * len(columns))
    done = out.executemany(
        f'INSERT INTO "{table.name}" VALUES ({places})',  # noqa: S608 - names of ours
        ([_stored(column.value(row)) for column in columns] for row in rows),
    )
    for column in columns:
        if column.key in _SOUGHT and (column.key,) != table.key:
            name = f"{table.name}_{column.key}"
            out.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.key}")')
    return max(done.rowcount, 0)


def _declared(table: Table[Any], sets: frozenset[str]) -> Iterator[str]:
    for column in table.columns:
        yield f'"{column.key}" {_TYPES[column.type]}{_reference(column, sets)}'
    key = ", ".join(f'"{one}"' for one in table.key)
    yield f"PRIMARY KEY ({key})"


def _reference(column: Column[Any], sets: frozenset[str]) -> str:
    if column.key in sets:
        return f' REFERENCES "{_WORDS_OF}{column.key}" (word)'
    if column.key in _REFERS:
        table, key = _REFERS[column.key]
        return f' REFERENCES "{table}" ("{key}")'
    return ""


def _stored(cell: Cell) -> str | int | float | None:
    match cell:
        case datetime():
            return utc(cell)
        case date():
            return cell.isoformat()
        case Decimal():
            return float(cell)
        case str():
            return str(cell)
        case _:
            return cell
