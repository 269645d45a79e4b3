"""Whoosh's side of an index: fields, columns, commits."""

import json
import pickle
import struct
import zlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import columns, fields, index, writing
from whoosh.filedb import filetables
from whoosh.query import Or, Term

from index.canonical import printable
from index.columns import place
from index.copies import signature
from index.engines import versions
from index.engines.snapshot import Snapshot
from index.engines.whoosh_format import Weighted
from index.engines.whoosh_snapshot import SEEN, WhooshSnapshot
from index.layout import lay_out, section_names
from index.needles import token_weights
from index.values import IndexDocument
from index.words import two_character_words
from model.ids import ReportId

_SCHEMA_VERSION = 2
VERSION = f"whoosh-{_SCHEMA_VERSION}-{versions.VERSION}"
_NAME = "nianbao"
_MEMORY_MB = 256
"""What a writer may hold before it spills postings to disk."""


class _Tokens(fields.ID):  # type: ignore[misc]
    """Pickled by its name, as `Weighted` is."""

    def __init__(self) -> None:
        super().__init__()
        self.format = Weighted()


# Values are handed to Whoosh as lists of finished tokens. Postings keep no positions: a phrase is
# decided on the text column.
SCHEMA = fields.Schema(
    report=fields.ID(sortable=columns.VarBytesColumn()),
    tokens=_Tokens(),
    sections=fields.ID(),
    year=fields.COLUMN(columns.NumericColumn("H", default=0)),
    place=fields.COLUMN(columns.RefBytesColumn()),
    level=fields.COLUMN(columns.RefBytesColumn()),
    kind=fields.COLUMN(columns.RefBytesColumn()),
    agency=fields.COLUMN(columns.RefBytesColumn()),
    length=fields.COLUMN(columns.NumericColumn("I", default=0)),
    signature=fields.COLUMN(columns.VarBytesColumn()),
    text=fields.COLUMN(columns.VarBytesColumn()),
    printed=fields.COLUMN(columns.VarBytesColumn()),
)

# What Whoosh and pickle raise on files that are not what was written: they have no error for that.
DAMAGE: tuple[type[BaseException], ...] = (
    index.IndexError,
    index.LockError,
    fields.FieldConfigurationError,
    filetables.FileFormatError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OverflowError,
    SystemError,
    TypeError,
    ValueError,
)


def create(folder: Path) -> None:
    folder.mkdir()
    index.create_in(str(folder), SCHEMA, _NAME)


def open_store(folder: Path) -> "WhooshStore":
    return WhooshStore(index.open_dir(str(folder), _NAME, schema=SCHEMA))


class WhooshStore:
    """An `index.engines.snapshot.Store`."""

    def __init__(self, whoosh_index: Any) -> None:
        self._index = whoosh_index

    def replace(self, added: Sequence[IndexDocument], gone: Collection[ReportId]) -> None:
        writer = self._index.writer(limitmb=_MEMORY_MB)
        try:
            # One query for all: a deletion per document rereads the index every time.
            writer.delete_by_query(Or([Term("report", report) for report in sorted(gone)]))
            for document in added:
                writer.add_document(**_fields(document))
            writer.commit()
        except BaseException:
            # An interrupt as well: the writer holds the index's lock until it commits or cancels.
            with suppress(OSError, writing.IndexingError):
                writer.cancel()
            raise

    def generation(self) -> object:
        return self._index.latest_generation()

    def snapshot(self, previous: Snapshot | None) -> WhooshSnapshot:
        # Not by Whoosh's `Searcher.refresh`: it may go on showing segments that were merged away.
        known = previous.columns_by_segment if isinstance(previous, WhooshSnapshot) else {}
        return WhooshSnapshot(self._index.reader(), known)


def _fields(document: IndexDocument) -> dict[str, object]:
    text = lay_out(document)
    data = text.encode()
    weights: dict[str, float] = dict(token_weights(text))
    for word in two_character_words(text):
        weights[word] += SEEN
    sections = [(section, printable(part)) for section, part in document.sections]
    printed = (
        document.title,
        document.agency,
        document.agency_name,
        document.url,
        document.stamp,
        sections,
    )
    return {
        "report": document.report,
        "tokens": sorted(weights.items()),
        "sections": section_names(data),
        "year": document.reporting_year or 0,
        "place": place(document.region, document.region_name).encode(),
        "level": (document.level or "").encode(),
        "kind": (document.kind or "").encode(),
        "agency": (document.agency or "").encode(),
        "length": len(data),
        "signature": signature(document, text),
        "text": data,
        "printed": json.dumps(printed, ensure_ascii=False).encode(),
    }
