"""The error tree. Exceptions are about us, findings are about them.

    AppError
    ├── UsageError            the call cannot be carried out as it was made: a path, an option
    ├── SettingsError         nianbao.toml or the environment
    ├── RegistryError         who owes what: every problem of the input at once
    ├── FetchError
    │   ├── Unreachable       DNS, refused, time-out, TLS
    │   ├── Blocked           a wall between us and the page
    │   └── Rejected          we declined: robots, host outside the registry, private address
    ├── ArchiveError          a WARC file or record is damaged or missing
    ├── StorageError          the database is damaged, locked or of another version
    │   └── NoSpace
    ├── ConversionError       bytes could not become a Document
    │   ├── Empty
    │   ├── UnknownType
    │   ├── Encrypted
    │   ├── NoConverter       another program must convert it first, and is not there
    │   ├── NoTextLayer
    │   ├── Damaged
    │   ├── TooLarge
    │   ├── TimedOut
    │   └── Defect            our reader failed in a way we did not foresee: a bug, contained
    ├── ExtractionError       a Document could not become a Report
    ├── SearchError           the index or a query
    ├── Busy                  another process does the same in the same place
    └── NotFoundError         something expected is not there

Only the drivers in `nianbao/` catch it; they store a Failure or end the command with the exit code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with an input: where it stands, what is wrong, what to do."""

    source: str
    line: int | None = None
    """1-based line of the source; None where lines mean nothing."""
    field: str | None = None
    what: Text
    remedy: Text


class AppError(Exception):
    """A trouble of ours that a person must understand: it names the input and the remedy."""

    code: ClassVar[str] = "error"

    def __init__(
        self,
        source: str,
        what: Text,
        remedy: Text,
        *,
        problems: Sequence[Problem] = (),
    ) -> None:
        super().__init__(source, what, remedy)
        self.source = source
        self.what = what
        self.remedy = remedy
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.source}: {self.what.en}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (the conversion workers); keyword arguments would be lost.
        return (_rebuild, (type(self), self.source, self.what, self.remedy, self.problems))


def _rebuild(
    kind: type[AppError], source: str, what: Text, remedy: Text, problems: Sequence[Problem]
) -> AppError:
    return kind(source, what, remedy, problems=problems)


class UsageError(AppError):
    code = "usage"


class SettingsError(AppError):
    code = "settings"


class RegistryError(AppError):
    code = "registry"


class FetchError(AppError):
    code = "fetch"


class Unreachable(FetchError):
    code = "unreachable"


class Blocked(FetchError):
    code = "blocked"


class Rejected(FetchError):
    code = "rejected"


class ArchiveError(AppError):
    code = "archive"


class StorageError(AppError):
    code = "storage"


class NoSpace(StorageError):
    code = "no_space"


class ConversionError(AppError):
    code = "conversion"


class Empty(ConversionError):
    code = "empty"


class UnknownType(ConversionError):
    code = "unknown_type"


class Encrypted(ConversionError):
    code = "encrypted"


class NoConverter(ConversionError):
    code = "no_converter"


class NoTextLayer(ConversionError):
    code = "no_text_layer"


class Damaged(ConversionError):
    code = "damaged"


class TooLarge(ConversionError):
    code = "too_large"


class TimedOut(ConversionError):
    code = "timed_out"


class Defect(ConversionError):
    code = "defect"


class ExtractionError(AppError):
    code = "extraction"


class SearchError(AppError):
    code = "search"
    at: int | None = None
    """The index in `source` of what is wrong, where that is one place."""


class Busy(AppError):
    code = "busy"


class NotFoundError(AppError):
    code = "not_found"
