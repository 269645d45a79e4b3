"""A home as the web pages are handed it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import Lock

from index import Engine, open_engine
from model.agency import Registry
from model.errors import SearchError, StorageError
from model.text import Text
from nianbao.clock import Clock
from nianbao.exports.for_readers import TableExports
from nianbao.home import Home
from nianbao.serving.cage import Cage
from nianbao.serving.deciding import Decisions
from nianbao.serving.knowing import Kept
from nianbao.serving.owning import HomeOwners
from nianbao.serving.proving import Proofs
from nianbao.serving.recording import Recorder
from nianbao.serving.viewing import CagedViewer
from registry.regions import region_names
from web.site import Site

NOBODY = Registry(agencies=())

_TITLE = Text("年报：政府信息公开年度报告", "Nianbao: reports on open government")
_REGISTRY_AGE = timedelta(seconds=20)


@contextmanager
def serving(home: Home, clock: Clock, *, warm: bool = False) -> Iterator[Site]:
    """The site, with what it needs open; `warm` has its workers ready. Raises: StorageError."""
    settings = home.settings
    with (
        home.open_database() as database,
        home.open_archive() as archive,
        closing(OpenedEngine(home)) as engine,
        closing(Recorder(home, database)) as recorder,
        closing(
            Cage(
                time_limit=settings.process.time_limit,
                memory_limit=settings.process.memory_limit,
            )
        ) as cage,
    ):
        if warm:
            cage.warm()
        registry = Kept(database.registry, age=_REGISTRY_AGE, patience=60, clock=clock)
        names = Kept(
            lambda: region_names((registry() or NOBODY).agencies),
            age=_REGISTRY_AGE,
            patience=60,
            clock=clock,
        )
        proofs = Proofs(database, archive, settings.audit, lambda: registry() or NOBODY)
        yield Site(
            title=Text(settings.web.title, settings.web.title) if settings.web.title else _TITLE,
            contact=settings.web.contact or settings.harvest.contact,
            hosts=settings.web.hosts,
            token=settings.web.token or None,
            user_header=settings.web.user_header or None,
            proxies=tuple(map(str, settings.web.proxies)),
            record=Decisions(recorder, database, settings.audit),
            owners=HomeOwners(database, archive, recorder, clock),
            database=database,
            archive=archive,
            engine=engine,
            registry=lambda: registry() or NOBODY,
            viewer=CagedViewer(archive, database, cage, time_limit=settings.process.time_limit),
            exports=TableExports(database),
            clock=clock,
            requests_a_minute=settings.web.requests_a_minute,
            origins=settings.web.origins,
            region_names=lambda: names() or {},
            reasoning=proofs.reasoning,
            dossier=proofs.packed,
        )


class OpenedEngine:
    """The search engine, opened when it is first asked for and there is an index.

    An index that cannot be opened is no fault of whoever searches: that is a StorageError.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = Lock()
        self._engine: Engine | None = None

    def __call__(self) -> Engine | None:
        with self._lock:
            if self._engine is None and self._home.index_folder.is_dir():
                try:
                    self._engine = open_engine(self._home.index_folder, create=False)
                except SearchError as error:
                    raise StorageError(error.source, error.what, error.remedy) from error
            return self._engine

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
