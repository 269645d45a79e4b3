"""Rows of a TOML registry: one `[[agency]]` table each."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from model.errors import Problem
from model.text import Text
from registry.rows import Reading, Row, Value, refused
from registry.vocabulary import COLUMNS, EXTRA_COLUMNS

_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|^[ \t]*(?P<table>\[\[\s*agency\s*\]\])",
    re.MULTILINE | re.DOTALL,
)
"""Strings and comments are skipped, so that `[[agency]]` inside a note does not count."""

_ERROR_LINE = re.compile(r"at line (\d+)")


def read_toml(text: str, source: str) -> Reading:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _no_toml(source, error)
    tables = content.pop("agency", None)
    problems = [
        Problem(
            source=source,
            field=key,
            what=Text("没有这个名称", "no such key"),
            remedy=Text("机关写在 [[agency]] 之下", "write agencies under [[agency]]"),
        )
        for key in content
    ]
    if not (isinstance(tables, list) and tables and all(isinstance(t, dict) for t in tables)):
        problems.append(
            Problem(
                source=source,
                what=Text("没有 [[agency]]", "there is no [[agency]]"),
                remedy=Text("每个机关写一个 [[agency]]", "write one [[agency]] for each agency"),
            )
        )
        return Reading(problems=tuple(problems))
    lines: list[int | None] = list(_table_lines(text))
    if len(lines) != len(tables):  # written as an inline array: TOML gives no places for those
        lines = [None] * len(tables)
    rows = [_row(table, source, line) for table, line in zip(tables, lines, strict=True)]
    problems.extend(problem for row in rows for problem in _strange_keys(row))
    return Reading(rows=tuple(rows), problems=tuple(problems))


def _no_toml(source: str, error: tomllib.TOMLDecodeError) -> Reading:
    where = _ERROR_LINE.search(str(error))
    return refused(
        source,
        Text(f"不是有效的 TOML：{error}", f"is not valid TOML: {error}"),
        Text("按提示改正该处", "correct it at that place"),
        line=int(where[1]) if where else None,
    )


def _strange_keys(row: Row) -> Iterator[Problem]:
    known = (*COLUMNS, *EXTRA_COLUMNS)
    listed = ",".join(known)
    for key in row.values:
        if key not in known:
            yield row.problem(
                key,
                Text("没有这个名称", "no such key"),
                Text(f"可用的名称：{listed}", f"the keys are: {listed}"),
            )


def _table_lines(text: str) -> Iterator[int]:
    for token in _TOKENS.finditer(text):
        if token["table"]:
            yield text.count("\n", 0, token.start("table")) + 1


def _row(table: Mapping[str, object], source: str, line: int | None) -> Row:
    return Row(source=source, line=line, values={key: _value(v) for key, v in table.items()})


def _value(value: object) -> Value:
    """TOML has types; the registry's columns are checked as text, whatever the file's type."""
    if isinstance(value, list):
        return tuple(str(item).strip() for item in value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
