"""What a table is: its rows, and the columns they have where a format knows nothing but columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from model.text import Text
from storage.database import Browse, Database, Filters, Page

R = TypeVar("R")
Cell = str | int | float | Decimal | date | datetime | bool | None
"""Moments are aware; lists are texts joined by `; `."""

_AT_A_TIME = 200
"""Rows in memory together while a whole table is read."""


class Type(StrEnum):
    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DAY = "date"
    MOMENT = "datetime"
    FLAG = "boolean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    key: str
    """Stable name: CSV, Parquet, the dictionary."""
    heading: Text
    meaning: Text
    type: Type = Type.TEXT
    width: int = 14
    """In characters of a spreadsheet."""
    value: Callable[[R], Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[R]):
    name: str
    """In addresses and file names: `reports`."""
    title: Text
    about: Text
    key: tuple[str, ...]
    """Columns that together tell any two rows apart."""
    columns: tuple[Column[R], ...]
    filters: frozenset[str]
    """Fields of `Filters` that say something about these rows."""
    read: Callable[[Browse, Filters, str | None, int], Page[R]]
    """A page of rows after a cursor. Raises UsageError when no list gave the cursor."""


def everything(table: Table[R], database: Database, filters: Filters) -> Iterator[R]:
    """All rows, in one consistent state of the database however long that takes."""
    with database.browsing() as browse:
        yield from in_one_state(table, browse, filters)


def in_one_state(table: Table[R], browse: Browse, filters: Filters) -> Iterator[R]:
    after: str | None = None
    while True:
        page = table.read(browse, filters, after, _AT_A_TIME)
        yield from page.items
        after = page.after
        if after is None:
            return


def piecemeal(table: Table[R], database: Database, filters: Filters) -> Iterator[R]:
    """All rows, a page at a time: a slow reader at the other end keeps no connection busy."""
    after: str | None = None
    while True:
        with database.browsing() as browse:
            page = table.read(browse, filters, after, _AT_A_TIME)
        yield from page.items
        after = page.after
        if after is None:
            return
