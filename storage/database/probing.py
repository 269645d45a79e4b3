"""Questions asked for every page of a crawl, to which nearly always nothing is found.

SQLAlchemy takes ten times as long to put such a question as SQLite takes to answer it. A probe puts
it to the driver itself and tells no more than whether there is any row: whoever hears that there is
one asks in full.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Engine, Select
from sqlalchemy.pool import PoolProxiedConnection

Values = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A question as the driver takes it."""

    sql: str
    names: tuple[str, ...]
    """Of its values, in the order of their marks."""
    constants: Mapping[str, Any]
    """Those that the question brings along."""


class Probe:
    """A connection of its own without a transaction: each question sees what is stored now."""

    def __init__(self, engine: Engine) -> None:
        """`engine` is one for SQLite."""
        self._engine = engine
        self._connection: PoolProxiedConnection | None = None
        self._made: dict[Select[Any], _Made] = {}

    def finds_nothing(self, query: Select[Any], values: Values) -> bool:
        """Whether there certainly is no row.

        False as well where something went wrong, so that whoever then asks in full hears of it.
        """
        made = self._made.get(query)
        if made is None:
            made = self._made[query] = self._make(query, values)
        bound = {**made.constants, **values}
        try:
            rows = self._driver().execute(made.sql, [bound[name] for name in made.names])
            return rows.fetchone() is None
        except sqlite3.Error:
            return False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _make(self, query: Select[Any], values: Values) -> _Made:
        compiled = query.compile(self._engine)
        # The numbers of an IN (...) are written out here.
        made = compiled.construct_expanded_state(dict(values))
        return _Made(
            sql=made.statement, names=tuple(made.positiontup or ()), constants=made.parameters
        )

    def _driver(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        return cast("sqlite3.Connection", self._connection.driver_connection)
