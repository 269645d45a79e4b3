"""The names of figures, over all generations of the form."""

import pytest

from extract.forms import load_forms
from index.measures import SPOKEN, MeasureNames, Several, measure_names
from model.figures import Figure

NAMES = measure_names([definition.form for definition in load_forms()])
DENIED = tuple(
    f"t3.denied.{reason}.total"
    for reason in (
        "state_secret", "prohibited_by_law", "three_safety_one_stability", "third_party_rights",
        "internal_affairs", "process_information", "enforcement_case_file",
        "administrative_inquiry",
    )
)  # fmt: skip


def ways(name: str) -> tuple[tuple[str, ...], ...]:
    found = NAMES.find(name)
    assert isinstance(found, Figure)
    return found.ways


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("t3.granted.total", (("t3.granted.total",),)),
        ("T3.granted", (("t3.granted.total",),)),
        ("t3.denied", (DENIED,)),
        ("不予公开", (DENIED,)),
        ("（三）不予公开", (DENIED,)),
        ("不予公開", (DENIED,)),
        ("不予公开/自然人", (tuple(id_.replace("total", "natural_person") for id_ in DENIED),)),
        ("属于国家秘密", (("t3.denied.state_secret.total",),)),
        ("不予公开 / 属于国家秘密 / 自然人", (("t3.denied.state_secret.natural_person",),)),
        ("危及三安全一稳定", (("t3.denied.three_safety_one_stability.total",),)),
        ("本年度办理结果", (("t3.result_total.total",),)),
        ("本年收费金额", (("t2.fees.amount_wan_yuan",),)),
        ("收到申请数", (("s.received.number",),)),
        ("申请数量", (("t3.new_received.total",), ("s.received.number",))),
        (
            "其他处理",
            (
                ("t3.other.total",),
                (
                    "t3.other.correction_overdue.total",
                    "t3.other.fee_overdue.total",
                    "t3.other.other.total",
                ),
            ),
        ),
    ],
)
def test_finds_figures_by_id_and_by_label(name: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert ways(name) == expected


@pytest.mark.parametrize(
    ("name", "one", "count"),
    [
        ("结果维持", "t4.litigation_direct.upheld", 3),
        ("总计", "t3.granted.total", 29),
        ("规章", "t2.rules.made", 6),
    ],
)
def test_a_name_of_several_figures_gives_them_all(name: str, one: str, count: int) -> None:
    found = NAMES.find(name)
    assert isinstance(found, Several)
    assert one in found.ids
    assert len(found.ids) == count


@pytest.mark.parametrize("name", ["甲", "t3", "t9.nothing.total", "", "公开"])
def test_other_words_are_no_names(name: str) -> None:
    assert NAMES.find(name) is None


def test_a_misspelt_name_is_near_the_right_one() -> None:
    assert "不予公开" in NAMES.near("不与公开")
    assert NAMES.near("警企恳谈会") == ()


def test_every_measure_is_found_by_its_id_and_its_whole_label() -> None:
    for measure in NAMES.measures.values():
        assert ways(measure.id) == ((measure.id,),)
        found = NAMES.find(measure.label)
        assert isinstance(found, Figure), measure.label
        assert (measure.id,) in found.ways, measure.label


def test_what_people_say_means_cells_of_the_forms() -> None:
    for name, spoken in SPOKEN.items():
        assert ways(name) == spoken
    assert MeasureNames().find("申请数量") is None
