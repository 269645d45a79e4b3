"""Numbers in both kinds of numerals; and the words that only look like numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import spellings, to_number, to_numerals


def others(phrase: str) -> list[str]:
    """How else it is looked for; what was typed always comes first."""
    typed, *rest = spellings(phrase)
    assert (typed.text, typed.alone) == (phrase, False)
    assert all(spelling.alone for spelling in rest)
    return [spelling.text for spelling in rest]


@pytest.mark.parametrize(
    ("phrase", "other"),
    [
        ("一百二十件", "120件"),
        ("120件", "一百二十件"),
        ("１２０ 件", "一百二十 件"),
        ("收到申请120件", "收到申请一百二十件"),
        ("2件", "二件"),
        ("2件", "两件"),
        ("两件", "2件"),
        ("两百件", "200件"),
        ("1,200件", "1200件"),
        ("1200件", "1,200件"),
        ("1005件", "一千〇五件"),
        ("一千零五件", "1005件"),
        ("十万零五件", "100005件"),
        ("2023年", "二〇二三年"),
        ("二○二三年", "2023年"),
        ("二零二三年度", "2023年度"),
        ("5月10日", "五月十日"),
        ("五月十日", "5月10日"),
        ("十五届", "15届"),
        ("2023年收到120件", "二〇二三年收到一百二十件"),
        ("一百二十", "120"),
        ("2020", "二〇二〇"),
        ("二〇二〇", "2020"),
        ("貳百件", "200件"),
    ],
)
def test_respelled(phrase: str, other: str) -> None:
    if phrase == "貳百件":  # numerals for contracts are not used in reports
        assert others(phrase) == []
    else:
        assert other in others(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "三公经费", "一站式", "五险一金", "十四五规划", "万一", "千万", "百度", "三农", "一网通办",
        "5", "三", "3.5万件", "COVID-19", "19大报告", "v2件", "2023/24年", "1.2件", "012件",
        "十四五件", "零五件", "两", "全国一体化", "", "公开",
    ],
)  # fmt: skip
def test_left_as_it_is(phrase: str) -> None:
    assert others(phrase) == []


@given(st.integers(0, 10**11))
def test_a_number_is_read_as_it_is_written(value: int) -> None:
    for numeral in to_numerals(value):
        assert to_number(numeral) == value


@given(st.text(st.sampled_from("〇一二两三九十百千万亿"), max_size=6))
def test_what_is_read_is_well_formed(numeral: str) -> None:
    value = to_number(numeral)
    if value is not None and not (len(numeral) == 4 and value in range(1900, 2100)):
        usual = numeral.replace("两", "二")
        assert to_numerals(value)[0] == usual.removeprefix("一") or to_numerals(value)[0] == usual


def test_many_numbers_are_not_all_mixed() -> None:
    phrase = "、".join(f"{number}件" for number in range(20, 40))
    assert len(others(phrase)) <= 8
    assert "二十件" in others(phrase)[0]
    assert "20件" not in others(phrase)[0]
