"""What the database answers, alone and joined with an engine, against the truth of each report."""

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from index import Engine, Query, open_engine, parse_query
from index.measures import APPLICATIONS
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    HasSection,
    InYears,
    Not,
    OfForm,
    Phrase,
    WithFinding,
    Within,
    WithReason,
    WithVerdict,
)
from model.figures import Combined, Comparison, Expression, Figure, Measured, Number, Operator
from model.ids import MeasureId, ReportId
from model.verdict import Verdict
from tests.index.figure_truth import value
from tests.index.joining import COUNT, Joined
from tests.storage.builders import open_database
from web.searching import Search, answered, search
from web.searching.asking import asked_query, vocabulary
from web.searching.resolving import answers_of

pytestmark = pytest.mark.xdist_group("figure-conformance")

VOCABULARY = vocabulary()

LIMITED = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow,),
)
CONDITIONS = (
    "收到申请>=50",
    "收到申请>0",
    "收到申请=0",
    "收到申请!=0",
    "申请数量<=3",
    "t3.new_received.total>100",
    "t3.new_received.natural_person≥20",
    "t3.new_received.total<t3.new_received.natural_person",
    "不予公开>=50",
    "不予公开=0",
    "不予公开/收到申请>0.5",
    "t3.denied.state_secret.total>0",
    "t3.denied.state_secret.natural_person+t3.denied.state_secret.commercial_enterprise>0",
    "t3.granted.total/t3.result_total.total>0.8",
    "t3.granted.total/t3.result_total.total<=1",
    "t3.granted.total-t3.partially_granted.total>=10",
    "t3.carried_in.total+t3.new_received.total=t3.result_total.total+t3.carried_out.total",
    "t3.carried_in.total+t3.new_received.total!=t3.result_total.total+t3.carried_out.total",
    "上年结转>结转下年",
    "行政复议>0",
    "行政诉讼>=5",
    "诉讼+复议=0",
    "t4.reconsideration.total>=1",
    "t4.reconsideration.upheld/t4.reconsideration.total>=0.5",
    "t2.rules.made>0",
    "t2.licensing.decisions>=100",
    "t2.penalty.decisions>t2.licensing.decisions",
    "t2.fees.amount_wan_yuan>0.2",
    "t2.fees.amount_wan_yuan=0.3",
    "t2.fees.amount_wan_yuan>=0.3",
    "t2.fees.amount_wan_yuan<0.1",
    "s.received.number>=10",
    "s.channels.website.number>=100",
    "s.received.number/s.channels.website.number>1",
    "收到申请<1000",
    "收到申请>=1万",
    "t2.fees.amount_wan_yuan=0.1+0.2",
    "t2.fees.amount_wan_yuan>=0.1+0.2",
    "t2.fees.amount_wan_yuan/t2.rules.made>=0.1",
    "t2.fees.amount_wan_yuan/t2.licensing.decisions=0.1",
    "t3.granted.total>=t3.result_total.total/3",
)


QUERIES = (
    "收到申请>=20",
    "NOT 收到申请>=20",
    "双公示 收到申请>0",
    "双公示 OR 收到申请>=50",
    "民政 -收到申请>0",
    "NOT (民政 收到申请>0)",
    "NOT (民政 OR 收到申请>0)",
    "收到申请=1..20 year:2015..2023",
    "收到申请>0 level:county kind:department",
    "section:problems 短板 不予公开>0",
    "NOT (section:problems 短板 不予公开>0)",
    "verdict:late",
    "NOT verdict:late",
    "verdict:late,published 民政",
    "verdict:unobservable reason:blocked",
    "-reason:blocked",
    "finding:applications.balance",
    "finding:applications.*",
    "finding:*",
    "-finding:*",
    "finding:remedies.outcome_sum OR verdict:not_found",
    "form:2021",
    "form:2014 s.received.number>0",
    "form:none",
    "-form:2019 双公示",
    "不予公开/收到申请>10%",
    "予以公开+部分公开>5 verdict:published",
    "(收到申请>0 OR verdict:late) -finding:applications.* region:37",
    "行政复议>0 title:年报",
    "t4.reconsideration.upheld/t4.reconsideration.total>=0.5 OR 警企恳谈会",
)


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    with open_database(tmp_path_factory.mktemp("figures")) as database:
        yield Joined(database)


def conforms(joined: Joined, condition: Measured) -> None:
    assert joined.database.measured(condition) == joined.answer(condition)


@pytest.mark.parametrize("query", CONDITIONS)
def test_written_conditions(joined: Joined, query: str) -> None:
    root = parse_query(query, VOCABULARY).root
    assert isinstance(root, Measured)
    conforms(joined, root)


