"""Decisions made on the pages are never lost, whoever holds the archive."""

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
