"""What serves the pages: a cage for originals, things kept for a while, and the command itself."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.original import MarkedTable
from model.errors import AppError, Damaged, Defect, TimedOut, TooLarge
from model.ids import MeasureId
from nianbao.serving.cage import Cage
from nianbao.serving.keeping import KeptBytes
from nianbao.serving.knowing import Kept
from nianbao.serving.viewing import CagedViewer
from storage.archive import Archive
from storage.database import Database
from tests.nianbao import hostile_work
from tests.nianbao.commands import nianbao
from tests.office import needs_office
from tests.shared import SHARED, needs_shared

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    opened = Cage(time_limit=3, memory_limit=4 << 30)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (hostile_work.die, Damaged),
        (hostile_work.hang, TimedOut),
        (hostile_work.swallow, TooLarge),
        (hostile_work.stumble, Defect),
    ],
)
def test_a_hostile_original_ends_its_worker_and_nothing_else(
    cage: Cage, work: Callable[[str], object], told: type[AppError]
) -> None:
    with pytest.raises(told) as error:
        cage.run(work, "x.pdf")

    assert error.value.source == "x.pdf"
    assert cage.run(hostile_work.shout, "still here", "x.pdf") == "STILL HERE x.pdf"


def test_what_was_kept_longest_unused_goes_first() -> None:
    kept = KeptBytes(10)
    made: list[str] = []

    def get(key: str) -> bytes:
        def make() -> bytes:
            made.append(key)
            return key.encode() * 4

        return kept.get(key, make)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert get(key) == key.encode() * 4
    assert made == ["a", "b", "c", "b"]


def test_what_is_larger_than_all_that_may_be_kept_is_still_given() -> None:
    kept = KeptBytes(3)

    assert kept.get("a", lambda: b"12345") == b"12345"
    assert kept.get("a", lambda: b"new") == b"new"


def test_an_answer_is_renewed_behind_the_readers_backs() -> None:
    now = [NOW]
    answers = iter(["old", "new"])
    may_end = threading.Event()
    may_end.set()

    def work() -> str:
        may_end.wait(5)
        return next(answers)

    kept = Kept(work, age=timedelta(minutes=1), patience=5, clock=lambda: now[0])
    assert kept() == "old"
    may_end.clear()
    now[0] += timedelta(minutes=2)
    assert kept() == "old"  # nobody waits for the new one
    may_end.set()
    assert [answer for answer in iter(kept, "new") if answer != "old"] == []


def test_nobody_waits_longer_than_patience() -> None:
    forever = threading.Event()
    kept = Kept(forever.wait, age=timedelta(minutes=1), patience=0.05, clock=lambda: NOW)

    assert kept() is None
    forever.set()


@needs_shared
@needs_office
def test_a_cell_of_an_old_word_file_is_found(tmp_path: Path, cage: Cage) -> None:
    data = (SHARED / "reports" / "generated" / "lod_s0.doc").read_bytes()
    with (
        Archive(tmp_path / "warc", software="test/1") as archive,
        Database.open(tmp_path / "nianbao.db") as database,
    ):
        capture = archive.write_file(name="x.doc", payload=data, media_type=None, at=NOW)
        viewer = CagedViewer(archive, database, cage, time_limit=60)
        found = viewer.find(capture, MeasureId("t3.new_received.total"), "1")

    assert isinstance(found, MarkedTable)
    assert found.cell.text == "1"


def test_others_are_served_under_known_names_only(tmp_path: Path) -> None:
    refused = nianbao("serve", "--host", "0.0.0.0", home=tmp_path / "home")

    assert refused.code == 2
    assert "[web] hosts" in refused.err


def test_serving_an_empty_home_says_what_to_do_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    words = ["serve", "--port", "0", "--home", str(tmp_path / "home"), "--lang", "en"]
    with subprocess.Popen(
        [sys.executable, "-m", "nianbao", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/en", first)
        assert address, first
        with urllib.request.urlopen(address[0], timeout=30) as answer:
            page = answer.read().decode()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert "There is no data here yet" in page
    assert "nianbao demo" in out
    assert "Traceback" not in err
    assert process.returncode == 0
