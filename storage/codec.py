"""Domain values ↔ JSON: the one place that decides how a value is written down.

Frozen dataclasses are objects with every field, enums their value, days `YYYY-MM-DD`, moments
RFC 3339 in UTC, counts JSON numbers, amounts (Decimal) strings that keep their printed scale.
Unknown keys are passed over when reading, so that an older program can read a newer archive.
"""

from typing import TypeVar

import msgspec

T = TypeVar("T")


class CodecError(ValueError):
    """JSON that does not hold what it should. Callers say where it stood."""


def encode(value: object) -> bytes:
    """The JSON of a value of the vocabulary, UTF-8, one line."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """The value of type `kind` that `encode` wrote. Raises: CodecError."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CodecError(str(error)) from error


def to_plain(value: object) -> object:
    """The same as JSON would say it, in dicts, lists, strings and numbers."""
    return msgspec.to_builtins(value)


def from_plain(plain: object, kind: type[T]) -> T:
    """The value of type `kind` that `to_plain` took apart. Raises: CodecError."""
    try:
        return msgspec.convert(plain, kind)
    except msgspec.MsgspecError as error:
        raise CodecError(str(error)) from error
