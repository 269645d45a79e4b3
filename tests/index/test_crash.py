"""SIGKILL at any moment of indexing and rebuilding: the index is as before it or as after it."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from textwrap import dedent
from time import sleep

import pytest

from index import Engine, EngineName, open_engine, rebuilding
from tests.index.builders import found, search
from tests.index.genre import documents

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("NIANBAO_KILLS", "6"))
"""For each engine and way of writing."""
COUNT = 40

# Writes the same documents again and again, each time all of them with the next number as stamp.
WRITER = dedent(
    f"""
    import sys
    from contextlib import nullcontext
    from dataclasses import replace
    from itertools import count
    from pathlib import Path
    from index import open_engine, rebuilding
    from tests.index.genre import documents

    folder, first, way = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    corpus = list(documents({COUNT}))
    for number in count(first):
        print("writing", flush=True)
        numbered = [replace(one, stamp=str(number)) for one in corpus]
        with rebuilding(folder) if way == "rebuild" else nullcontext(open_engine(folder)) as engine:
            engine.replace(numbered[: {COUNT} // 2] if way == "rebuild" else numbered)
            if way == "rebuild":
                engine.replace(numbered[{COUNT} // 2 :])
    """
)


@pytest.mark.parametrize("way", ["replace", "rebuild"])
def test_kills_never_break_the_index(tmp_path: Path, engine_name: EngineName, way: str) -> None:
    assert len(survived(tmp_path, engine_name, way, kills=KILLS)) >= KILLS // 2


def survived(folder: Path, name: EngineName, way: str, *, kills: int) -> set[str]:
    """The stamps that were seen after the kills."""
    random = Random(7)
    reader = open_engine(folder, engine=name)
    reader.replace(documents(COUNT))
    expected = found(reader, "双公示")
    assert expected
    seen = set()
    for kill in range(kills):
        # Every second kill falls after a commit of its own writer, however slow the machine is.
        killed_while_writing(
            folder, way, first=kill * 1000, commits=kill % 2, after=random.uniform(0, 0.5)
        )
        for engine in (reader, open_engine(folder, create=False)):
            stamp = one_stamp(engine)
            assert found(engine, "双公示") == expected
        seen.add(stamp)
    rest = open_engine(folder)
    rest.replace(documents(COUNT))
    assert rest.stamps() == {one.report: one.stamp for one in documents(COUNT)}
    with rebuilding(folder) as engine:
        engine.replace(documents(COUNT))
    assert found(rest, "双公示") == found(reader, "双公示") == expected
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1
    return seen


def killed_while_writing(folder: Path, way: str, *, first: int, commits: int, after: float) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(first), way],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert writer.stdout is not None
    with writer:
        for _ in range(1 + commits):
            assert writer.stdout.readline() == b"writing\n"
        sleep(after)
        writer.kill()


def one_stamp(engine: Engine) -> str:
    """The stamp that all documents have: a mixture would be half a replacement."""
    stamps = engine.stamps()
    assert len(stamps) == search(engine, "").total == COUNT
    numbers = {stamp if stamp.isdigit() else "stamp" for stamp in stamps.values()}
    assert len(numbers) == 1
    return numbers.pop()
