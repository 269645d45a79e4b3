"""One played season of the demo, for all tests that look at what came of it."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo import AUDIT_DAY, SEASON, YEARS
from nianbao.clock import local_day
from tests.nianbao.commands import Ended, nianbao
from tests.nianbao.recording import Tables, play_and_record

AUDIT = ("audit", "--year", f"{YEARS[0]}..{YEARS[-1]}", "--as-of", AUDIT_DAY.isoformat())


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[date, Tables]]:
    """A home in which all but the last day is played, and what its audits gave every evening."""
    folder = tmp_path_factory.mktemp("demo") / "home"
    return folder, play_and_record(folder, local_day(SEASON[-2]))


@pytest.fixture(scope="session")
def played(recorded: tuple[Path, Mapping[date, Tables]]) -> tuple[Path, Ended]:
    """The home after `nianbao demo --json` has played what was left, and how that ended.

    Tests must not change it.
    """
    home, _ = recorded
    return home, nianbao("demo", "--json", home=home, timeout=600)


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
    ended = nianbao("archive", "rebuild", "--json", home=again)
    # The page that only holds a PDF is no report itself; everything else is one again.
    assert ended.code in (0, 4), ended.err
    return again


@pytest.fixture(scope="session")
def audited(home: Path) -> dict[str, Any]:
    """The JSON of the audit of all years of the demo."""
    value = json.loads(nianbao(*AUDIT, "--json", home=home).out)
    assert isinstance(value, dict)
    return value
