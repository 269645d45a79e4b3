"""The checks on one report: when they speak, and when they must not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import check_report, count_identities
from audit.checking import IdentityCounts
from model.finding import Certainty, Finding, Severity
from model.form import Form, Identity, MeasureDefinition, ValueType
from model.ids import FormId, MeasureId, RuleId
from model.place import Box, Place
from model.report import Measure, MeasureState, Report
from tests.audit.builders import cell, content


def identity(rule: str, left: str, right: str, instance: str = "one") -> Identity:
    return Identity(
        rule=RuleId(rule),
        instance=instance,
        left=tuple(MeasureId(term) for term in left.split()),
        right=tuple(MeasureId(term) for term in right.split()),
    )


LABELS = {
    "t2.licensing.decisions": "行政许可 / 本年处理决定数量",
    "t2.fees.amount_wan_yuan": "行政事业性收费 / 本年收费金额",
    "t3.new_received.total": "本年新收 / 总计",
    "t3.carried_in.total": "上年结转 / 总计",
    "t3.granted.total": "予以公开 / 总计",
    "t3.other.overdue.total": "其他处理 / 逾期 / 总计",
    "t3.other.rest.total": "其他处理 / 其他 / 总计",
    "t3.result_total.total": "办理结果 / 总计 / 总计",
    "t3.carried_out.total": "结转下年度 / 总计",
    "t3.granted.natural_person": "予以公开 / 自然人",
    "t3.granted.other_org": "予以公开 / 其他",
    "t4.reconsideration.upheld": "行政复议 / 结果维持",
    "t4.reconsideration.corrected": "行政复议 / 结果纠正",
    "t4.reconsideration.total": "行政复议 / 总计",
    "t3.other.total": "其他处理 / 总计",
}
TYPES = {
    "t2.fees.amount_wan_yuan": ValueType.DECIMAL,
    "t3.carried_in.total": ValueType.SIGNED_COUNT,
}
FORM = Form(
    id=FormId("2021"),
    document="",
    measures={
        MeasureId(key): MeasureDefinition(
            id=MeasureId(key), label=label, type=TYPES.get(key, ValueType.COUNT)
        )
        for key, label in LABELS.items()
    },
    identities=(
        identity(
            "applications.balance",
            "t3.new_received.total t3.carried_in.total",
            "t3.result_total.total t3.carried_out.total",
        ),
        identity(
            "applications.result_sum",
            "t3.granted.total t3.other.overdue.total t3.other.rest.total",
            "t3.result_total.total",
        ),
        identity(
            "applications.row_sum",
            "t3.granted.natural_person t3.granted.other_org",
            "t3.granted.total",
        ),
        identity(
            "remedies.outcome_sum",
            "t4.reconsideration.upheld t4.reconsideration.corrected",
            "t4.reconsideration.total",
        ),
    ),
    merged={
        MeasureId("t3.other.total"): (
            MeasureId("t3.other.overdue.total"),
            MeasureId("t3.other.rest.total"),
        )
    },
)
SOUND: dict[str, object] = {
    "t2.licensing.decisions": 550,
    "t2.fees.amount_wan_yuan": Decimal("7730.28"),
    "t3.new_received.total": 21,
    "t3.carried_in.total": 1,
    "t3.granted.total": 12,
    "t3.other.overdue.total": 3,
    "t3.other.rest.total": 5,
    "t3.result_total.total": 20,
    "t3.carried_out.total": 2,
    "t3.granted.natural_person": 10,
    "t3.granted.other_org": 2,
    "t4.reconsideration.upheld": 10,
    "t4.reconsideration.corrected": 1,
    "t4.reconsideration.total": 11,
    "t3.other.total": None,
}


def checked(changes: dict[str, object] | None = None) -> tuple[Finding, ...]:
    return check_report(report_with(changes or {}), FORM)


def report_with(changes: dict[str, object]) -> Report:
    values = {**SOUND, **changes}
    return content({MeasureId(key): cell(key, value) for key, value in values.items()})


def unread(measure: str, state: MeasureState) -> Measure:
    inferred = state is MeasureState.INFERRED
    return Measure(id=MeasureId(measure), value=0 if inferred else None, raw=None, state=state)


def test_a_sound_report_is_silent() -> None:
    assert checked() == ()
    assert count_identities(report_with({}), FORM) == IdentityCounts(passed=4, failed=0, unknown=0)


def test_outcomes_that_do_not_add_up() -> None:
    (finding,) = checked({"t4.reconsideration.total": 0})

    assert (finding.rule, finding.severity) == ("remedies.outcome_sum", Severity.ERROR)
    assert finding.certainty is Certainty.CONFIRMED
    assert finding.message.zh == "行政复议：结果维持10＋结果纠正1＝11，而总计为0"
    assert finding.message.en == "reconsideration: upheld 10 + corrected 1 = 11, but total is 0"
    assert (finding.left, finding.right) == ("11", "0")
    assert finding.cells == (
        "t4.reconsideration.total",
        "t4.reconsideration.upheld",
        "t4.reconsideration.corrected",
    )


def test_a_balance_that_does_not_hold() -> None:
    (finding,) = checked({"t3.carried_out.total": 3})

    assert finding.rule == "applications.balance"
    assert (
        finding.message.zh == "总计：本年新收21＋上年结转1＝22，而办理结果／总计20＋结转下年度3＝23"
    )
    assert (finding.left, finding.right) == ("22", "23")


def test_results_and_rows_that_do_not_add_up() -> None:
    found = checked({"t3.granted.total": 13})

    assert [finding.rule for finding in found] == [
        "applications.result_sum",
        "applications.row_sum",
    ]


def test_a_long_sum_shows_what_counts() -> None:
    terms = " ".join(f"t3.r{number}.total" for number in range(21))
    long = replace(
        FORM, identities=(identity("applications.result_sum", terms, "t3.result_total.total"),)
    )
    values: dict[str, object] = {f"t3.r{number}.total": 0 for number in range(21)}
    report = report_with({**values, "t3.r4.total": 4, "t3.r9.total": 6})

    (finding,) = check_report(report, long)

    assert finding.left == "10"
    assert "（其余各项为0）" in finding.message.zh
    assert "r4 4 + r9 6 = 10 (all other terms are 0)" in finding.message.en
    assert len(finding.cells) == 22
    assert len(finding.quotes) == 3


def test_the_cells_are_quoted_with_their_places() -> None:
    place = Place(page=5, box=Box(1, 2, 3, 4))
    printed = replace(cell("t4.reconsideration.total", 0), place=place)

    (finding,) = checked({"t4.reconsideration.total": printed})

    assert finding.quotes[0].text == "行政复议 / 总计：0"
    assert finding.quotes[0].place == place


@pytest.mark.parametrize(
    "state",
    [MeasureState.BLANK, MeasureState.DASH, MeasureState.INFERRED, MeasureState.ABSENT],
)
@pytest.mark.parametrize(
    "measure",
    [
        "t4.reconsideration.total",
        "t4.reconsideration.upheld",
        "t3.carried_in.total",
        "t3.granted.natural_person",
        "t3.other.rest.total",
    ],
)
def test_a_missing_term_is_unknown_not_wrong(measure: str, state: MeasureState) -> None:
    changes: dict[str, object] = {measure: unread(measure, state)}

    assert checked(changes) == ()
    assert count_identities(report_with(changes), FORM).unknown == 1
    assert count_identities(report_with(changes), FORM).failed == 0


def test_a_cell_that_the_report_does_not_have_at_all_is_unknown() -> None:
    report = content({MeasureId("t4.reconsideration.upheld"): cell("x", 1)})

    assert check_report(report, FORM) == ()
    assert count_identities(report, FORM).unknown == 4


def test_an_uncertain_reading_stays_unconfirmed() -> None:
    doubtful = replace(cell("t4.reconsideration.total", 0), doubt="row_offset")

    (finding,) = checked({"t4.reconsideration.total": doubtful})

    assert finding.certainty is Certainty.UNCONFIRMED


PARTS = {"t3.other.overdue.total": None, "t3.other.rest.total": None}


@pytest.mark.parametrize(("merged", "failed"), [(8, 0), (9, 1)])
def test_a_merged_row_stands_for_its_parts(merged: int, failed: int) -> None:
    counts = count_identities(report_with({**PARTS, "t3.other.total": merged}), FORM)

    assert (counts.failed, counts.unknown) == (failed, 0)


def test_inferred_parts_do_not_hide_the_merged_row() -> None:
    inferred = {key: unread(key, MeasureState.INFERRED) for key in PARTS}
    counts = count_identities(report_with({**inferred, "t3.other.total": 8}), FORM)

    assert (counts.failed, counts.unknown) == (0, 0)


def test_a_merged_row_beside_a_printed_part_decides_nothing() -> None:
    half: dict[str, object] = {"t3.other.overdue.total": None, "t3.other.total": 99}

    assert count_identities(report_with(half), FORM).unknown == 1
    assert checked(half) == ()


@pytest.mark.parametrize(
    ("measure", "value"),
    [("t2.licensing.decisions", Decimal("5.5")), ("t2.licensing.decisions", -3)],
)
def test_not_a_count(measure: str, value: object) -> None:
    (finding,) = checked({measure: value})

    assert finding.rule == "measures.not_a_count"
    assert finding.left == str(value)
    assert finding.cells == (measure,)
    assert str(value) in finding.message.zh


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("t2.licensing.decisions", 0),
        ("t2.licensing.decisions", Decimal("550.0")),
        ("t2.licensing.decisions", None),
        ("t2.licensing.decisions", unread("t2.licensing.decisions", MeasureState.BLANK)),
        ("t2.fees.amount_wan_yuan", Decimal("-0.5")),
        ("t2.unheard_of", -1),
    ],
)
def test_counts_and_amounts(measure: str, value: object) -> None:
    assert checked({measure: value}) == ()


def test_a_signed_count_may_be_negative_but_must_be_whole() -> None:
    rules = {finding.rule for finding in checked({"t3.carried_in.total": -1})}
    broken = {finding.rule for finding in checked({"t3.carried_in.total": Decimal("0.5")})}

    assert "measures.not_a_count" not in rules
    assert "measures.not_a_count" in broken
