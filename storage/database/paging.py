"""Long lists in pages: each page says where the next one begins, whatever was added meanwhile."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, and_, or_

from model.errors import UsageError
from model.text import Text

T = TypeVar("T")

AT_ONCE = 1000
"""Rows fetched together where a list is read to its end."""
_LONGEST = 1000
"""Characters of a cursor; ours are a tenth of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    items: tuple[T, ...]
    after: str | None
    """The cursor of the next page, safe in a URL; None on the last one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A column that a list is ordered by. All keys of a list together tell any two rows apart."""

    column: Column[Any]
    descending: bool = False

    @property
    def ordered(self) -> ColumnElement[Any]:
        return self.column.desc() if self.descending else self.column

    def beyond(self, value: object) -> ColumnElement[bool]:
        return self.column < value if self.descending else self.column > value

    def from_here(self, value: object) -> ColumnElement[bool]:
        return self.column <= value if self.descending else self.column >= value


def read_page(
    connection: Connection,
    query: Select[Any],
    keys: Sequence[Key],
    *,
    limit: int,
    after: str | None,
    make: Callable[[Row[Any]], T],
) -> Page[T]:
    """At most `limit` rows of `query`, which selects the columns of the keys by their names.

    Raises UsageError when `after` is no cursor of such a list.
    """
    if after is not None:
        kinds = [key.column.type.python_type for key in keys]
        query = query.where(beyond(keys, read_cursor(after, kinds)))
    query = query.order_by(*(key.ordered for key in keys)).limit(limit + 1)
    rows = connection.execute(query).all()
    shown = rows[:limit]
    more = len(rows) > limit
    last = [getattr(shown[-1], key.column.name) for key in keys] if more else None
    return Page(items=tuple(map(make, shown)), after=None if last is None else cursor(last))


def beyond(keys: Sequence[Key], values: Sequence[object]) -> ColumnElement[bool]:
    """The rows after the one with these values."""
    first, value = keys[0], values[0]
    if len(keys) == 1:
        return first.beyond(value)
    rest = and_(first.column == value, beyond(keys[1:], values[1:]))
    # Bounded besides, so that the database begins at the value instead of reading up to it.
    return and_(first.from_here(value), or_(first.beyond(value), rest))


def cursor(values: Sequence[str | int | datetime]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    packed = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(text: str, kinds: Sequence[type]) -> list[object]:
    """The values of a row, of these `kinds`: str, int, datetime. Raises UsageError."""
    if len(text) > _LONGEST:
        raise no_cursor(text[:_LONGEST])
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        values = json.loads(packed)
        if not isinstance(values, list) or len(values) != len(kinds):
            raise no_cursor(text)
        return [_read(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except ValueError as error:  # of base64, JSON, moments, and of text that is none
        raise no_cursor(text) from error


def _read(value: object, kind: type) -> object:
    """Raises ValueError."""
    if kind is int and type(value) is int and abs(value) < 1 << 31:
        return value
    if kind is not int and isinstance(value, str):
        value.encode()  # half a surrogate pair is no text
        return value if kind is str else _moment(value)
    raise ValueError(f"not of {kind}: {value!r}")


def _moment(text: str) -> datetime:
    """Raises ValueError, also when no time zone is given."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {text}")
    return at


def no_cursor(text: str) -> UsageError:
    return UsageError(
        text,
        Text("不是这个列表给出的续页标记", "is no cursor that this list gave"),
        Text("从第一页重新开始", "begin again with the first page"),
    )
