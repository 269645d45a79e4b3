from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from index import Engine, EngineName, open_engine

ENGINES = get_args(EngineName)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


@pytest.fixture
def engine(tmp_path: Path, engine_name: EngineName) -> Iterator[Engine]:
    opened = open_engine(tmp_path / "index", engine=engine_name)
    yield opened
    opened.close()
