"""Generations of the statutory format as data: one YAML file each, no code."""

from extract.forms.definition import (
    BlockDefinition,
    ColumnDefinition,
    FormDefinition,
    RowDefinition,
    TableDefinition,
)
from extract.forms.loader import load_forms, read_form

__all__ = [
    "BlockDefinition",
    "ColumnDefinition",
    "FormDefinition",
    "RowDefinition",
    "TableDefinition",
    "load_forms",
    "read_form",
]
