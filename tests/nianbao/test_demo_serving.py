"""`nianbao demo --serve --day`: the sites of one day, for whoever wants to look at them himself."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nianbao.stages.judges import rules_digest
from storage.database import Database
from tests.nianbao.commands import nianbao

pytestmark = pytest.mark.timeout(900)


@contextmanager
def served(home: Path, day: str) -> Iterator[list[str]]:
    """What it says, once the sites are up."""
    words = ["-m", "nianbao", "demo", "--serve", "--day", day, "--home", str(home), "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "addresses stay the same" in line:
            break
    try:
        yield said
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Traceback" not in err


def looked(home: Path, clock: str) -> dict[str, int]:
    words = ("harvest", "--clock", clock, "--agency", "qinghe-civil", "--json")
    ended = nianbao(*words, home=home, fresh=True)
    assert ended.code == 0, ended.err
    visits: dict[str, int] = ended.document["visits"]
    return visits


def test_a_day_can_be_harvested_and_then_another(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served(home, "2025-01-28") as said:
        (told,) = (line for line in said if "harvest --clock 2025-01-28T09:00" in line)
        assert str(home) in told
        addresses = [line for line in said if "http://127.0.0.1" in line]
        assert len(addresses) > 25
        # The column and two reports; the third is not there yet.
        assert looked(home, "2025-01-28T09:00")["captured"] == 3
    with served(home, "2025-02-10") as said:
        assert [line for line in said if "http://127.0.0.1" in line] == addresses
        later = looked(home, "2025-02-10T09:00")
        assert (later["captured"], later["unchanged"]) == (2, 2)
    assert nianbao("process", home=home, fresh=True).code == 0
    words = ("audit", "--agency", "qinghe-civil", "--year", "2024", "--as-of", "2025-02-10")
    (record,) = nianbao(*words, "--json", home=home).document["verdicts"]
    assert record["verdict"] == "late"
    assert record["last_absent"].startswith("2025-01-28")
    with Database.open(home / "nianbao.db") as database, database.evidence() as evidence:
        ids = [version.id for version in database.reports(current=False)]
        assert len(ids) == 3
        assert set(evidence.checks(ids, rules_digest())) == set(ids), "the audit has none to make"
