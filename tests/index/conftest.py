from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Engine, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(tmp_path / "index")
    yield opened
    opened.close()
