"""The played season: made once for all workers of a run."""

import fcntl
import pickle
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from demo import SEASON
from nianbao.clock import local_day
from tests.nianbao.commands import Ended, nianbao
from tests.nianbao.recording import Tables, play_and_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    home: Path
    recorded: Mapping[date, Tables]
    """What the audits gave every evening but the last."""
    ended: Ended
    """How `nianbao demo --json` ended, which played what was left."""


def season(shared: Path, own: Path) -> Season:
    """Plays it into `shared` unless another worker has, and copies the home to `own`."""
    told = shared / "season.pickle"
    with _alone(shared / "season.lock"):
        if not told.exists():
            unfinished = told.with_suffix(".part")
            unfinished.write_bytes(pickle.dumps(_played(shared / "home")))
            unfinished.rename(told)
    recorded, ended = pickle.loads(told.read_bytes())
    shutil.copytree(shared / "home", own)
    return Season(home=own, recorded=recorded, ended=ended)


def _played(home: Path) -> tuple[Mapping[date, Tables], Ended]:
    recorded = play_and_record(home, local_day(SEASON[-2]))
    return recorded, nianbao("demo", "--json", home=home, timeout=600, fresh=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Waits until no other worker is inside."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
