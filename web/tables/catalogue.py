"""All tables by name."""

from collections.abc import Mapping
from typing import Any

from model.errors import NotFoundError
from model.text import Text
from web.tables.archived import CAPTURES
from web.tables.contents import MEASURES, REPORTS, SECTIONS
from web.tables.figures import INDICATORS, figures_table
from web.tables.judgements import FINDINGS, VERDICTS
from web.tables.parties import AGENCIES, OBLIGATIONS
from web.tables.table import Table

TABLES: Mapping[str, Table[Any]] = {
    table.name: table
    for table in (
        AGENCIES,
        OBLIGATIONS,
        VERDICTS,
        REPORTS,
        MEASURES,
        SECTIONS,
        FINDINGS,
        CAPTURES,
        INDICATORS,
    )
}
"""In the order in which a stranger meets them."""

FIGURES = "figures"
NAMES = (*TABLES, FIGURES)
"""Of everything that can be exported as a table."""


def table_named(name: str) -> Table[Any]:
    """Raises: NotFoundError."""
    if name == FIGURES:
        return figures_table()
    if name not in TABLES:
        raise NotFoundError(
            name[:40],
            Text("没有这个表", "is no table"),
            Text(f"可用：{'、'.join(NAMES)}", f"there are: {', '.join(NAMES)}"),
        )
    return TABLES[name]
