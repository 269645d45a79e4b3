"""The chain of reasoning: it says what the verdict rests on, and what nobody looked at."""

from datetime import timedelta

import pytest

from audit.case import AgencyView, Case
from audit.reasoning import NOT_LOOKED_AT, Reasoning, reason
from model.capture import LookEnd
from model.verdict import Verdict
from model.words import LOOK_ENDS
from tests.audit.builders import LISTING, OWED, YEAR, agency, at, link, look, observations, report


def reasoned(*, looks: tuple = (), reports: tuple = (), **changes: object) -> Reasoning:  # type: ignore[type-arg]
    seen = observations(looks=list(looks), reports=list(reports))
    view = AgencyView.of(agency(**changes), seen, at("2024-03-01"))  # type: ignore[arg-type]
    return reason(Case(view=view, obligation=OWED))


def lines(made: Reasoning) -> str:
    return "\n".join(line.zh for step in made.steps for line in step.lines)


SOUND = (look(at("2024-02-02"), link(2022)), look(at("2024-02-05"), link(2022)))


def test_an_absence_is_proven_by_checks_that_all_held() -> None:
    made = reasoned(looks=SOUND)

    assert made.judgement.record.verdict is Verdict.NOT_FOUND
    answers = [check.held for check in made.checks]
    assert answers == [True, True, True, True, *[None] * len(NOT_LOOKED_AT)]
    assert "2024-02-02 10:00" in lines(made)
    assert "当时没有2023年度报告" in lines(made)
    assert "见到2022年度报告" in lines(made)


@pytest.mark.parametrize(
    ("looks", "failed"),
    [
        (SOUND[:1], [1]),
        ((*SOUND[:1], look(at("2024-02-05"), end=LookEnd.BLOCKED)), [1]),
        ((*SOUND, look(at("2024-02-09"), link(None))), [3]),
        ((), [1]),
    ],
    ids=["one look", "turned away", "an entry without a year", "no look"],
)
def test_what_failed_is_the_check_that_says_so(looks: tuple, failed: list[int]) -> None:  # type: ignore[type-arg]
    made = reasoned(looks=looks)

    assert made.judgement.record.verdict is Verdict.UNOBSERVABLE
    assert [index for index, check in enumerate(made.checks) if check.held is False] == failed


def test_the_verdict_not_found_and_all_checks_held_are_the_same_thing() -> None:
    """Whatever of the evidence is taken away, the checks and the verdict agree."""
    cases = [
        (),
        SOUND,
        SOUND[:1],
        (SOUND[0], look(at("2024-02-02", "11:00"), link(2022))),
        (*SOUND, look(at("2024-02-09"), link(2023))),
        (look(at("2024-02-02")), look(at("2024-02-05"))),
        tuple(look(at(day), link(2022), freshest=None) for day in ("2024-02-02", "2024-02-05")),
    ]
    for looks in cases:
        made = reasoned(looks=looks)
        held = all(check.held is not False for check in made.checks)
        assert held == (made.judgement.record.verdict is Verdict.NOT_FOUND), looks


def test_a_report_that_was_seen_needs_no_proof_of_absence() -> None:
    absent = look(at("2024-02-02"), link(2022))
    made = reasoned(
        looks=(absent, look(at("2024-02-08"), link(2022), link(2023))),
        reports=(report(at("2024-02-08")),),
    )

    assert made.judgement.record.verdict is Verdict.LATE
    assert [check.held for check in made.checks] == [None] * len(NOT_LOOKED_AT)
    assert "此前最后一次未见：2024-02-02 10:00" in lines(made)


def test_looks_of_other_years_are_left_out() -> None:
    before = look(at("2024-02-02") - timedelta(days=600), link(2022))

    assert "2022-06" not in lines(reasoned(looks=(before, *SOUND)))


def test_every_way_in_which_a_look_can_end_has_words() -> None:
    assert set(LOOK_ENDS) == set(LookEnd)


def test_a_listing_is_named_where_one_is_known() -> None:
    assert LISTING in lines(reasoned())
    assert "名录中没有栏目地址" in lines(reasoned(listings=()))


def test_the_years_that_a_look_showed_are_those_beside_the_one_that_is_owed() -> None:
    """What may be the report itself is told as that, and not among what was seen beside it."""
    shows_all = look(at("2024-02-09"), link(2022), link(YEAR), link(2024))

    told = lines(reasoned(looks=(shows_all,)))

    assert "见到2022、2024年度报告；有可能是2023年度报告的条目" in told
