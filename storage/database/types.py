"""Column types: moments in UTC and values of the vocabulary."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, TypeDecorator

from storage.codec import from_plain, to_plain


class Moment(TypeDecorator[datetime]):
    """An aware datetime, in UTC wherever the database keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Value(TypeDecorator[Any]):
    """A value of type `kind`, as the JSON that `storage.codec` makes of it."""

    # Not JSONB on PostgreSQL: that forgets the order of keys, and measures have the form's order.
    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, _dialect: Dialect) -> object:
        return None if value is None else to_plain(value)

    def process_result_value(self, value: object, _dialect: Dialect) -> Any:
        return None if value is None else from_plain(value, self.kind)
