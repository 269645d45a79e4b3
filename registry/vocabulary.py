"""The columns of the registry's file, the same in CSV and in TOML."""

COLUMNS = (
    "id",
    "name",
    "aliases",
    "level",
    "kind",
    "region",
    "parent",
    "uscc",
    "duty",
    "due",
    "since",
    "until",
    "successor",
    "listings",
    "hosts",
    "note",
)

EXTRA_COLUMNS = ("names", "site_ids", "unconfirmed")
"""Columns beyond the contract's: read where a file has them, written where an agency needs them."""

REQUIRED = ("id", "name", "level", "kind", "region", "duty")
"""Columns that must be there and hold something in every row."""

SEPARATOR = ";"
"""Between the items of a list in one cell."""