def test_the_conditions_are_worth_asking(joined: Joined) -> None:
    asked = [joined.answer(parse_query(query, VOCABULARY).root) for query in CONDITIONS]
    assert sum(bool(one.yes and one.no) for one in asked) > 30
    assert all(len(one.yes) + len(one.no) < COUNT for one in asked)


NAMES = tuple(
    MeasureId(name)
    for name in (
        "t3.new_received.total",
        "t3.granted.total",
        "t3.result_total.total",
        "t2.fees.amount_wan_yuan",
        "t2.procurement.amount",
        "s.fees.number",
        "s.received.number",
        "no.such.measure",
    )
)
WAYS = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple),
    min_size=1,
    max_size=2,
    unique=True,
).map(tuple)
NUMBERS = st.sampled_from(("0", "0.1", "0.2", "0.3", "1", "2.5", "10", "100")).map(
    lambda text: Number(Decimal(text))
)
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(NUMBERS, WAYS.map(lambda ways: Figure(ways[0][0], ways))),
    lambda inner: st.builds(Combined, st.sampled_from(get_args(Operator)), inner, inner),
    max_leaves=4,
)
MEASURED = st.builds(Measured, EXPRESSIONS, st.sampled_from(get_args(Comparison)), EXPRESSIONS)


@given(condition=MEASURED)
@LIMITED
def test_any_condition(joined: Joined, condition: Measured) -> None:
    conforms(joined, condition)


@pytest.mark.parametrize("name", ["收到申请", "t2.fees.amount_wan_yuan"])
def test_values(joined: Joined, name: str) -> None:
    figure = VOCABULARY.measures.find(name)
    assert isinstance(figure, Figure)
    assert dict(joined.database.figure_values(figure)) == pytest.approx(stated(joined, figure))


def stated(joined: Joined, figure: Figure) -> dict[ReportId, float]:
    known = {one.report: value(figure, one.cells) for one in joined.kept}
    expected = {report: float(one) for report, one in known.items() if one is not None}
    assert 50 < len(expected) < COUNT
    return expected


@pytest.fixture(scope="module")
def engine(joined: Joined, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(tmp_path_factory.mktemp("joined") / "index")
    opened.replace(one.document for one in joined.kept)
    yield opened
    opened.close()


@pytest.mark.parametrize("query", QUERIES)
def test_words_and_figures_together(joined: Joined, engine: Engine, query: str) -> None:
    expected = joined.answer(asked_query(query).root).yes
    asked = Search(text=query, sort="applications")
    result = search(engine, joined.database, asked, page_size=COUNT).result
    assert (result.total, result.exact) == (len(expected), True)
    numbers = stated(joined, APPLICATIONS)
    newest = joined.truth.newest_first(expected)
    order = sorted(newest, key=lambda report: -numbers.get(report, -1))
    assert [hit.report for hit in result.hits] == order
    for name, counts in joined.facets(expected).items():
        assert dict(result.facets[name]) == counts
    assert asked_query(result.understood).root == asked_query(query).root


def test_the_queries_are_worth_asking(joined: Joined) -> None:
    asked = [joined.answer(asked_query(query).root) for query in QUERIES]
    assert sum(0 < len(one.yes) < COUNT for one in asked) > 25


STORED: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from(CONDITIONS).map(lambda text: parse_query(text, VOCABULARY).root),
    st.sampled_from(list(Verdict)).map(lambda verdict: WithVerdict(verdict.value)),
    st.sampled_from(("applications.balance", "applications.*", "*")).map(WithFinding),
    st.sampled_from(("2014", "2021", "none")).map(OfForm),
    st.sampled_from(("blocked", "robots")).map(WithReason),
)
SAID: st.SearchStrategy[Condition] = st.sampled_from(
    (
        Phrase("双公示"),
        Phrase("民政"),
        Phrase("一岗多责"),
        InYears(2015, 2020),
        HasSection("problems"),
    )
)


def groups(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    within = st.builds(Within, st.sampled_from(("overview", "problems", "other")), inner)
    return st.one_of(several.map(AllOf), several.map(AnyOf), inner.map(Not), within)


@given(root=st.recursive(st.one_of(STORED, SAID), groups, max_leaves=7))
@LIMITED
def test_any_tree_of_both(joined: Joined, engine: Engine, root: Condition) -> None:
    resolved = answered(root, answers_of(joined.database))
    expected = joined.answer(root).yes
    result = engine.search(Query("", resolved), sort="newest", page_size=COUNT)
    assert {hit.report for hit in result.hits} == expected
