"""A database of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.builders import open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as opened:
        yield opened
