"""Decisions made on the pages are never lost, whoever holds the archive."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.errors import ArchiveError
from model.finding import Decision, DecisionKind
from nianbao.home import Home
from nianbao.serving.recording import Recorder
from nianbao.settings import Settings

SAID = Decision(
    fingerprint="f", kind=DecisionKind.DISMISS, at=datetime(2026, 3, 1, tzinfo=UTC), by="王某"
)
NEVER = timedelta(days=1)


def test_what_is_said_during_a_harvest_waits_and_outlives_a_kill(tmp_path: Path) -> None:
    home = Home(folder=tmp_path / "home", settings=Settings())
    later = replace(SAID, kind=DecisionKind.REOPEN, at=SAID.at + timedelta(hours=1))
    with home.open_archive() as harvesting:
        harvesting.heal()  # it holds the archive now
        with home.open_database() as database:
            killed = Recorder(home, database, pause=NEVER)
            killed.record(SAID)
            with pytest.raises(ArchiveError, match="another process"):
                killed.archive_waiting()
            killed.record(later)
            assert database.decisions() == (SAID, later)
    waiting = tmp_path / "home" / "decisions-waiting.jsonl"
    waiting.write_bytes(waiting.read_bytes() + b'{"cut short')
    home.database_file.unlink()

    with home.open_database() as database:
        next_one = Recorder(home, database, pause=NEVER)
        assert database.decisions() == (SAID, later)
        next_one.close()
        assert not waiting.exists()
    with home.open_archive() as archive:
        assert [one.item for one in archive.records()] == [SAID, later]


def test_two_servers_on_one_home_lose_nothing_when_one_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    Home(folder=folder, settings=Settings()).open_database().close()
    killed, other = _server(folder, "killed", 10_000), _server(folder, "other", 60)
    assert killed.stdout is not None
    said = [killed.stdout.readline().strip() for _ in range(40)]
    killed.kill()
    said += killed.communicate()[0].split()
    said += other.communicate(timeout=60)[0].split()
    assert (killed.returncode, other.returncode) == (-signal.SIGKILL, 0)
    assert "other-59" in said

    home = Home(folder=folder, settings=Settings())
    with home.open_database() as database:
        Recorder(home, database, pause=NEVER).close()
        stored = {one.fingerprint for one in database.decisions()}
    with home.open_archive() as archive:
        items = [one.item for one in archive.records()]
    archived = {item.fingerprint for item in items if isinstance(item, Decision)}
    assert set(said) <= archived
    # What the kill cut off between the two was durable, and only not acknowledged yet.
    unsaid = sum(one.startswith("killed-") for one in said)
    assert archived - set(said) <= {f"killed-{unsaid}"}
    assert stored == archived


def _server(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.nianbao.deciding", str(folder), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )
