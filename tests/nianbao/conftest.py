"""One played season of the demo, for all tests that look at what came of it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from demo import AUDIT_DAY, YEARS
from tests.nianbao.commands import Ended, nianbao

AUDIT = ("audit", "--year", f"{YEARS[0]}..{YEARS[-1]}", "--as-of", AUDIT_DAY.isoformat())


@pytest.fixture(scope="session")
def home(played: tuple[Path, Ended]) -> Path:
    folder, ended = played
    assert ended.code == 0, ended.err
    return folder


@pytest.fixture(scope="session")
def rebuilt(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of which only the archive and the registry were kept."""
    again = tmp_path_factory.mktemp("again")
    shutil.copytree(home / "warc", again / "warc")
    shutil.copy(home / "registry.csv", again)
    ended = nianbao("archive", "rebuild", "--json", home=again, fresh=True)
    # The page that only holds a PDF is no report itself; everything else is one again.
    assert ended.code in (0, 4), ended.err
    return again


@pytest.fixture(scope="session")
def audited(home: Path) -> dict[str, Any]:
    """The JSON of the audit of all years of the demo."""
    value = json.loads(nianbao(*AUDIT, "--json", home=home, fresh=True).out)
    assert isinstance(value, dict)
    return value
