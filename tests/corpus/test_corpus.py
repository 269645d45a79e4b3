"""Reports with random figures, printed by three programs: no cell is wrong unless it says so."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from nianbao.settings import ProcessSettings
from nianbao.stages.conversion import Converter, Job, Reading
from tests.corpus import by_reportlab
from tests.corpus.by_programs import by_chromium, by_libreoffice
from tests.corpus.cases import CASES, Case
from tests.corpus.scoring import Outcome, score

# One group a producer: its part of the corpus is made once, and the parts beside each other.
PRODUCERS = [
    pytest.param(name, marks=pytest.mark.xdist_group(f"corpus-{name}"))
    for name in ("reportlab", "libreoffice", "chromium")
]
pytestmark = pytest.mark.timeout(240)
_LEAST_RIGHT = 0.995


def make(producer: str, cases: Iterable[Case], folder: Path) -> dict[str, bytes]:
    if producer == "libreoffice":
        return by_libreoffice(cases, folder)
    if producer == "chromium":
        return by_chromium(cases, folder)
    return {case.name: by_reportlab.make(case) for case in cases}


def read(cases: Iterable[Case], files: dict[str, bytes]) -> Iterator[tuple[Case, Reading]]:
    jobs = [Job(key=name, data=data, name=f"{name}.pdf") for name, data in files.items()]
    by_name = {case.name: case for case in cases}
    with Converter(ProcessSettings(), workers=1) as converter:
        for job, result in converter.read_all(jobs):
            assert isinstance(result, Reading), f"{job.name}: {result}"
            yield by_name[job.key], result


def test_the_corpus_is_wide_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert len({case.producer for case in CASES}) >= 3
    assert {case.form for case in CASES} == {"2019", "2021"}
    assert any(case.merged for case in CASES)


@pytest.mark.parametrize("producer", PRODUCERS)
def test_every_cell_is_as_printed_or_absent_or_doubted(producer: str, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.producer == producer]
    total: Counter[Outcome] = Counter()
    wrong: dict[str, list[str]] = {}

    for case, reading in read(cases, make(producer, cases, tmp_path)):
        assert reading.report.title == case.title
        assert reading.report.reporting_year == case.year
        assert reading.report.form == case.form
        assert len(reading.report.sections) == 6, case.name
        outcomes = score(reading.report, case.figures.truth)
        total.update(outcomes.values())
        found = [str(cell) for cell, outcome in outcomes.items() if outcome is Outcome.WRONG]
        if found:
            wrong[case.name] = found

    assert wrong == {}
    assert total[Outcome.RIGHT] / total.total() >= _LEAST_RIGHT, total
