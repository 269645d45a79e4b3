"""Tables as text: CSV and JSON lines, a row at a time."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TypeVar

from storage.codec import encode
from web.tables.table import Cell, Column

R = TypeVar("R")

BOM = "\ufeff"
_FORMULA = re.compile(r"[=+\-@\t\r]")
_HARMLESS = re.compile(r"[-+—]*[\d.,%\s]*")
"""Signs and numbers, as cells of reports are printed: nothing a spreadsheet would run."""
_AT_ONCE = 64 * 1024
"""Bytes of text handed on together."""


def csv_text(
    columns: Iterable[Column[R]], rows: Iterable[R], *, bom: bool = False
) -> Iterator[bytes]:
    """UTF-8 with a head of keys; moments in UTC; an empty field where nothing is known."""
    columns = tuple(columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if bom:
        out.write(BOM)
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([plain(column.value(row)) for column in columns])
        if out.tell() > _AT_ONCE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def json_lines(rows: Iterable[object]) -> Iterator[bytes]:
    """One JSON object a line, the same that a list of the API holds."""
    held: list[bytes] = []
    size = 0
    for row in rows:
        held.append(encode(row))
        size += len(held[-1])
        if size > _AT_ONCE:
            yield b"\n".join([*held, b""])
            held, size = [], 0
    yield b"\n".join([*held, b""])


def plain(cell: Cell) -> str:
    """A cell as CSV says it. Text that a spreadsheet would run as a formula follows a `'`."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case datetime():
            return utc(cell)
        case date():
            return cell.isoformat()
        case str():
            guarded = _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell)
            return f"'{cell}" if guarded else cell
        case _:
            return str(cell)


def utc(moment: datetime) -> str:
    """`2025-02-20T01:00:00Z`, with as much of a second as is known."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
