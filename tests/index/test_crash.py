"""SIGKILL at any moment of a replacement: the index is as before it or as after it."""

import subprocess
import sys
from pathlib import Path
from random import Random
from textwrap import dedent
from time import sleep

from index import Engine, open_engine
from tests.index.builders import found, search
from tests.index.genre import documents

ROOT = Path(__file__).parents[2]
KILLS = 16
COUNT = 60

# Replaces the same documents again and again, each time all of them with the next number as stamp.
WRITER = dedent(
    f"""
    import sys
    from dataclasses import replace
    from itertools import count
    from pathlib import Path
    from index import open_engine
    from tests.index.genre import documents

    engine = open_engine(Path(sys.argv[1]))
    corpus = list(documents({COUNT}))
    for number in count(int(sys.argv[2])):
        print("replacing", flush=True)
        engine.replace(replace(one, stamp=str(number)) for one in corpus)
    """
)


def test_kills_never_break_the_index(tmp_path: Path) -> None:
    random = Random(7)
    reader = open_engine(tmp_path)
    reader.replace(documents(COUNT))
    expected = found(reader, "双公示")
    assert expected
    last = "stamp"
    seen = set()
    for kill in range(KILLS):
        # Every second kill falls after a commit of its own writer, however slow the machine is.
        killed_while_writing(
            tmp_path, first=kill * 1000, commits=kill % 2, after=random.uniform(0, 0.5)
        )
        for engine in (reader, open_engine(tmp_path, create=False)):
            last = one_stamp(engine)
            assert found(engine, "双公示") == expected
        seen.add(last)
    assert len(seen) >= KILLS // 2
    rest = open_engine(tmp_path)
    rest.replace(documents(COUNT))
    assert rest.stamps() == {one.report: one.stamp for one in documents(COUNT)}
    assert found(rest, "双公示") == expected


def killed_while_writing(folder: Path, *, first: int, commits: int, after: float) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(first)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert writer.stdout is not None
    with writer:
        for _ in range(1 + commits):
            assert writer.stdout.readline() == b"replacing\n"
        sleep(after)
        writer.kill()


def one_stamp(engine: Engine) -> str:
    """The stamp that all documents have: a mixture would be half a replacement."""
    stamps = engine.stamps()
    assert len(stamps) == search(engine, "").total == COUNT
    numbers = {stamp if stamp.isdigit() else "stamp" for stamp in stamps.values()}
    assert len(numbers) == 1
    return numbers.pop()
