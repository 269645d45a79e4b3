"""A registry as the file it can be loaded from again."""

import csv
import io
import json
from collections.abc import Iterator

from model.agency import Agency, DatedName, Registry
from registry.vocabulary import COLUMNS, EXTRA_COLUMNS, SEPARATOR


def export_csv(registry: Registry) -> str:
    """UTF-8 text with `\\n` line ends; loading it gives an equal registry.

    The contract's columns; behind them those of EXTRA_COLUMNS, where any agency needs them.
    """
    columns = (*COLUMNS, *_needed(registry))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [SEPARATOR.join(_values(agency, column)) for column in columns]
        for agency in registry.agencies
    )
    return out.getvalue()


def export_toml(registry: Registry) -> str:
    """The same as TOML, empty cells left out: a `[[agency]]` table each."""
    return "\n".join("\n".join(_table(agency)) + "\n" for agency in registry.agencies)


def _table(agency: Agency) -> Iterator[str]:
    yield "[[agency]]"
    for column in COLUMNS + EXTRA_COLUMNS:
        values = _values(agency, column)
        if not values:
            continue
        if isinstance(getattr(agency, column), tuple) and column != "due":
            yield f"{column} = [{', '.join(_quoted(value) for value in values)}]"
        else:
            yield f"{column} = {_quoted(values[0])}"


def _quoted(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON, save that it escapes DEL too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _needed(registry: Registry) -> Iterator[str]:
    for column in EXTRA_COLUMNS:
        if any(getattr(agency, column) for agency in registry.agencies):
            yield column


def _values(agency: Agency, column: str) -> tuple[str, ...]:
    value = getattr(agency, column)
    if value is None:
        return ()
    if column == "due":
        month, day = value
        return (f"{month:02}-{day:02}",)
    if column == "names":
        return tuple(_dated(name) for name in agency.names)
    return tuple(value) if isinstance(value, tuple) else (str(value),)


def _dated(name: DatedName) -> str:
    return f"{name.name}[{name.since or ''}..{name.until or ''}]"
