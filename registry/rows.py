"""Rows of registry files, still as text, each with the place it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.errors import Problem
from model.text import Text

Value = str | tuple[str, ...]
"""A cell as text; a TOML array is already a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    source: str
    line: int | None
    """Where the row begins, counted from 1."""
    values: Mapping[str, Value]

    def problem(self, field: str | None, what: Text, remedy: Text) -> Problem:
        return Problem(source=self.source, line=self.line, field=field, what=what, remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one file gave: rows, and everything about its shape that is wrong."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def refused(source: str, what: Text, remedy: Text, *, line: int | None = None) -> Reading:
    """Nothing can be read from this file."""
    return Reading(problems=(Problem(source=source, line=line, what=what, remedy=remedy),))
