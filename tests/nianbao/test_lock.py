"""One run at a time: who holds it is said, and every end of the holder gives it back."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from model.errors import Busy
from nianbao.lock import holder_of, only_one

HOLD = """
import sys, time
from pathlib import Path
from nianbao.lock import only_one
with only_one(Path(sys.argv[1]), "nianbao harvest"):
    print("held", flush=True)
    time.sleep(60)
"""


def holding(path: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    return child


def test_a_second_process_is_told_who_is_inside(tmp_path: Path) -> None:
    path = tmp_path / "home" / "harvest.lock"
    with holding(path) as child:
        with pytest.raises(Busy) as caught, only_one(path, "another"):
            pass
        holder = holder_of(path)
        child.kill()

    assert caught.value.source == str(path.parent)
    assert f"process {child.pid}" in caught.value.what.en
    assert f"进程 {child.pid}" in caught.value.what.zh
    assert "nianbao harvest" in caught.value.what.en
    assert holder is not None
    assert (holder.pid, holder.doing) == (child.pid, "nianbao harvest")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_every_end_of_its_holder_gives_it_back(tmp_path: Path, number: int) -> None:
    path = tmp_path / "harvest.lock"
    with holding(path) as child:
        child.send_signal(number)
        child.wait(10)

    assert holder_of(path) is None
    with only_one(path, "another"):
        pass


def test_nobody_is_inside_before_the_first_and_after_the_last(tmp_path: Path) -> None:
    path = tmp_path / "harvest.lock"
    assert holder_of(path) is None
    with only_one(path, "one"):
        pass
    assert holder_of(path) is None
    with only_one(path, "two"):
        pass


def test_a_lock_of_unknown_content_is_still_a_lock(tmp_path: Path) -> None:
    path = tmp_path / "harvest.lock"
    with holding(path) as child:
        path.write_text('{"of": "another version"}', encoding="utf-8")
        with pytest.raises(Busy), only_one(path, "another"):
            pass
        child.kill()
