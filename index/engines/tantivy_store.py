"""Tantivy's side of an index: commits."""

from collections.abc import Collection, Sequence
from pathlib import Path

import tantivy

from index.engines import versions
from index.engines.snapshot import Snapshot
from index.engines.tantivy_schema import SCHEMA, to_tantivy
from index.engines.tantivy_snapshot import TantivySnapshot
from index.values import IndexDocument
from model.ids import ReportId

_SCHEMA_VERSION = 1
VERSION = f"tantivy-{_SCHEMA_VERSION}-{versions.VERSION}"
_MEMORY = 128_000_000
"""Bytes that a writer may hold before it writes a segment."""
_COMMITS = "meta.json"
"""Tantivy's list of segments, put in place anew by each commit."""

# Tantivy's errors come as ValueError; files that are not what was written, as other errors too.
DAMAGE: tuple[type[BaseException], ...] = (
    ValueError,
    LookupError,
    SystemError,
    RuntimeError,
)


def create(folder: Path) -> None:
    folder.mkdir()
    tantivy.Index(SCHEMA, str(folder))


def open_store(folder: Path) -> "TantivyStore":
    return TantivyStore(folder, tantivy.Index.open(str(folder)))


class TantivyStore:
    """An `index.engines.snapshot.Store`."""

    def __init__(self, folder: Path, index: tantivy.Index) -> None:
        self._commits = folder / _COMMITS
        self._index = index
        # No thread that watches the folder: `generation` does.
        index.config_reader(reload_policy="manual")

    def replace(self, added: Sequence[IndexDocument], gone: Collection[ReportId]) -> None:
        writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        try:
            for report in gone:
                writer.delete_documents_by_term("report", report)
            for document in added:
                writer.add_document(to_tantivy(document))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def generation(self) -> object:
        known = self._commits.stat()
        return known.st_ino, known.st_mtime_ns

    def snapshot(self, previous: Snapshot | None) -> TantivySnapshot:
        del previous
        self._index.reload()
        return TantivySnapshot(self._index.searcher())
