"""What goes wrong with an index's files becomes an error that names the folder and the remedy."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path

from index.engines.folder import REBUILD
from model.errors import AppError, NoSpace, SearchError
from model.text import Text


@contextmanager
def guarded(folder: Path, damage: tuple[type[BaseException], ...]) -> Iterator[None]:
    """`damage`: what the engine raises on files that are not what was written."""
    try:
        yield
    except AppError:
        raise
    except BaseException as error:
        if not isinstance(error, (OSError, *damage)) and not _is_panic(error):
            raise
        if _is_full(error):
            raise NoSpace(
                str(folder),
                Text("磁盘空间不足，索引未写入", "no space left; the index was not changed"),
                Text("腾出磁盘空间后再运行一次", "free some space and run it again"),
            ) from error
        raise SearchError(
            str(folder),
            Text(
                f"索引无法读写，可能已损坏（{type(error).__name__}：{error}）",
                f"the index cannot be used, it may be damaged ({type(error).__name__}: {error})",
            ),
            REBUILD,
        ) from error


def _is_panic(error: BaseException) -> bool:
    """What Rust code raises when it gives up on a file; its class cannot be imported."""
    return type(error).__module__ == "pyo3_runtime"


def _is_full(error: BaseException) -> bool:
    """Of an engine in another language, the system's error number stands in the message alone."""
    if isinstance(error, OSError) and error.errno in {ENOSPC, EDQUOT}:
        return True
    return any(f"os error {number}" in str(error) for number in (ENOSPC, EDQUOT))
