"""Statements for many rows, the same on every database we support."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
Row = Mapping[str, Any]

CHUNK = 500
"""Values in one IN (...): far below the least limit on bound parameters."""


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can be told what to do with a row that is there already."""
    # Both dialects spell ON CONFLICT alike; SQL itself has no word for it.
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert_new(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """Inserts rows, leaving those whose key is there already; returns how many were new."""
    if not rows:
        return 0
    statement = insert_into(connection, table).on_conflict_do_nothing()
    return connection.execute(statement, rows).rowcount


def count_rows(connection: Connection, tables: Iterable[Table]) -> Mapping[str, int]:
    """Rows by table name."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
    }


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows, or overwrites those with the same key."""
    if rows:
        statement = insert_into(connection, table)
        keys = [column.name for column in table.primary_key]
        others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)
