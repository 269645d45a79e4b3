"""Asking PDFium the same of many things in one go: places for its answers, made once.

A place takes longer to make than PDFium to fill it in. Whoever asks holds the lock of `parse`.
"""

from collections.abc import Callable, Sequence
from ctypes import byref, c_float, c_int, c_uint, sizeof
from itertools import repeat

from extract.pdfium.calls import Pointer
from extract.pdfium.document import PdfiumFailed

_ROOM = 1024

Value = type[c_float] | type[c_int] | type[c_uint]


class Places:
    """Room for records of some values each, which PDFium is given in one or more arguments."""

    def __init__(self, value: Value, *, values: int, arguments: int = 1) -> None:
        """Of so many values consists a record; they come in so many arguments of equal size."""
        buffer = (value * (values * _ROOM))()
        size = sizeof(value)
        self._size = values
        self._values = memoryview(buffer).cast("B").cast(value._type_)
        self._columns = [
            [byref(buffer, size * (record * values + first)) for record in range(_ROOM)]
            for first in range(0, values, values // arguments)
        ]

    def asked(
        self, function: Callable[..., int], items: Sequence[object], of: Pointer | None = None
    ) -> tuple[list[int], list[float]]:
        """Asks about each item (a pointer, or a number within `of`). For each whether PDFium knew
        an answer, and the values of all records, one after the other: meaningless where it did not.
        """
        known: list[int] = []
        values: list[float] = []
        for start in range(0, len(items), _ROOM):
            part = items[start : start + _ROOM]
            arguments = (part, *self._columns)
            known += map(function, repeat(of), *arguments) if of else map(function, *arguments)
            values += self._values[: len(part) * self._size].tolist()
        return known, values

    def filled(
        self, function: Callable[..., int], items: Sequence[object], of: Pointer | None = None
    ) -> list[float]:
        """The values where there must be some. Raises PdfiumFailed."""
        known, values = self.asked(function, items, of)
        if not all(known):
            raise PdfiumFailed(f"no answer about {known.count(0)} of {len(items)} items")
        return values
