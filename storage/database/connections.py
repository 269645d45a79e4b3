"""Connections and transactions, with the driver's errors told in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

from model.errors import StorageError
from model.text import Text
from storage.codec import CodecError, decode, encode
from storage.database import sqlite
from storage.database.probing import Probe, Values


class Connections:
    """An engine, and how the rest of the package reads and writes through it."""

    def __init__(self, url: str | Path, *, read_only: bool) -> None:
        """Raises: StorageError when `url` is none."""
        parsed = _parse(url) if isinstance(url, str) else sqlite.file_url(url)
        self.source = parsed.database or parsed.render_as_string()
        is_sqlite = sqlite.is_sqlite(parsed)
        if is_sqlite and read_only:
            parsed = sqlite.read_only_url(parsed)
        self._engine = create_engine(
            parsed,
            json_serializer=lambda plain: encode(plain).decode(),
            json_deserializer=lambda text: decode(text, object),
        )
        self._writer: Engine = self._engine
        self._is_sqlite = is_sqlite
        if is_sqlite:
            sqlite.prepare(self._engine, read_only=read_only)
            self._writer = sqlite.for_writing(self._engine)
        self._probe = Probe(self._engine) if is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed at the end, or nothing of it."""
        with self._told(), self._writer.begin() as connection:
            yield connection

    def finds_nothing(self, query: Select[Any], values: Values) -> bool:
        """Whether `query` would certainly find no row; told at a fraction of its price."""
        return self._probe is not None and self._probe.finds_nothing(query, values)

    def check(self) -> None:
        """Raises: StorageError when the database is damaged."""
        with self.reading() as connection:
            problem = sqlite.integrity_problem(connection) if self._is_sqlite else None
        if problem is not None:
            raise sqlite.damage_error(self.source, problem)

    def version(self) -> str:
        """Another string after every transaction that wrote, also of other processes."""
        if self._is_sqlite:
            return sqlite.version_of(self._file) if self._file else ""
        with self.reading() as connection:
            snapshot = connection.exec_driver_sql("SELECT pg_snapshot_xmax(pg_current_snapshot())")
            return str(snapshot.scalar_one())

    @cached_property
    def _file(self) -> str:
        with self.reading() as connection:
            return sqlite.file_of(connection)

    def close(self) -> None:
        if self._probe is not None:
            self._probe.close()
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            told = sqlite.explain(error, self.source) if self._is_sqlite else None
            if told is None:
                raise
            raise told from error
        except CodecError as error:
            raise sqlite.damage_error(self.source, str(error)) from error


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StorageError(
            url,
            Text("不是数据库地址", "is no database URL"),
            Text(
                "请写成 sqlite:////绝对路径/nianbao.db 的形式。",
                "Write it as `sqlite:////absolute/path/nianbao.db`.",
            ),
        ) from error
