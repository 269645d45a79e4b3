"""Documents in and out, commits, and several users at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time

import pytest

from index import (
    Engine,
    IndexDocument,
    Known,
    Query,
    SearchFilters,
    Snippet,
    open_engine,
    parse_query,
)
from index.query import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    OneOf,
    Phrase,
    Within,
    WithVerdict,
)
from model.errors import SearchError
from model.ids import ReportId
from tests.index.builders import document, found, search
from tests.index.genre import documents

HANGS = 10.0
"""Seconds: far beyond what any query takes on a busy machine, and far below a hang."""


def test_an_empty_index_answers(engine: Engine) -> None:
    for query in ("", "双公示", "NOT 双公示", "year:2024", "region:41", "人", "section:problems"):
        result = search(engine, query)
        assert (result.total, result.hits, result.pages, result.exact) == (0, (), 0, True)
        assert result.facets == {"year": {}, "region": {}, "level": {}, "kind": {}}
    assert engine.stamps() == {}


def test_a_hit_says_everything_it_was_given(engine: Engine) -> None:
    engine.replace(
        [document("a", "设双公示栏。", title="２０２４年报", agency_name="云渡县水利局")]
    )
    result = search(engine, "双公示")
    (hit,) = result.hits
    assert hit.report == "a"
    assert hit.agency == "qinghe-water"
    assert hit.agency_name == "云渡县水利局"
    assert hit.reporting_year == 2024
    assert hit.title == "２０２４年报"
    assert hit.url == "http://127.0.0.1/a"
    assert hit.score > 0
    assert hit.snippets == (Snippet(section="overview", text="设双公示栏。", marks=((1, 4),)),)
    assert result.understood == '"双公示"'
    assert result.took_ms > 0


def test_facets_know_what_is_unknown(engine: Engine) -> None:
    engine.replace(
        [
            document("a"),
            document("b", year=2019, level="county"),
            document("c", year=None, region=None, region_name=None, level=None, agency=None),
        ]
    )
    facets = search(engine, "").facets
    assert list(facets["year"].items()) == [("2024", 1), ("2019", 1), ("unknown", 1)]
    assert list(facets["region"].items()) == [("990100", 2), ("unknown", 1)]
    assert list(facets["level"].items()) == [("prefecture", 1), ("county", 1), ("unknown", 1)]


def test_the_name_of_a_section_is_not_its_text(engine: Engine) -> None:
    one = document("a", "双公示")
    engine.replace([replace(one, sections=(*one.sections, ("附件", "其他文字")))])
    assert found(engine, "件") == found(engine, "附") == []
    sign = engine.search(Query("%", Phrase("%")))
    assert sign.total == 0
    result = search(engine, "其他文字")
    assert result.total == 1
    assert result.hits[0].snippets[0].section == "附件"


def test_a_phrase_stays_within_its_section(engine: Engine) -> None:
    engine.replace(
        [document("a", "全年办理依申请", problems="公开不够。"), document("b", "依申请公开")]
    )
    assert found(engine, "依申请公开") == ["b"]
    assert found(engine, "依申请 公开不够") == ["a"]


def test_a_region_that_changed_its_name(engine: Engine) -> None:
    engine.replace([document("a", region_name="清禾县"), document("b", region_name="清禾市")])
    assert found(engine, "region:清禾市") == ["b"]
    assert found(engine, "region:清禾") == found(engine, "region:9901") == ["a", "b"]
    assert found(engine, "", SearchFilters(region="清禾县")) == ["a"]
    engine.replace([document("c", region=None, region_name="清禾市")])
    assert found(engine, "region:清禾") == ["a", "b"]
    assert found(engine, "region:清禾 OR 公") == ["a", "b"]


def test_a_section_name_is_not_text(engine: Engine) -> None:
    engine.replace([document("a", "双公示", problems="无")])
    assert found(engine, "overview") == []
    assert found(engine, "title OR problems OR agency") == []


def test_titles_and_agency_names_are_searched(engine: Engine) -> None:
    engine.replace([document("a", title="民政年报"), document("b", agency_name="县人民政府")])
    assert found(engine, "民政") == ["a", "b"]
    assert search(engine, "民政").hits[0].snippets == ()


def test_replacing(engine: Engine) -> None:
    engine.replace([document("a", "双公示"), document("b", "双公示")])
    engine.replace([document("a", "恳谈会", stamp="2"), document("c", "双公示")])
    assert found(engine, "双公示") == ["b", "c"]
    assert found(engine, "恳谈会") == ["a"]
    assert engine.stamps() == {"a": "2", "b": "1", "c": "1"}


def test_removing(engine: Engine) -> None:
    engine.replace([document(name, "双公示") for name in "abc"])
    engine.replace([], removed=[ReportId("b"), ReportId("never-there")])
    engine.replace([])
    assert found(engine, "") == found(engine, "双公示") == found(engine, "公") == ["a", "c"]
    assert engine.stamps() == {"a": "1", "c": "1"}
    engine.replace([], removed=engine.stamps())
    assert found(engine, "") == []


def test_the_last_of_two_versions_of_one_report_counts(engine: Engine) -> None:
    engine.replace([document("a", "双公示"), document("a", "恳谈会")], removed=[ReportId("a")])
    assert found(engine, "") == found(engine, "恳谈会") == ["a"]


def test_many_small_commits_stay_one_index(engine: Engine) -> None:
    for number in range(40):
        engine.replace([document(f"r{number % 25:02}", f"双公示{number}件", stamp=str(number))])
        if number % 7 == 0:
            assert search(engine, "双公示").total == min(number + 1, 25)
    assert len(found(engine, "双公示")) == 25
    assert found(engine, "39件") == ["r14"]
    assert found(engine, "14件") == []
    assert engine.stamps()[ReportId("r14")] == "39"


def test_an_engine_sees_what_another_one_wrote(engine: Engine, tmp_path: Path) -> None:
    assert found(engine, "双公示") == []
    other = open_engine(tmp_path / "index", create=False)
    other.replace([document("a", "双公示")])
    assert found(engine, "双公示") == ["a"]
    other.close()
    assert found(other, "双公示") == ["a"]  # closing gives files back, the next search takes them


def test_a_failing_source_changes_nothing(engine: Engine) -> None:
    def breaks() -> Iterator[IndexDocument]:
        yield document("b", "双公示")
        raise ZeroDivisionError

    engine.replace([document("a", "双公示")])
    with pytest.raises(ZeroDivisionError):
        engine.replace(breaks())
    assert found(engine, "双公示") == ["a"]
    engine.replace([document("c", "双公示")])
    assert found(engine, "双公示") == ["a", "c"]


def test_searching_while_another_thread_writes(engine: Engine) -> None:
    corpus = list(documents(120))
    engine.replace(corpus[:30])

    def write() -> None:
        for at in range(0, 120, 30):
            engine.replace(corpus[at : at + 30])

    writer = Thread(target=write)
    writer.start()
    totals = set()
    while writer.is_alive():
        result = search(engine, "")
        assert result.total == len(result.hits)
        totals.add(result.total)
    writer.join()
    assert totals <= {30, 60, 90, 120}
    assert search(engine, "").total == 120


@pytest.mark.parametrize(("page", "page_size"), [(0, 10), (-1, 10), (1, 0), (1, 1001)])
def test_there_is_no_such_page(engine: Engine, page: int, page_size: int) -> None:
    with pytest.raises(SearchError, match="no such page"):
        engine.search(parse_query(""), page=page, page_size=page_size)


@pytest.mark.parametrize(
    "query",
    [
        "“" + "依申请公开" * 390 + "”",
        "a" * 2000,
        " OR ".join(f"公{number}" for number in range(100)),
        " ".join(f"-公{number}" for number in range(100)),
        "NOT " * 40 + "公",
        "公 OR 民 OR 人 OR 件 OR 的",
        "region:000000",
        "agency:不存在的机关",
    ],
)
def test_hostile_queries_are_answered_at_once(engine: Engine, query: str) -> None:
    engine.replace(documents(400))
    began = perf_counter()
    result = search(engine, query)
    assert result.total == len(result.hits)
    assert perf_counter() - began < HANGS


COMMON = "公开信息政府工作年度报告依申请行政复议主动机关部门办理"
RARE = "".join(chr(0x4E00 + 37 * number) for number in range(100))


LISTS: tuple[Condition, ...] = (
    AnyOf(tuple(map(Phrase, COMMON * 4))),
    AnyOf(tuple(map(Phrase, RARE))),
    AllOf(tuple(Not(Phrase(char)) for char in RARE)),
    AllOf(tuple(map(Phrase, COMMON * 4))),
    AnyOf(tuple(Phrase(one + other) for one in COMMON[:10] for other in COMMON[:10])),
    AnyOf(tuple(Phrase(str(digit), prefix=True) for digit in range(10))),
)


def test_long_lists_of_alternatives_are_answered_at_once(engine: Engine) -> None:
    """In CPU time, on 300 reports."""
    engine.replace(documents(300))
    search(engine, "", page_size=1)
    for root in LISTS:
        began = process_time()
        result = engine.search(Query("", root))
        assert process_time() - began < 1
        assert result.total == len(engine.matching(Query("", root)))


def test_single_characters_are_found_however_many_are_asked_for(engine: Engine) -> None:
    engine.replace([document("a", "甲乙丙丁"), document("b", "丙丁戊己庚辛壬癸")])
    one_by_one = [found(engine, char) for char in "甲乙丙丁戊己庚辛壬癸子"]
    together = [found(engine, char) for char in "甲乙丙丁戊己庚辛壬癸子"]
    assert one_by_one == together
    assert together[:3] == [["a"], ["a"], ["a", "b"]]
    assert together[-1] == []


def test_a_word_that_may_go_on(engine: Engine) -> None:
    engine.replace(
        [
            document("a", "自2023年起", title="", year=None),
            document("b", "共20238件，open database", title="", year=None),
            document("c", "自12023年，opendata", title="", year=None),
        ]
    )
    assert found(engine, "2023*") == ["a", "b"]
    assert found(engine, "2023") == ["a"]
    assert found(engine, '"open data"*') == ["b"]
    assert found(engine, "open*") == found(engine, "section:overview open*") == ["b", "c"]
    marked = [snippet for hit in search(engine, "open*").hits for snippet in hit.snippets]
    found_words = [one.text[start:end] for one in marked for start, end in one.marks]
    assert sorted(found_words) == ["open", "opendata"]


def test_filters_that_match_nothing_count_nothing(engine: Engine) -> None:
    """Whoosh's own `filter=` reports the unfiltered total here."""
    engine.replace(documents(20))
    for filters in (SearchFilters(level="none"), SearchFilters(year=(1990, 1999))):
        assert search(engine, "公", filters).total == 0


