"""What people meant and what they get: the judgements in `relevance/`, as thresholds."""

from collections.abc import Iterator
from statistics import fmean

import pytest

from index import Engine, open_engine
from model.ids import ReportId
from tests.index.builders import search
from tests.index.conforming import ENGINES
from tests.index.judgements import (
    Graded,
    Judged,
    Trap,
    everything,
    gain,
    graded,
    judged_for,
    precision,
    queries,
    reports,
    traps,
)
from tests.index.truth import Truth

ALL_HITS = 1000


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(engine, marks=pytest.mark.xdist_group(f"relevance-{engine}"))
        for engine in ENGINES
    ],
)
def judged_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    engine = open_engine(tmp_path_factory.mktemp("judged") / "index", engine=request.param)
    engine.replace(everything())
    yield engine
    engine.close()


def ranked(engine: Engine, query: str) -> list[ReportId]:
    return [hit.report for hit in search(engine, query, page_size=ALL_HITS).hits]


def test_there_is_enough_to_judge_by() -> None:
    assert len(queries()) + len(graded()) + len(traps()) >= 60
    assert len(traps()) >= 30
    assert len({one.text for one in queries()}) == len(queries())


@pytest.mark.parametrize("judged", queries(), ids=lambda one: one.text)
def test_all_that_was_meant_and_nothing_else(judged_engine: Engine, judged: Judged) -> None:
    """Recall and precision of 1.00 among the reports made by hand."""
    by_hand = {one.report for one in reports()}
    assert {one for one in ranked(judged_engine, judged.text) if one in by_hand} == judged.relevant


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(everything())


@pytest.mark.parametrize("trap", traps(), ids=lambda one: one.word)
def test_no_occurrence_of_a_trap_word_is_missed(
    judged_engine: Engine, truth: Truth, trap: Trap
) -> None:
    """Also those inside other words: they are ranked lower, never hidden."""
    expected = truth.containing(trap.word)
    assert {one.report for one in (*trap.relevant, *trap.decoys)} <= expected
    assert set(ranked(judged_engine, trap.word)) == expected


def test_words_come_before_what_only_looks_like_them(judged_engine: Engine) -> None:
    marks = {
        trap.word: precision(ranked(judged_engine, trap.word), *judged_for(trap), 10)
        for trap in traps()
    }
    assert fmean(marks.values()) >= 0.95, {word: mark for word, mark in marks.items() if mark < 1}


@pytest.mark.parametrize("judged", graded(), ids=lambda one: one.text)
def test_the_best_come_first(judged_engine: Engine, judged: Graded) -> None:
    """Among the reports made by hand: nobody graded the others."""
    by_hand = {one.report for one in reports()}
    order = [one for one in ranked(judged_engine, judged.text) if one in by_hand]
    assert gain(order, judged.grades, 10) >= 0.95


def test_the_judgements_agree_with_the_texts() -> None:
    """What is called relevant has the word outside its hosts; what is called a decoy has not."""
    for trap in traps():
        assert all(map(trap.outside_hosts, trap.relevant)), trap.word
        assert not any(map(trap.outside_hosts, trap.decoys)), trap.word
