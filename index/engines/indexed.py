"""An `Engine` over a folder: it follows what is current there, and writes as the only one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock

from index.engines.answering import Wanted, answer, matching_reports
from index.engines.failures import guarded
from index.engines.folder import Mark, none_yet, read_mark, state, writing
from index.engines.snapshot import Snapshot, Store
from index.query import Query
from index.values import NOTHING_KNOWN, IndexDocument, Known, SearchFilters, SearchResult, Sort
from model.errors import SearchError
from model.ids import ReportId

Damage = tuple[type[BaseException], ...]
Load = Callable[[Mark], tuple[Store, Damage]]

_ATTEMPTS = 5


class IndexedFolder:
    """An `index.engines.Engine`. Threads may share one; other processes open their own."""

    def __init__(
        self, folder: Path, mark: Mark, load: Load, *, patience: float, beside: bool
    ) -> None:
        """`beside`: a rebuild, whose caller holds the lock; the folder does not name it yet."""
        self._folder = folder
        self._load = load
        self._patience = patience
        self._beside = beside
        self._reading = RLock()
        self._state = state(folder)
        self._mark = mark
        self._store, self._damage = load(mark)
        self._snapshot: Snapshot | None = None
        self._generation: object = None

    @property
    def engine(self) -> str:
        return self._mark.engine

    def replace(self, documents: Iterable[IndexDocument], removed: Iterable[ReportId] = ()) -> None:
        added = {document.report: document for document in documents}
        gone = {*removed, *added}
        if not gone:
            return
        lock = nullcontext() if self._beside else writing(self._folder, self._patience)
        with lock:
            with self._reading:
                self._follow()
                store, damage = self._store, self._damage
            with guarded(self._folder, damage):
                store.replace(list(added.values()), gone)

    def stamps(self) -> Mapping[ReportId, str]:
        with self._current() as snapshot:
            return snapshot.stamps()

    def search(
        self,
        query: Query,
        filters: SearchFilters | None = None,
        *,
        known: Known = NOTHING_KNOWN,
        sort: Sort = "relevance",
        page: int = 1,
        page_size: int = 10,
        fold: bool = False,
    ) -> SearchResult:
        wanted = Wanted(known=known, sort=sort, page=page, page_size=page_size, fold=fold)
        with self._current() as snapshot:
            return answer(snapshot, query, filters, wanted)

    def matching(self, query: Query, filters: SearchFilters | None = None) -> frozenset[ReportId]:
        with self._current() as snapshot:
            return matching_reports(snapshot, query, filters)

    def close(self) -> None:
        with self._reading:
            if self._snapshot is not None:
                self._snapshot.close()
            self._snapshot = None

    @contextmanager
    def _current(self) -> Iterator[Snapshot]:
        """The newest commit, kept until there is a newer one."""
        with self._reading:
            snapshot = self._taken()
            with guarded(self._folder, self._damage):
                yield snapshot

    def _taken(self) -> Snapshot:
        """Tried again where a rebuild takes the data away between two steps."""
        for _ in range(_ATTEMPTS):
            self._follow()
            try:
                with guarded(self._folder, self._damage):
                    return self._newest()
            except SearchError:
                if self._beside or state(self._folder) == self._state:
                    raise
        return self._newest()

    def _newest(self) -> Snapshot:
        generation = self._store.generation()
        if self._snapshot is None or generation != self._generation:
            before = self._snapshot
            self._snapshot = self._store.snapshot(before)
            self._generation = generation
            if before is not None:
                before.close()
        return self._snapshot

    def _follow(self) -> None:
        """To the data that is current now."""
        if self._beside or (known := state(self._folder)) == self._state:
            return
        mark = read_mark(self._folder)
        if mark is None:
            raise none_yet(self._folder)
        if mark != self._mark:
            self.close()
            self._store, self._damage = self._load(mark)
            self._mark = mark
        self._state = known
