from decimal import Decimal

import pytest

from extract.tables.values import Kind, read_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 2", 2),
        ("１２", 12),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("12313.437", Decimal("12313.437")),
        ("1202.30", Decimal("1202.30")),
        ("+5", 5),
        ("-3", -3),
        ("－3", -3),
        ("增5", 5),
        ("减少2", -2),
    ],
)
def test_a_number_is_kept_as_printed(text: str, number: int | Decimal) -> None:
    value = read_value(text)
    assert value is not None
    assert value.kind is Kind.NUMBER
    assert (value.number, type(value.number)) == (number, type(number))


@pytest.mark.parametrize(
    ("text", "unit", "note"),
    [
        ("0件", "件", None),
        ("251000元", "元", None),
        ("477.35 万元", "万元", None),
        ("22（其中修订16件）", None, "其中修订16件"),
        ("22件\n(其中修订16件)", "件", "其中修订16件"),
        ("22，其中修订16件", None, "其中修订16件"),
        ("22*", None, "*"),
    ],
)
def test_unit_and_note_are_told_from_the_number(
    text: str, unit: str | None, note: str | None
) -> None:
    value = read_value(text)
    assert value is not None
    assert (value.unit, value.note) == (unit, note)


@pytest.mark.parametrize("text", ["-", "—", "——", "/", "／", "无", " － "])
def test_a_dash_is_neither_zero_nor_blank(text: str) -> None:
    value = read_value(text)
    assert value is not None
    assert (value.kind, value.number) == (Kind.DASH, None)


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\n"])
def test_an_empty_cell_is_blank(text: str) -> None:
    value = read_value(text)
    assert value is not None
    assert value.kind is Kind.BLANK


def test_digits_on_two_lines_are_told() -> None:
    value = read_value("19273\n08")
    assert value is not None
    assert (value.number, value.wrapped) == (1927308, True)


@pytest.mark.parametrize(
    "text",
    [
        "1.",
        "1.属于国家秘密",
        "2023年",
        "3 2",
        "1 234",
        "①",
        "（7）",
        "1、信访",
        "12,34",
        "三",
        "约5件",
        "5.",
        "见附件",
        "9" * 40,
    ],
)
def test_what_is_no_value_stays_a_label(text: str) -> None:
    assert read_value(text) is None
