"""What there is to take away: tables with their dictionaries, feeds, operations of the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model.text import Text
from web.tables.catalogue import TABLES
from web.tables.figures import figures_table
from web.tables.table import Table

FEEDS: tuple[tuple[str, Text], ...] = (
    ("/feeds/reports.atom", Text("新见报告", "New reports")),
    ("/feeds/findings.atom", Text("新的发现（仅读数确定者）", "New findings, certain ones only")),
    ("/feeds/search.atom", Text("任一检索，加 q=", "Any search: add q=")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    name: str
    about: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    path: str
    summary: Text
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    tables: tuple[Table[Any], ...]
    operations: tuple[Operation, ...]


def data_view(document: Mapping[str, Any], prefix: str) -> DataView:
    """`document` is the OpenAPI document of the API at `prefix`."""
    return DataView(
        tables=(*TABLES.values(), figures_table()),
        operations=tuple(
            Operation(
                path=f"{prefix}{path}",
                summary=both(operation["summary"]),
                parameters=tuple(
                    Parameter(name=one["name"], about=both(one["description"]))
                    for one in operation.get("parameters", ())
                ),
            )
            for path, operations in document["paths"].items()
            for operation in operations.values()
        ),
    )


def both(said: str) -> Text:
    """The document says everything as `English / 中文`."""
    english, _, chinese = said.partition(" / ")
    return Text(chinese or english, english)
