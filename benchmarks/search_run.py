"""One engine at one size, in a process of its own: prints what was measured as JSON.

python -m benchmarks.search_run ENGINE COUNT [--repeats N]
"""

import argparse
import json
import resource
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from benchmarks.search_engines import Searched, batches, open_searched, prepared
from benchmarks.search_questions import QUESTIONS, Answer
from tests.index.genre import documents, index_document, invent

Result = TypeVar("Result")

BATCH = 500
CHANGED = 100
"""Reports that are added, and reports that are replaced, in one commit each."""
ORDERS = ("relevance", "newest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Processor seconds, all threads together; memory in MB with the interpreter and the corpus."""

    engine: str
    count: int
    build: float
    kilobytes: float
    """On disk, for one report."""
    memory_built: float
    memory_asked: float
    add: float
    replace: float
    first: float
    """The first question after a commit, which opens what a search reads."""
    milliseconds: dict[str, list[float]]
    """Order → the median of the repetitions of each question."""
    answers: list[Answer]


def measure(engine: str, count: int, repeats: int) -> Measured:
    with TemporaryDirectory() as folder:
        searched = open_searched(engine, Path(folder) / "index")
        build = 0.0
        for batch in batches(documents(count), BATCH):
            build += timed(partial(searched.put, batch))[0]
        built, kilobytes = peak(), size(Path(folder)) / count
        first, _ = timed(lambda: searched.ask(QUESTIONS[0], ORDERS[0]))
        times: dict[str, list[float]] = {}
        for order in ORDERS:
            asked = [ask(searched, number, order, repeats) for number in range(len(QUESTIONS))]
            times[order] = [milliseconds for milliseconds, _ in asked]
            answers = [answer for _, answer in asked]
        asked_peak = peak()
        after = range(count, count + CHANGED)
        extra = [prepared(index_document(invent(number))) for number in after]
        add, _ = timed(lambda: searched.put(extra))
        changed = list(map(prepared, documents(CHANGED, seed=9)))
        replace, _ = timed(lambda: searched.put(changed))
    return Measured(
        engine=engine,
        count=count,
        build=build,
        kilobytes=kilobytes,
        memory_built=built,
        memory_asked=asked_peak,
        add=add,
        replace=replace,
        first=first,
        milliseconds=times,
        answers=answers,
    )


def ask(searched: Searched, number: int, order: str, repeats: int) -> tuple[float, Answer]:
    found = [timed(lambda: searched.ask(QUESTIONS[number], order)) for _ in range(repeats)]
    return median(seconds for seconds, _ in found) * 1000, found[-1][1]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = process_time()
    result = work()
    return process_time() - began, result


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine")
    parser.add_argument("count", type=int)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    print(json.dumps(asdict(measure(chosen.engine, chosen.count, chosen.repeats))))


if __name__ == "__main__":
    main()