def test_facets_of_the_database_join_those_of_the_index(engine: Engine) -> None:
    engine.replace([document(name, "双公示", kind="office") for name in "abcd"])
    engine.replace([document("e", "无", kind="department")])
    rules = {
        ReportId("a"): ("applications.balance", "form.heading"),
        ReportId("b"): ("form.heading",),
        ReportId("c"): (),
        ReportId("gone"): ("form.heading",),
        ReportId("e"): ("form.heading",),
    }
    result = engine.search(parse_query("双公示"), known=Known(facets={"finding": rules}))
    assert result.facets["finding"] == {"form.heading": 2, "applications.balance": 1, "unknown": 1}
    assert result.facets["kind"] == {"office": 4}


def test_reports_by_id(engine: Engine) -> None:
    engine.replace([document(name, "双公示") for name in ("0123456789ab", "b", "c")])
    wanted = Query("", OneOf(frozenset({ReportId("0123456789ab"), ReportId("c"), ReportId("no")})))
    assert engine.matching(wanted) == {"0123456789ab", "c"}
    assert engine.search(replace(wanted, root=Not(wanted.root))).hits[0].report == "b"
    assert engine.matching(parse_query("双公示"), SearchFilters(year=(2000, 2001))) == frozenset()


def test_what_the_database_was_to_answer_is_refused(engine: Engine) -> None:
    engine.replace([document()])
    with pytest.raises(SearchError, match="cannot answer"):
        engine.search(Query("", WithVerdict("late")))


def test_a_section_of_the_callers_own(engine: Engine) -> None:
    made = replace(document("a", "双公示"), sections=(("annex", "恳谈会议"), ("annex", "双公示栏")))
    engine.replace([made])
    for query, total in (("恳谈会", 1), ("会议双公示", 0), ("双公示栏", 1)):
        assert search(engine, query).total == total
        within = Query("", Within("annex", Phrase(query)))
        assert len(engine.matching(within)) == total
    assert engine.matching(Query("", Within("overview", Phrase("双公示")))) == frozenset()
