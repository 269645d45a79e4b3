"""Queries as people type them, and errors that point at the place."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import parse_query
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    HasSection,
    InRegion,
    InYears,
    Not,
    OfAgency,
    OfLevel,
    Phrase,
    Within,
    WithVerdict,
)
from model.errors import SearchError

HANGS = 10.0
"""Seconds: far beyond what any query takes on a busy machine, and far below a hang."""

A, B, C = Phrase("甲"), Phrase("乙"), Phrase("丙")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("", Everything()),
        (" \u3000\n", Everything()),
        ("依申请公开", Phrase("依申请公开")),
        ("2024年", Phrase("2024年")),
        ("甲 乙", AllOf((A, B))),
        ("甲，乙。", AllOf((A, B))),
        ("《甲》", A),
        ("甲 AND 乙", AllOf((A, B))),
        ("甲 与 乙", AllOf((A, B))),
        ("甲 OR 乙 丙", AnyOf((A, AllOf((B, C))))),
        ("甲 或 乙", AnyOf((A, B))),
        ("甲 NOT 乙", AllOf((A, Not(B)))),
        ("甲 -乙", AllOf((A, Not(B)))),
        ("甲 非 乙", AllOf((A, Not(B)))),
        ("甲 －“乙 丙”", AllOf((A, Not(Phrase("乙 丙"))))),
        ("(甲 OR 乙) 丙", AllOf((AnyOf((A, B)), C))),
        ("（甲 OR 乙）丙", AllOf((AnyOf((A, B)), C))),
        ("甲-(乙 丙)", AllOf((A, AllOf((B, C))))),
        ("NOT NOT 甲", Not(Not(A))),
        ("甲或乙", Phrase("甲或乙")),
        ("and or", AllOf((Phrase("and"), Phrase("or")))),
        ('"AND"', Phrase("AND")),
        ('"甲 乙"', Phrase("甲 乙")),
        ("「甲」『乙』“丙”", AllOf((A, B, C))),
        ("COVID-19 3.5%", AllOf((Phrase("COVID-19"), Phrase("3.5")))),
        ("http://a.example/b", Phrase("http://a.example/b")),
        ("year:2024", InYears(2024, 2024)),
        ("年份：２０２０..2024", InYears(2020, 2024)),
        ("YEAR:2020..", InYears(2020, None)),
        ("region:410300 level:County", AllOf((InRegion("410300"), OfLevel("county")))),
        ("地区:清禾市 层级:县级", AllOf((InRegion("清禾市"), OfLevel("county")))),
        ('agency:"清禾市 水利局"', OfAgency("清禾市 水利局")),
        ("-verdict:late", Not(WithVerdict("late"))),
        ("section:problems", HasSection("problems")),
        ("section:problems 甲 乙", Within("problems", AllOf((A, B)))),
        ("甲 部分:问题", Within("problems", A)),
        ("(section:problems 甲) 乙", AllOf((Within("problems", A), B))),
        ("section:problems 甲 OR 乙", AnyOf((Within("problems", A), B))),
    ],
)
def test_reads(text: str, root: Condition) -> None:
    assert parse_query(text).root == root


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("甲 “乙", 3, "never closed"),
        ('"', 1, "never closed"),
        ("甲 (乙", 3, "never closed"),
        ("甲) 乙", 2, "without an opening"),
        (")", 1, "condition is missing"),
        ("()", 2, "condition is missing"),
        ("甲 OR", 5, "condition is missing"),
        ("OR 甲", 1, "condition is missing"),
        ("甲 AND OR 乙", 7, "condition is missing"),
        ("NOT", 4, "condition is missing"),
        ('甲 "，。"', 3, "nothing between"),
        ("！？。", 1, "only punctuation"),
        ("\x00", 1, "only punctuation"),
        ("😀", 1, "only punctuation"),
        ("甲 yaer:2024", 3, "no field named 'yaer'"),
        ("year:24", 1, "cannot be '24'"),
        ("year:2024..2020", 1, "cannot be"),
        ("year:..", 1, "cannot be"),
        ("甲 level:village", 3, "cannot be 'village'"),
        ("section:第九章", 1, "cannot be"),
        ("verdict:guilty", 1, "cannot be"),
        ("agency:", 1, "has no value"),
        ("agency: 甲", 1, "has no value"),
        ("section:overview section:problems 甲", 1, "two different"),
        ("甲" * 2001, 2001, "too long"),
        ("甲 " * 101, 201, "more than 100"),
        ("(" * 41 + "甲" + ")" * 41, 42, "nested"),
        ("NOT " * 41 + "甲", 165, "nested"),
    ],
)
def test_points_at_what_is_wrong(text: str, column: int, says: str) -> None:
    with pytest.raises(SearchError) as caught:
        parse_query(text)
    error = caught.value
    assert f"character {column}:" in error.what.en
    assert f"第 {column} 个字符" in error.what.zh
    assert says in error.what.en
    assert error.remedy.zh
    assert error.remedy.en
    assert len(error.source) <= 61


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("依申请公开 year:2020..", '"依申请公开" AND year:2020..'),
        ("甲 或 -(乙 丙)", '"甲" OR NOT ("乙" AND "丙")'),
        ("section:problems 甲", 'section:problems AND "甲"'),
        ('「甲"乙」', '「甲"乙」'),
        ("“甲＂乙」”", "『甲＂乙」』"),
        ('agency:「甲"乙」', 'agency:「甲"乙」'),
        ("", "*"),
    ],
)
def test_says_how_it_was_understood(text: str, understood: str) -> None:
    query = parse_query(text)
    assert query.understood == understood
    if understood != "*":
        assert parse_query(understood).root == query.root


@given(
    st.text(st.sampled_from('甲乙 a1()（）"＂“”「」『』-：:.与或非ANDORT\x00\n😀，'), max_size=40)
)
@settings(max_examples=1000)
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    refused, understood = "", ""
    try:
        understood = parse_query(text).understood
    except SearchError as error:
        refused = error.what.en
    if refused:
        assert "character " in refused
    else:
        assert parse_query(understood.replace("*", "")).understood == understood


@pytest.mark.parametrize(
    "text",
    [
        "甲" * 10_000,
        "甲 OR " * 500 + "乙",
        '"' * 9_999,
        "(" * 10_000,
        "\x00" * 10_000,
        "- " * 5_000,
    ],
)
def test_hostile_texts_are_refused_at_once(text: str) -> None:
    began = perf_counter()
    with pytest.raises(SearchError):
        parse_query(text)
    assert perf_counter() - began < HANGS
