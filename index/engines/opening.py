"""An index in its folder, with the engine that wrote it or the one that is asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module, util
from pathlib import Path
from shutil import rmtree
from typing import Literal

from index.engines.failures import guarded
from index.engines.folder import (
    REBUILD,
    UNKNOWN,
    Mark,
    fresh_data,
    none_yet,
    read_mark,
    sweep,
    write_mark,
    writing,
)
from index.engines.indexed import IndexedFolder
from index.engines.snapshot import Store
from model.errors import SearchError
from model.text import Text

EngineName = Literal["whoosh", "tantivy"]
DEFAULT: EngineName = "whoosh"

PATIENCE = 2.0
"""Seconds to wait for another writer."""

_LIBRARIES = {"whoosh": "whoosh", "tantivy": "tantivy"}


@dataclass(frozen=True, slots=True)
class _Backend:
    version: str
    """Another one whenever the same documents would be indexed differently."""
    damage: tuple[type[BaseException], ...]
    create: Callable[[Path], None]
    """Empty data in a new folder."""
    open: Callable[[Path], Store]


def open_engine(
    folder: Path,
    *,
    engine: EngineName | None = None,
    create: bool = True,
    patience: float = PATIENCE,
) -> IndexedFolder:
    """The index in `folder`, of whichever engine wrote it unless one is named.

    Raises SearchError for a folder whose content we did not write, for another version or engine
    (see `why_rebuild`), for an engine that is not installed and, with `create=False`, where there
    is no index.
    """
    mark = read_mark(folder)
    if mark is None:
        if not create:
            raise none_yet(folder)
        mark = _created(folder, engine or DEFAULT, patience)
    if why := _outdated(mark, engine):
        raise SearchError(str(folder), why, REBUILD)
    return _opened(folder, mark, patience)


def why_rebuild(folder: Path, engine: EngineName | None = None) -> Text | None:
    """Why an index that is there must be built anew before it is used; None: it need not."""
    mark = read_mark(folder)
    return None if mark is None else _outdated(mark, engine)


@contextmanager
def rebuilding(
    folder: Path, *, engine: EngineName | None = None, patience: float = PATIENCE
) -> Iterator[IndexedFolder]:
    """An empty engine to be filled. Searching goes on in the index as it was.

    The new one takes its place when the block ends well; after an error or a kill nothing changed.
    """
    with writing(folder, patience):
        mark = read_mark(folder)
        name = engine or (mark.engine if mark is not None else DEFAULT)
        backend = _backend(name if name in _LIBRARIES else DEFAULT, folder)
        new = Mark(
            engine=name if name in _LIBRARIES else DEFAULT,
            version=backend.version,
            data=fresh_data(folder, mark),
        )
        with guarded(folder, backend.damage):
            backend.create(folder / new.data)
        opened = _opened(folder, new, patience, beside=True)
        try:
            yield opened
        except BaseException:
            opened.close()
            rmtree(folder / new.data, ignore_errors=True)
            raise
        opened.close()
        write_mark(folder, new)
        sweep(folder, new)


def _created(folder: Path, engine: EngineName, patience: float) -> Mark:
    backend = _backend(engine, folder)
    with writing(folder, patience):
        mark = read_mark(folder)
        if mark is None:
            mark = Mark(engine=engine, version=backend.version, data=fresh_data(folder, None))
            with guarded(folder, backend.damage):
                backend.create(folder / mark.data)
            write_mark(folder, mark)
    return mark


def _outdated(mark: Mark, engine: EngineName | None) -> Text | None:
    if mark.engine not in _LIBRARIES:
        return _another_version(mark, _backend(engine or DEFAULT, Path()).version)
    if engine is not None and engine != mark.engine:
        return Text(
            f"索引由 {mark.engine} 写成，现在的设置是 {engine}",
            f"the index was written with {mark.engine}; the settings now say {engine}",
        )
    version = _backend(mark.engine, Path(mark.engine)).version
    return None if version == mark.version else _another_version(mark, version)


def _another_version(found: Mark, ours: str) -> Text:
    """Both versions are named, and what the mark does not tell is said in words."""
    if found.version == UNKNOWN:
        return Text(
            f"索引由另一版本写成（标记中读不出版本；本程序的索引版本为 {ours}）",
            f"the index was written by another version (its mark does not say which; this program "
            f"writes {ours})",
        )
    by = "" if found.engine in (UNKNOWN, *_LIBRARIES) else f"{found.engine} "
    return Text(
        f"索引由另一版本写成（索引为 {by}{found.version}，本程序为 {ours}）",
        f"the index was written by another version (it is {by}{found.version}; this program writes "
        f"{ours})",
    )


def _opened(folder: Path, mark: Mark, patience: float, *, beside: bool = False) -> IndexedFolder:
    def load(current: Mark) -> tuple[Store, tuple[type[BaseException], ...]]:
        if why := _outdated(current, None):
            raise SearchError(str(folder), why, REBUILD)
        backend = _backend(current.engine, folder)
        with guarded(folder, backend.damage):
            return backend.open(folder / current.data), backend.damage

    return IndexedFolder(folder, mark, load, patience=patience, beside=beside)


def _backend(name: str, folder: Path) -> _Backend:
    if util.find_spec(_LIBRARIES[name]) is None:
        raise SearchError(
            str(folder),
            Text(f"没有安装检索引擎 {name}", f"the search engine {name} is not installed"),
            Text(
                f"运行 pip install 'nianbao[{name}]'，或改设置 [search] engine = \"{DEFAULT}\""
                " 后运行 nianbao index",
                f"run pip install 'nianbao[{name}]', or set [search] engine = \"{DEFAULT}\""
                " and run nianbao index",
            ),
        )
    # Only the engine in use is loaded: a library of tens of megabytes costs every command.
    module = import_module(f"index.engines.{name}_store")
    return _Backend(module.VERSION, module.DAMAGE, module.create, module.open_store)
