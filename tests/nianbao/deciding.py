"""A server's recorder without its server: says of each decision that it is durable, until killed.

`python -m tests.nianbao.deciding HOME NAME COUNT`
"""

import contextlib
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from model.errors import ArchiveError
from model.finding import Decision, DecisionKind
from nianbao.home import Home
from nianbao.serving.recording import Recorder
from nianbao.settings import Settings

_BEGINNING = datetime(2026, 3, 1, tzinfo=UTC)
_ARCHIVED_AFTER = 7


def main(folder: str, name: str, count: str) -> None:
    home = Home(folder=Path(folder), settings=Settings())
    with home.open_database() as database:
        recorder = Recorder(home, database, pause=timedelta(milliseconds=20))
        for number in range(int(count)):
            decision = Decision(
                fingerprint=f"{name}-{number}",
                kind=DecisionKind.NOTE,
                at=_BEGINNING + timedelta(seconds=number),
                by=name,
                note="说明" * 200,
            )
            recorder.record(decision)
            print(decision.fingerprint, flush=True)
            if number % _ARCHIVED_AFTER == 0:
                with contextlib.suppress(ArchiveError):  # the other one is at the archive
                    recorder.archive_waiting()
        recorder.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
