"""One played season of the demo, for all tests that look at what came of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from demo import AUDIT_DAY, YEARS
from tests.nianbao.commands import Ended, nianbao

AUDIT = ("audit", "--year", f"{YEARS[0]}..{YEARS[-1]}", "--as-of", AUDIT_DAY.isoformat())


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """The home after `nianbao demo --json`, and how that ended. Tests must not change it."""
    home = tmp_path_factory.mktemp("demo") / "home"
    return home, nianbao("demo", "--json", home=home, timeout=600)


@pytest.fixture(scope="session")
def home(played: tuple[Path, Ended]) -> Path:
    folder, ended = played
    assert ended.code == 0, ended.err
    return folder


@pytest.fixture(scope="session")
def audited(home: Path) -> dict[str, Any]:
    """The JSON of the audit of all years of the demo."""
    value = json.loads(nianbao(*AUDIT, "--json", home=home).out)
    assert isinstance(value, dict)
    return value
