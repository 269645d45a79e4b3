"""What the readers need to know about one generation of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.form import Form, SectionId
from model.ids import FormId, MeasureId


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDefinition:
    id: str
    labels: tuple[str, ...]
    """The official label first, then the spellings seen in reports."""
    groups: tuple[str, ...] = ()
    """Labels of the head cells above it, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDefinition:
    id: str
    labels: tuple[str, ...]
    """As in ColumnDefinition. Empty: the row has no label and follows its head."""
    groups: tuple[str, ...] = ()
    """Labels of the merged cells at its left, outermost first."""
    cells: tuple[MeasureId, ...]
    """One for each column of the block, in order."""
    merges: tuple[str, ...] = ()
    """Ids of the rows that some reports print as this single one."""
    optional: bool = False
    """Not in the order itself, but printed by some reports in place of other rows."""
    unit: str | None = None
    """What a column of units says in this row."""
    headings: tuple[str, ...] = ()
    """Labels without a number that stand right above it, outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDefinition:
    """Rows under one head. Table 2 has several, tables 3 and 4 have one."""

    head: tuple[str, ...]
    """Labels of the head that name no single column: 第二十条第（一）项, 信息内容, 申请人情况."""
    columns: tuple[ColumnDefinition, ...]
    rows: tuple[RowDefinition, ...]
    """In the form's order; a merged row stands before the rows that it merges."""
    headings: tuple[str, ...] = ()
    """Labels among the rows that have no number of their own: 一、主动公开情况."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDefinition:
    id: str
    blocks: tuple[BlockDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    form: Form = field(repr=False)
    detect: tuple[str, ...]
    """Labels that only this generation prints."""
    section_labels: Mapping[SectionId, tuple[str, ...]] = field(repr=False)
    """Headings of the six sections in order: the official one first, then spellings seen."""
    tables: tuple[TableDefinition, ...] = field(repr=False)

    @property
    def id(self) -> FormId:
        return self.form.id
