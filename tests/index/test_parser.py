"""Queries as people type them, and errors that point at the place."""

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.forms import load_forms
from index import Vocabulary, parse_query
from index.measures import measure_names
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    HasSection,
    InRegion,
    InTitle,
    InYears,
    Not,
    OfAgency,
    OfForm,
    OfKind,
    OfLevel,
    OneOf,
    Phrase,
    WithFinding,
    Within,
    WithReason,
    WithVerdict,
)
from model.errors import SearchError
from model.figures import Combined, Figure, Measured, Number
from model.ids import MeasureId, ReportId

HANGS = 10.0
"""Seconds: far beyond what any query takes on a busy machine, and far below a hang."""

VOCABULARY = Vocabulary(
    measures=measure_names([definition.form for definition in load_forms()]),
    rules=("applications.balance", "applications.carry_over", "remedies.outcome_sum"),
    forms=("2014", "2019", "2021"),
)

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
        ("甲 且 乙 或者 丙 不含 丁", AnyOf((AllOf((A, B)), AllOf((C, Not(Phrase("丁"))))))),
        ("参与 或者说 非公有制", AllOf((Phrase("参与"), Phrase("或者说"), Phrase("非公有制")))),
        ("甲 || 乙 && 丙", AnyOf((A, AllOf((B, C))))),
        ("甲*", A),
        ("*", Everything()),
        ("dat* ２０２３*", AllOf((Phrase("dat", prefix=True), Phrase("２０２３", prefix=True)))),
        ('"open dat"*', Phrase("open dat", prefix=True)),
        ("kind:部门 标题:清禾", AllOf((OfKind("department"), InTitle("清禾")))),
        ("level:县级,市级", AnyOf((OfLevel("county"), OfLevel("prefecture")))),
        ("report:0123456789ab", OneOf(frozenset({ReportId("0123456789ab")}))),
        ("finding:applications.carry_over", WithFinding("applications.carry_over")),
        (
            "发现:applications.* -finding:*",
            AllOf((WithFinding("applications.*"), Not(WithFinding("*")))),
        ),
        ("reason:blocked form:none", AllOf((WithReason("blocked"), OfForm("none")))),
        ("year>=2020", InYears(2020, None)),
        ("年度 != 2020", Not(InYears(2020, 2020))),
    ],
)
def test_reads(text: str, root: Condition) -> None:
    assert parse_query(text, VOCABULARY).root == root


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("甲 “乙", 3, "never closed"),
        ('"', 1, "never closed"),
        ("甲 (乙", 3, "never closed"),
        ("甲) 乙", 2, "without an opening"),
        (")", 1, "without an opening"),
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
        ("甲*乙", 2, "at the end of a word"),
        ("*甲", 1, "at the end of a word"),
        ("甲 yer:2024", 3, "did you mean year:"),
        ("finding:applications.carry", 1, "cannot be"),
        ("finding:application.*", 1, "cannot be"),
        ("form:1999", 1, "cannot be"),
        ("report:1234", 1, "cannot be"),
        ("甲 >", 4, "a number or a measure is expected"),
        ("不予公开 >= 甲", 9, "no measure named '甲'"),
        ("不予公丌>=5", 1, "did you mean 不予公开"),
        ("结果维持>0", 1, "can mean 3 measures"),
        ("甲 >=5", 1, "no measure named '甲'"),
        (">=5", 1, "a measure is missing"),
        ("不予公开>=5 >6", 9, "a measure is missing"),
        ("不予公开=10..5", 5, "ends before it begins"),
        ("不予公开>5..10", 5, "a range goes with = only"),
        ("year+不予公开>5", 10, "no measure"),
        ("2>1", 2, "no measure"),
        ("(不予公开+", 1, "never closed"),
        ("不予公开" + "+不予公开" * 60 + ">1", 305, "nested more than"),
        ("+".join(sorted(VOCABULARY.measures.measures)[:21]) + ">1", 585, "at most 20 measures"),
        ("甲" * 2001, 2001, "too long"),
        ("甲 " * 101, 201, "more than 100"),
        ("(" * 41 + "甲" + ")" * 41, 42, "nested"),
        ("NOT " * 41 + "甲", 165, "nested"),
    ],
)
def test_points_at_what_is_wrong(text: str, column: int, says: str) -> None:
    with pytest.raises(SearchError) as caught:
        parse_query(text, VOCABULARY)
    error = caught.value
    assert f"character {column}:" in error.what.en
    assert f"第 {column} 个字符" in error.what.zh
    assert says in error.what.en
    assert error.remedy.zh
    assert error.remedy.en
    assert len(error.source) <= 62


