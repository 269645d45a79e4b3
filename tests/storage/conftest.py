"""A database of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.databases import open_copied


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_copied(tmp_path / "nianbao.db") as opened:
        yield opened
