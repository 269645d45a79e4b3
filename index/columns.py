"""What is known of every document beside its text: one value a document, in columns.

Facets, orders and conditions on facts run over a whole column at a time.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from index.canonical import canonical
from index.docsets import DocSet, from_mask
from index.query import InRegion, InYears, OfKind, OfLevel, OneOf
from index.ranking import damping
from index.values import UNKNOWN
from model.ids import ReportId

Value = TypeVar("Value", int, str)
Told = Mapping[ReportId, tuple[str, ...]]
"""What others know of reports: none, one or several values."""

_TOLD_KEPT = 4
_PARTED_KEPT = 8
_FEW = 64
"""Values; to count as many sets takes no longer than one pass over the documents."""

PLACE_SIGN = "\x1f"
"""Between a region's code and its name."""


class Columns:
    """Each column is read when it is first asked for."""

    def __init__(self, size: int, read: Callable[[str], Sequence[Any]]) -> None:
        """`read` gives one value a document, for documents that were removed as well."""
        self._size = size
        self._read = read
        self._told: list[tuple[Told, Sequence[tuple[str, ...]]]] = []
        self._parted: list[tuple[Sequence[Hashable], Mapping[Any, DocSet] | None]] = []

    def __len__(self) -> int:
        return self._size

    @cached_property
    def reports(self) -> Sequence[ReportId]:
        return self._read("report")

    @cached_property
    def years(self) -> Sequence[int]:
        """0: unknown. In the other columns the empty string is."""
        return self._read("year")

    @cached_property
    def places(self) -> Sequence[str]:
        """Code, `PLACE_SIGN`, name: a code may have had several names over the years."""
        return self._read("place")

    @cached_property
    def levels(self) -> Sequence[str]:
        return self._read("level")

    @cached_property
    def kinds(self) -> Sequence[str]:
        return self._read("kind")

    @cached_property
    def agencies(self) -> Sequence[str]:
        return self._read("agency")

    @cached_property
    def lengths(self) -> Sequence[int]:
        """Bytes of laid out text."""
        return self._read("length")

    @cached_property
    def signatures(self) -> Sequence[bytes]:
        """See `index.copies`."""
        return self._read("signature")

    @cached_property
    def dampings(self) -> Sequence[float]:
        """What a document's length makes of an occurrence in it: `index.ranking.damping`."""
        average = sum(self.lengths) / (self._size or 1)
        return [damping(length, average) for length in self.lengths]

    @cached_property
    def newest_first(self) -> Sequence[int]:
        """The place of each document in the order of years, the latest first, and of ids."""
        years, reports = self.years, self.reports
        order = sorted(range(self._size), key=lambda one: (-years[one], reports[one]))
        places = [0] * self._size
        for at, document in enumerate(order):
            places[document] = at
        return places

    def parted(self, column: Sequence[Hashable]) -> Mapping[Any, DocSet] | None:
        """The documents by their value in one of these columns; None where values are many."""
        for known, parts in self._parted:
            if known is column:
                return parts
        made = self._sets(column) if len(set(column)) <= _FEW else None
        self._parted = [(column, made), *self._parted[: _PARTED_KEPT - 1]]
        return made

    def _sets(self, column: Sequence[Hashable]) -> Mapping[Any, DocSet]:
        masks: dict[Hashable, bytearray] = {}
        for document, value in enumerate(column):
            masks.setdefault(value, bytearray(self._size))[document] = 1
        return {value: from_mask(mask) for value, mask in masks.items()}

    def told(self, values: Told) -> Sequence[tuple[str, ...]]:
        """`values` as a column, `UNKNOWN` where there is nothing.

        Kept for the mapping itself, which must not be changed: searches bring the same one.
        """
        for known, column in self._told:
            if known is values:
                return column
        made = [values.get(report, (UNKNOWN,)) for report in self.reports]
        self._told = [(values, made), *self._told[: _TOLD_KEPT - 1]]
        return made


def place(code: str | None, name: str | None) -> str:
    return f"{code}{PLACE_SIGN}{name or ''}" if code else ""


def code_of(place_label: str) -> str:
    return place_label.partition(PLACE_SIGN)[0]


def satisfying(
    columns: Columns, condition: InYears | InRegion | OfLevel | OfKind | OneOf
) -> DocSet:
    match condition:
        case InYears(first, last):
            low = first if first is not None else 1
            high = last if last is not None else 9999
            return where(columns.years, lambda year: low <= year <= high)
        case InRegion(value):
            return where(columns.places, _in_region(value))
        case OfLevel(value):
            return where(columns.levels, lambda level: level == value)
        case OfKind(value):
            return where(columns.kinds, lambda kind: kind == value)
        case OneOf(reports):
            return from_mask(bytes(map(reports.__contains__, columns.reports)))


def where(column: Sequence[Value], fits: Callable[[Value], bool]) -> DocSet:
    """The documents whose value fits; asked once for each value."""
    fitting = {value: fits(value) for value in set(column)}
    return from_mask(bytes(map(fitting.__getitem__, column)))


def _in_region(value: str) -> Callable[[str], bool]:
    if value.isascii() and value.isdigit():
        prefix = re.sub(r"(00)+$", "", value)
        return lambda label: label != "" and label.startswith(prefix)
    sought = canonical(value)
    return lambda label: PLACE_SIGN in label and sought in canonical(label.partition(PLACE_SIGN)[2])
