"""What the engine finds equals what a plain substring search finds."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index import Engine, EngineName, IndexDocument, SearchFilters, Sort, open_engine
from tests.index.builders import document, found, search
from tests.index.genre import documents

COUNT = 300
PHRASES = (
    "依申请公开", "双公示", "警企恳谈会", "民政", "人民政府", "开发", "司法", "水利", "再生水利用",
    "公", "件", "2023年", "2023", "3.5", "5", "app", "open data", "data", "微信公众号",
    "机关进一步", "政府信息公开工作年度报告", "清禾市民政局", "不存在的词语", "政务新媒体",
    "栏目）", "“双公示”等",
)  # fmt: skip
Fits = Callable[[IndexDocument], bool]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())


def parts(indexed: IndexDocument) -> list[str]:
    texts = [indexed.title, indexed.agency_name, *(text for _, text in indexed.sections)]
    return [plain(text) for text in texts]


def contains(text: str, phrase: str) -> bool:
    """Substring, words and numbers whole; blanks between CJK characters do not occur here."""
    start = r"(?<![a-z0-9])(?<!\d\.)" if phrase[0].isascii() else ""
    end = r"(?![a-z0-9])(?!\.\d)" if phrase[-1].isascii() and phrase[-1].isalnum() else ""
    return re.search(start + re.escape(plain(phrase)) + end, text) is not None


def truth(corpus: Sequence[IndexDocument], fits: Fits) -> list[str]:
    return sorted(indexed.report for indexed in corpus if fits(indexed))


def has(phrase: str) -> Fits:
    return lambda d: any(contains(text, phrase) for text in parts(d))


def inside(section: str, *phrases: str) -> Fits:
    return lambda d: any(contains(plain(dict(d.sections)[section]), one) for one in phrases)


def years(*known: int | None) -> Fits:
    return lambda d: d.reporting_year in known


def both(one: Fits, other: Fits) -> Fits:
    return lambda d: one(d) and other(d)


def either(one: Fits, other: Fits) -> Fits:
    return lambda d: one(d) or other(d)


def no(one: Fits) -> Fits:
    return lambda d: not one(d)


@pytest.fixture(scope="module")
def corpus() -> list[IndexDocument]:
    return list(documents(COUNT))


@pytest.fixture(scope="module", params=get_args(EngineName))
def filled(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    corpus: list[IndexDocument],
) -> Engine:
    """In several segments, with replaced and removed documents among them."""
    folder: Path = tmp_path_factory.mktemp("filled")
    engine = open_engine(folder / "index", engine=request.param)
    stale = [document(one.report, "旧文本双公示再生水利用") for one in corpus[:40]]
    extra = [document(f"x{number}", "警企恳谈会 open data 2023年") for number in range(30)]
    engine.replace([*stale, *extra])
    engine.replace(corpus[:200])
    engine.replace(corpus[200:210], removed=[one.report for one in extra])
    engine.replace(corpus[210:])
    return engine


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrase(filled: Engine, corpus: list[IndexDocument], phrase: str) -> None:
    assert found(filled, f'"{phrase}"') == truth(corpus, has(phrase))


def test_the_phrases_are_worth_asking(corpus: list[IndexDocument]) -> None:
    sizes = [len(truth(corpus, has(phrase))) for phrase in PHRASES]
    assert sum(0 < size < COUNT for size in sizes) > 15
    assert 0 in sizes
    assert COUNT in sizes


def test_substrings_cut_at_random_anywhere(filled: Engine, corpus: list[IndexDocument]) -> None:
    random = Random(5)
    for _ in range(40):
        text = random.choice([text for text in parts(random.choice(corpus)) if text])
        start = random.randrange(len(text))
        phrase = text[start : start + random.randint(1, 12)].strip("\"'“” ")
        if re.search(r"[^\W_]", phrase) and not cut_word(text, phrase):
            assert found(filled, f"「{phrase}」") == truth(corpus, has(phrase)), phrase


def cut_word(text: str, phrase: str) -> bool:
    """Whether the phrase starts or ends inside a word: it is then looked for as a whole word."""
    return not contains(text, phrase)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("民政 依申请公开", both(has("民政"), has("依申请公开"))),
        ("双公示 OR 再生水", either(has("双公示"), has("再生水"))),
        ("双公示 或 警企 与 水利", either(has("双公示"), both(has("警企"), has("水利")))),
        ("公开 -民政", both(has("公开"), no(has("民政")))),
        ("NOT (双公示 OR 件)", no(either(has("双公示"), has("件")))),
        ("公 非 2023年", both(has("公"), no(has("2023年")))),
        ("year:2020..2022 双公示", both(years(2020, 2021, 2022), has("双公示"))),
        ("year:2023.. OR 警企恳谈会", either(years(2023, 2024), has("警企恳谈会"))),
        ("NOT year:2018..2024", years(None)),
        ("level:county -year:2020", both(lambda d: d.level == "county", no(years(2020)))),
        ("region:9901 OR 2023", either(lambda d: str(d.region)[:4] == "9901", has("2023"))),
        ("region:云渡", lambda d: d.region_name == "云渡县"),
        ("agency:agency-7", lambda d: d.agency == "agency-7"),
        ("agency:民政局", lambda d: "民政局" in d.agency_name),
        ("-agency:局", lambda d: "局" not in d.agency_name),
        ("section:problems", lambda d: dict(d.sections)["problems"] != ""),
        ("section:problems 人员不足", inside("problems", "人员不足")),
        ("section:problems (双公示 OR 水利)", inside("problems", "双公示", "水利")),
        (
            "section:overview NOT 公",
            both(lambda d: dict(d.sections)["overview"] != "", no(inside("overview", "公"))),
        ),
        (
            "(section:overview 水利) (section:remedies 司)",
            both(inside("overview", "水利"), inside("remedies", "司")),
        ),
        ("件 OR year:2018", either(has("件"), years(2018))),
        (
            "NOT (section:problems NOT 件)",
            either(lambda d: dict(d.sections)["problems"] == "", inside("problems", "件")),
        ),
        ("", no(has("不存在的词语"))),
    ],
)
def test_conditions(
    filled: Engine,
    corpus: list[IndexDocument],
    query: str,
    fits: Fits,
) -> None:
    expected = truth(corpus, fits)
    assert found(filled, query) == expected
    assert 0 < len(expected) <= COUNT


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        (SearchFilters(year=(2019, 2021)), lambda d: d.reporting_year in {2019, 2020, 2021}),
        (SearchFilters(region="990000"), lambda d: d.region[:2] == "99"),
        (SearchFilters(region="990102"), has("不存在的词语")),
        (SearchFilters(region="临澜"), lambda d: d.region_name == "临澜市"),
        (SearchFilters(level="township"), lambda d: d.level == "township"),
        (SearchFilters(agency="司法局"), lambda d: "司法局" in d.agency_name),
        (SearchFilters(agency="agency-3"), lambda d: d.agency == "agency-3"),
        (
            SearchFilters(year=(2018, 2024), level="county", agency="民政局"),
            lambda d: d.reporting_year and d.level == "county" and "民政局" in d.agency_name,
        ),
    ],
)
@pytest.mark.parametrize("query", ["", "双公示", "NOT 双公示", "件 OR year:2018"])
def test_filters_join_the_query(
    filled: Engine,
    corpus: list[IndexDocument],
    filters: SearchFilters,
    fits: Fits,
    query: str,
) -> None:
    without = found(filled, query)
    expected = [report for report in truth(corpus, fits) if report in without]
    assert found(filled, query, filters) == expected


@pytest.mark.parametrize("query", ["", "双公示", "依申请公开 year:2020..2024", "公 -民政"])
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_pages_and_facets_add_up(filled: Engine, query: str, sort: Sort) -> None:
    first = search(filled, query, sort=sort, page_size=7)
    pages = [
        search(filled, query, sort=sort, page=page + 1, page_size=7) for page in range(first.pages)
    ]
    reports = [hit.report for page in pages for hit in page.hits]
    assert len(reports) == len(set(reports)) == first.total > 0
    assert reports == [hit.report for hit in search(filled, query, sort=sort).hits]
    assert search(filled, query, page=first.pages + 1, page_size=7).hits == ()
    for facet in ("year", "region", "level"):
        assert sum(first.facets[facet].values()) == first.total
    years = first.facets["year"]
    for year, count in years.items():
        if year != "unknown":
            assert search(filled, f"({query or '公'}) year:{year}").total == count


ANY_TEXT = st.text(st.sampled_from("公开信息 \n，。“”2 3.5aBｃ年"), max_size=14)


@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=6), phrase=ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_text_is_found_where_it_stands(texts: list[str], phrase: str) -> None:
    phrase = re.sub("[“”]", "", phrase)
    assume(re.search(r"[^\W_]", phrase))
    kept = [document(f"d{n}", text, title="", agency_name="") for n, text in enumerate(texts)]
    expected = [one.report for one in kept if spelled(phrase) in spelled(one.sections[0][1])]
    # A folder for each example: hypothesis seeds the random numbers that Whoosh names segments by.
    with TemporaryDirectory() as folder:
        engine = open_engine(Path(folder))
        engine.replace(kept)
        assert found(engine, f'"{phrase}"') == expected
        engine.close()


def spelled(text: str) -> str:
    """Blanks out, words and numbers between bars, quotation marks alike; blank lines stay."""
    text = re.sub("[“”]", '"', unicodedata.normalize("NFKC", text.strip()).casefold())
    text = re.sub(r"(?:[a-z0-9]|(?<=\d)\.(?=\d))+", lambda word: f"|{word[0]}|", text)
    return re.sub(r"\s+", lambda gap: "\n" if gap[0].count("\n") > 1 else "", text)