def sums(*ways: tuple[str, ...]) -> tuple[tuple[MeasureId, ...], ...]:
    return tuple(tuple(map(MeasureId, way)) for way in ways)


GRANTED = Figure("t3.granted.total", sums(("t3.granted.total",)))
PARTLY = Figure("t3.partially_granted.total", sums(("t3.partially_granted.total",)))
RECEIVED = Figure("申请数量", sums(("t3.new_received.total",), ("s.received.number",)))


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("t3.granted.total>=50", Measured(GRANTED, ">=", Number(Decimal(50)))),
        ("予以公开 ≥ ５０件", Measured(GRANTED, ">=", Number(Decimal(50)))),
        ("“（一）予以公开”<1.5万", Measured(GRANTED, "<", Number(Decimal(15000)))),
        ("予以公开>=一百二十", Measured(GRANTED, ">=", Number(Decimal(120)))),
        ("t3.granted != 0", Measured(GRANTED, "!=", Number(Decimal(0)))),
        ("申请数量<>1,200", Measured(RECEIVED, "!=", Number(Decimal(1200)))),
        ("予以公开>部分公开", Measured(GRANTED, ">", PARTLY)),
        (
            "(予以公开+部分公开) / 申请数量 > 80%",
            Measured(
                Combined("/", Combined("+", GRANTED, PARTLY), RECEIVED),
                ">",
                Number(Decimal("0.8")),
            ),
        ),
        (
            "申请数量 - 予以公开=5",
            Measured(Combined("-", RECEIVED, GRANTED), "=", Number(Decimal(5))),
        ),
        ("-予以公开>5", Not(Measured(GRANTED, ">", Number(Decimal(5))))),
        (
            "予以公开=5..10 甲",
            AllOf(
                (
                    AllOf(
                        (
                            Measured(GRANTED, ">=", Number(Decimal(5))),
                            Measured(GRANTED, "<=", Number(Decimal(10))),
                        )
                    ),
                    A,
                )
            ),
        ),
        ("予以公开=..10", Measured(GRANTED, "<=", Number(Decimal(10)))),
        ("予以公开-部分公开", AllOf((Phrase("予以公开"), Phrase("部分公开")))),
    ],
)
def test_reads_conditions_on_figures(text: str, root: Condition) -> None:
    query = parse_query(text, VOCABULARY)
    assert query.root == root
    assert parse_query(query.understood, VOCABULARY).root == root


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


def _read_or_refused(text: str) -> None:
    """Whatever is typed: a tree that its own words give again, or an error that says where."""
    read, refused = None, None
    try:
        read = parse_query(text, VOCABULARY)
    except SearchError as error:
        refused = error
    if read is not None:
        assert parse_query(read.understood, VOCABULARY).root == read.root
    else:
        assert refused is not None
        assert "character " in refused.what.en
        assert refused.at is not None
        assert 0 <= refused.at <= len(refused.source)


@given(
    st.text(
        st.sampled_from('甲乙 a1()（）"＂“”「」『』-：:.*与或非ANDORT\x00\n😀，\ud800'), max_size=40
    )
)
@settings(max_examples=600)
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    _read_or_refused(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "不予公开",
                "t3.granted.total",
                "行政诉讼",
                "甲",
                "50",
                "1.5万",
                "30%",
                "一百二十件",
                "2023",
                ">=",
                "<",
                "=",
                "!=",
                "≥",
                "..",
                "+",
                "-",
                "/",
                "(",
                ")",
                " ",
                " ",
                "NOT",
                "OR",
                "或",
                "year:2020..2023",
                "finding:applications.*",
                "section:problems",
                "verdict:late",
                "kind:部门,政府",
                '"',
                "“",
                "”",
                "*",
                "report:0123456789ab",
                "title:清禾",
                "dat*",
            ]
        ),
        max_size=14,
    ).map("".join)
)
@settings(max_examples=1500)
def test_any_mixture_of_its_words_is_read_or_refused_with_a_reason(text: str) -> None:
    _read_or_refused(text)


@given(st.text(max_size=60))
def test_any_characters_at_all_are_read_or_refused(text: str) -> None:
    _read_or_refused(text)


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
