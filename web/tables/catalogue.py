"""All tables by name."""

from collections.abc import Mapping
from typing import Any

from web.tables.archived import CAPTURES
from web.tables.contents import MEASURES, REPORTS, SECTIONS
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
    )
}
"""In the order in which a stranger meets them."""
