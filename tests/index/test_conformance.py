"""Every engine against plain substring search: the same totals, documents, facets and orders."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from index import Engine, Query, SearchFilters, SearchResult, parse_query
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
    OfKind,
    OfLevel,
    OneOf,
    Phrase,
    Within,
    WithVerdict,
)
from model.agency import Kind, Level
from model.errors import SearchError
from model.ids import ReportId
from tests.index.conforming import COUNT, ENGINES, applications, corpus, filled, known, truth
from tests.index.truth import spelled

QUERIES = tuple(
    line
    for line in (Path(__file__).with_name("conformance_queries.txt").read_text("utf-8")).split("\n")
    if line and not line.startswith("#")
)
PAGE = 100


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(engine, marks=pytest.mark.xdist_group(f"conformance-{engine}"))
        for engine in ENGINES
    ],
)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    opened = filled(request.param, tmp_path_factory.mktemp(request.param))
    yield opened
    opened.close()


def ask(engine: Engine, root: Condition, *, sort: str, page: int = 1) -> SearchResult:
    query = Query(str(root), root)
    return engine.search(query, known=known(), sort=sort, page=page, page_size=PAGE)


def conforms(engine: Engine, root: Condition) -> None:
    expected = truth().matching(root)
    result = ask(engine, root, sort="newest")
    assert (result.total, result.exact) == (len(expected), True)
    assert {name: dict(counts) for name, counts in result.facets.items()} == truth().facets(
        expected, known()
    )
    assert result.pages == -(-len(expected) // PAGE)
    order = truth().newest_first(expected)
    assert [hit.report for hit in result.hits] == order[:PAGE]
    for page in further_pages(len(order)):
        hits = ask(engine, root, sort="newest", page=page).hits
        assert [hit.report for hit in hits] == order[(page - 1) * PAGE : page * PAGE]


def further_pages(total: int) -> Sequence[int]:
    """Beside the first: all of them where there are few."""
    last = -(-total // PAGE)
    return range(2, last + 1) if last <= 3 else (last // 2, last)


@pytest.mark.parametrize("query", QUERIES)
def test_written_queries(engine: Engine, query: str) -> None:
    conforms(engine, parse_query(query).root)


@pytest.mark.skipif(COUNT < 5000, reason="asked where all reports are")
def test_the_queries_are_worth_asking() -> None:
    totals = [len(truth().matching(parse_query(query).root)) for query in QUERIES]
    assert len(set(QUERIES)) == len(QUERIES) >= 150
    assert sum(0 < total < COUNT for total in totals) > 180
    assert 0 in totals


@pytest.mark.parametrize("query", ["", "NOT 民政"])
def test_every_document_of_a_large_result(engine: Engine, query: str) -> None:
    root = parse_query(query).root
    wanted = truth().newest_first(truth().matching(root))
    got: list[ReportId] = []
    for page in range(1, -(-len(wanted) // 1000) + 1):
        result = engine.search(parse_query(query), sort="newest", page=page, page_size=1000)
        got += [hit.report for hit in result.hits]
    assert got == wanted


@pytest.mark.parametrize(
    "query", ["双公示", "agency:民政局", "民政 -开发 year:2020", "year:2021 OR 警企恳谈会"]
)
@pytest.mark.parametrize("fold", [False, True])
def test_every_page_by_relevance_adds_up(engine: Engine, query: str, fold: bool) -> None:
    """Each report once: as a hit, or under the hit that it is nearly the same as."""
    parsed = parse_query(query)
    expected = truth().matching(parsed.root)
    seen: list[ReportId] = []
    scores: list[float] = []
    page, pages = 0, 1
    while page < pages:
        page += 1
        result = engine.search(parsed, page=page, page_size=PAGE, fold=fold)
        pages = result.pages
        assert result.total == len(expected)
        scores += [hit.score for hit in result.hits]
        seen += [report for hit in result.hits for report in (hit.report, *hit.alike)]
    assert len(seen) == len(set(seen))
    assert set(seen) == expected
    assert scores == sorted(scores, reverse=True)
    assert engine.search(parsed, page=pages + 1, page_size=PAGE, fold=fold).hits == ()


@pytest.mark.parametrize("query", ["双公示", "民政 year:2018..", "NOT 民政", "没有这样的说法"])
def test_most_applications_first(engine: Engine, query: str) -> None:
    root = parse_query(query).root
    order = truth().largest_first(truth().matching(root), applications())
    for page in (1, *further_pages(len(order))):
        hits = ask(engine, root, sort="applications", page=page).hits
        assert [hit.report for hit in hits] == order[(page - 1) * PAGE : page * PAGE]


@pytest.mark.parametrize(
    ("filters", "same"),
    [
        (SearchFilters(year=(2019, 2021)), InYears(2019, 2021)),
        (SearchFilters(region="410000"), InRegion("410000")),
        (SearchFilters(region="洛阳"), InRegion("洛阳")),
        (SearchFilters(level="township"), OfLevel("township")),
        (SearchFilters(kind="office"), OfKind("office")),
        (SearchFilters(agency="司法局"), OfAgency("司法局")),
        (SearchFilters(agency="agency-3"), OfAgency("agency-3")),
        (SearchFilters(level="no such level"), OfLevel("no such level")),
        (
            SearchFilters(year=(2012, 2024), level="county", kind="department"),
            AllOf((InYears(2012, 2024), OfLevel("county"), OfKind("department"))),
        ),
    ],
)
@pytest.mark.parametrize("query", ["", "双公示", "NOT 双公示", "件 OR year:2018"])
def test_filters_join_the_query(
    engine: Engine, query: str, filters: SearchFilters, same: Condition
) -> None:
    parsed = parse_query(query)
    expected = truth().matching(AllOf((parsed.root, same)))
    result = engine.search(parsed, filters, sort="newest", page_size=PAGE)
    assert result.total == len(expected)
    assert [hit.report for hit in result.hits] == truth().newest_first(expected)[:PAGE]
    assert dict(result.facets["year"]) == truth().facets(expected)["year"]


def test_every_hit_shows_what_was_looked_for(engine: Engine) -> None:
    for phrase in ("依申请公开", "再生水利用", "警企恳谈会", "2020年"):
        for hit in engine.search(parse_query(f'"{phrase}"'), page_size=PAGE).hits:
            text = dict(next(one for one in corpus() if one.report == hit.report).sections)
            inside = [name for name in text if spelled(phrase) in spelled(text[name])]
            assert bool(hit.snippets) == bool(inside) or "2020" in phrase
            for snippet in hit.snippets:
                for start, end in snippet.marks:
                    marked = spelled(snippet.text[start:end])
                    assert marked == spelled(phrase) or "2020" in phrase


def test_substrings_cut_anywhere_are_found(engine: Engine) -> None:
    random = Random(5)
    asked = 0
    while asked < 60:
        one = random.choice(corpus())
        text = random.choice([text for _, text in one.sections if text] or [one.title])
        start = random.randrange(len(text))
        phrase = text[start : start + random.randint(1, 14)].strip()
        if "".join(filter(str.isalnum, phrase)) and "\n\n" not in phrase:
            conforms_in_total(engine, Phrase(phrase))
            asked += 1


def conforms_in_total(engine: Engine, root: Condition) -> None:
    expected = truth().matching(root)
    result = engine.search(Query(str(root), root), sort="newest", page_size=10)
    assert result.total == len(expected), root
    assert [hit.report for hit in result.hits] == truth().newest_first(expected)[:10], root
    assert dict(result.facets["year"]) == truth().facets(expected)["year"], root


PHRASES = st.sampled_from(
    (
        "依申请公开", "双公示", "民政", "开发", "公安", "件", "一岗多责", "再生水", "app",
        "open data", "2020", "2020年", "三件", "15件", "依申請", "「", "没有这样的说法", "。一是",
        "％", "年", "·",
    )
).map(Phrase)  # fmt: skip
FACTS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        InYears,
        st.none() | st.integers(2007, 2026),
        st.none() | st.integers(2007, 2026),
    ),
    st.sampled_from(("41", "4103", "110000", "市", "洛阳", "999999")).map(InRegion),
    st.sampled_from([level.value for level in Level]).map(OfLevel),
    st.sampled_from([kind.value for kind in Kind]).map(OfKind),
    st.sampled_from(("agency-3", "民政局", "局", "委员会", "镇")).map(OfAgency),
    st.sampled_from(("民政局", "年报", "2015")).map(InTitle),
    st.sets(st.integers(0, COUNT + 50), max_size=30).map(
        lambda numbers: OneOf(frozenset(ReportId(f"{number:012x}") for number in numbers))
    ),
    st.sampled_from(("overview", "problems", "other", "no such")).map(HasSection),
    st.just(Everything()),
)
PREFIXES = st.sampled_from(("ap", "dat", "20", "12")).map(lambda text: Phrase(text, prefix=True))


def groups(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        several.map(AllOf),
        several.map(AnyOf),
        inner.map(Not),
        st.builds(Within, st.sampled_from(("overview", "problems", "other", "no such")), inner),
    )


TREES: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(PHRASES, PREFIXES, FACTS), groups, max_leaves=8
)


@given(root=TREES)
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow,),
)
def test_any_tree(engine: Engine, root: Condition) -> None:
    conforms_in_total(engine, root)


@pytest.mark.parametrize("root", [WithVerdict("late"), Not(WithVerdict("late"))])
def test_what_the_database_answers_is_refused(engine: Engine, root: Condition) -> None:
    with pytest.raises(SearchError):
        engine.search(Query(str(root), root))


def test_a_sort_that_nobody_has_numbers_for_is_refused(engine: Engine) -> None:
    with pytest.raises(SearchError):
        engine.search(parse_query("双公示"), sort="applications")
