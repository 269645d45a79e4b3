"""The benchmark runs, at a size that shows nothing but that: all engines answer alike."""

from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks import search as benchmark
from benchmarks.search_charts import draw
from benchmarks.search_questions import QUESTIONS
from benchmarks.search_run import measure

COUNT = 40


@pytest.fixture(scope="module")
def runs() -> list[benchmark.Run]:
    return [asdict(measure(engine, COUNT, repeats=1)) for engine in benchmark.ENGINES]


def test_all_engines_count_the_same(
    runs: list[benchmark.Run], capsys: pytest.CaptureFixture[str]
) -> None:
    benchmark.differing(runs)
    totals = [answer["total"] for answer in runs[0]["answers"]]
    assert len(totals) == len(QUESTIONS) >= 50
    assert sum(0 < total < COUNT for total in totals) > 30
    benchmark.print_table(COUNT, runs)
    assert "times as fast as stock" in capsys.readouterr().out


def test_a_different_answer_ends_the_run(runs: list[benchmark.Run]) -> None:
    answers = [dict(answer) for answer in runs[0]["answers"]]
    answers[3]["total"] += 1
    with pytest.raises(SystemExit, match=QUESTIONS[3].every[0]):
        benchmark.differing([*runs, {**runs[0], "engine": "wrong", "answers": answers}])


def test_the_curves_are_drawn(runs: list[benchmark.Run], tmp_path: Path) -> None:
    larger = [{**one, "count": COUNT * 10} for one in runs]
    for path in draw(tmp_path / "curves", [*runs, *larger], benchmark.CURVES):
        drawn = path.read_text(encoding="utf-8")
        assert drawn.startswith("<?xml")
        assert all(engine in drawn for engine in benchmark.ENGINES)
