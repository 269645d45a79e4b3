"""Our search on both engines against Whoosh as documented and SQLite's FTS5, on the same reports.

    python -m benchmarks.search                               # 1,000 and 10,000
    python -m benchmarks.search --sizes 1000 10000 100000     # 100,000: tantivy and FTS5 alone
    python -m benchmarks.search --engines whoosh stock --sizes 1000

Every engine gets the same invented reports (`tests/index/genre.py`) and the same fifty questions
(`benchmarks/search_questions.py`) in a process of its own, and must count the same totals. Times
are processor time of all threads: compare the ratios. Ours answers every question with facets and
snippets, the others only where it asks for them. Curves go to `--out` as SVG.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.search_charts import draw
from benchmarks.search_questions import QUESTIONS

ENGINES = ("whoosh", "tantivy", "stock", "fts5")
LARGE = 20_000
"""Beyond it Whoosh is not asked: it would take hours."""
SLOW = ("whoosh", "stock")

Run = Mapping[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--sizes", nargs="+", type=int, default=(1_000, 10_000))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("build/search-benchmark"))
    chosen = parser.parse_args()
    runs = []
    for count in chosen.sizes:
        engines = [one for one in chosen.engines if count <= LARGE or one not in SLOW]
        found = [run(engine, count, chosen.repeats) for engine in engines]
        differing(found)
        print_table(count, found)
        runs += found
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "runs.json").write_text(json.dumps(runs, indent=1), encoding="utf-8")
    print("curves:", *draw(chosen.out, runs, CURVES), sep="\n  ")


def run(engine: str, count: int, repeats: int) -> Run:
    command = [sys.executable, "-m", "benchmarks.search_run", engine, str(count)]
    done = subprocess.run(
        [*command, "--repeats", str(repeats)], check=True, stdout=subprocess.PIPE, text=True
    )
    measured: Run = json.loads(done.stdout)
    return measured


def differing(runs: Sequence[Run]) -> None:
    """Ends the benchmark where two engines answer one question differently."""
    wrong = []
    for number, question in enumerate(QUESTIONS):
        answers = {
            one["engine"]: (one["answers"][number]["total"], one["answers"][number]["years"])
            for one in runs
        }
        if any(answer != next(iter(answers.values())) for answer in answers.values()):
            wrong.append(f"{question.text}: {answers}")
    if wrong:
        raise SystemExit("answers differ:\n" + "\n".join(wrong))


def percentile(which: int, order: str) -> Callable[[Run], float]:
    return lambda one: quantiles(one["milliseconds"][order], n=100, method="inclusive")[which - 1]


def rate(one: Run) -> float:
    return float(one["count"] / one["build"])


def inexact(one: Run) -> float:
    """How many of the answers' totals are no counts."""
    return sum(not answer["exact"] for answer in one["answers"])


ROWS: tuple[tuple[str, Callable[[Run], float]], ...] = (
    ("build, reports a second", rate),
    ("size, kB a report", lambda one: one["kilobytes"]),
    ("peak memory after the build, MB", lambda one: one["memory_built"]),
    ("peak memory after the questions, MB", lambda one: one["memory_asked"]),
    ("add 100, s", lambda one: one["add"]),
    ("replace 100, s", lambda one: one["replace"]),
    ("first question after a commit, ms", lambda one: one["first"] * 1000),
    *(
        (f"by {order}, p{which}, ms", percentile(which, order))
        for order in ("relevance", "newest")
        for which in (50, 95, 99)
    ),
    ("totals that are no counts", inexact),
)
CURVES = {
    "p95-relevance": ("95 of 100 questions by relevance, ms", percentile(95, "relevance")),
    "p95-newest": ("95 of 100 questions by newest, ms", percentile(95, "newest")),
    "build": ("Reports indexed a second", rate),
    "size": ("kB on disk a report", lambda one: one["kilobytes"]),
    "memory": ("Peak memory, MB", lambda one: one["memory_asked"]),
}


def print_table(count: int, runs: Sequence[Run]) -> None:
    print(f"\n{count:,} reports, {len(QUESTIONS)} questions, processor time")
    print(f"{'':40}" + "".join(f"{one['engine']:>12}" for one in runs))
    for name, value in ROWS:
        print(f"{name:40}" + "".join(f"{value(one):12,.2f}" for one in runs))
    by_name = {one["engine"]: one for one in runs}
    if {"whoosh", "stock"} <= by_name.keys():
        for order in ("relevance", "newest"):
            p95 = percentile(95, order)
            ratio = p95(by_name["stock"]) / p95(by_name["whoosh"])
            print(f"p95 by {order}: ours on Whoosh is {ratio:.1f} times as fast as stock")


if __name__ == "__main__":
    main()
