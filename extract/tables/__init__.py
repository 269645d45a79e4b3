"""The statutory tables of a document, cell by cell, by label."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.forms import FormDefinition
from model.document import Document, ReadingWarning
from model.ids import FormId, MeasureId
from model.report import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresRead:
    """What the statutory tables of one document say."""

    form: FormId | None = None
    """The generation of the form, told from its labels; None when no table was recognised."""
    measures: Mapping[MeasureId, Measure] = field(default_factory=dict)
    """Every cell of the form; cells of merged rows only where the source prints one."""
    consumed: frozenset[int] = frozenset()
    """Indexes into `document.blocks` of the blocks that are table content."""
    warnings: tuple[ReadingWarning, ...] = ()


def read_measures(document: Document, forms: tuple[FormDefinition, ...]) -> MeasuresRead:
    """Read every cell of the form that the document was written on."""
    return MeasuresRead()
