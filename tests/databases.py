"""Databases for tests, of which only the first runs through the migrations: a tenth of a second."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.database import Database


def open_copied(path: Path) -> Database:
    """Opens it; where nothing is there yet, a new one. Raises: what opening raises."""
    if not path.exists():
        shutil.copyfile(_new(), path)
    return Database.open(path)


@cache
def _new() -> Path:
    folder = tempfile.mkdtemp(prefix="nianbao-tests-")
    atexit.register(shutil.rmtree, folder)
    path = Path(folder) / "nianbao.db"
    Database.open(path).close()
    return path
