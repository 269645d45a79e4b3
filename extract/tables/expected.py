"""Which rows a printed table should have, given some that it has."""

from collections.abc import Collection, Iterator

from extract.forms import RowDefinition, TableDefinition


def expected_rows(table: TableDefinition, found: Collection[str]) -> Iterator[RowDefinition]:
    """The statutory rows; a merged row or its parts instead, where only those were found.

    `found`: ids of rows.
    """
    rows = [row for block in table.blocks for row in block.rows]
    replaced: set[str] = set()
    instead: set[str] = set()
    for merged in (row for row in rows if row.merges):
        own, parts = {merged.id}, set(merged.merges)
        statutory, other = (parts, own) if merged.optional else (own, parts)
        if other & set(found) and not statutory & set(found):
            replaced |= statutory
            instead |= other
    for row in rows:
        if row.id in instead or (not row.optional and row.id not in replaced):
            yield row


def printed_otherwise(table: TableDefinition, found: Collection[str]) -> list[RowDefinition]:
    """Rows that were found and are not in the order itself."""
    return [row for block in table.blocks for row in block.rows if row.optional and row.id in found]
