"""A registry as the CSV it can be loaded from again."""

import csv
import io

from model.agency import Agency, Registry
from registry.vocabulary import COLUMNS, SEPARATOR


def export_csv(registry: Registry) -> str:
    """UTF-8 text with `\\n` line ends; loading it gives an equal registry."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(agency, column) for column in COLUMNS] for agency in registry.agencies)
    return out.getvalue()


def _cell(agency: Agency, column: str) -> str:
    value = getattr(agency, column)
    if value is None:
        return ""
    if column == "due":
        month, day = value
        return f"{month:02}-{day:02}"
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return str(value)
