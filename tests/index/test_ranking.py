"""The order of hits."""

import pytest

from index import Engine, Known, parse_query
from index.ranking import damping, rarity, scored
from model.errors import SearchError
from model.ids import ReportId
from tests.index.builders import document, search

NO = b"\0\0"


def order(engine: Engine, query: str) -> list[str]:
    return [hit.report for hit in search(engine, query).hits]


def test_more_occurrences_come_first(engine: Engine) -> None:
    engine.replace(
        [
            document("once", "双公示。其他情况见公告栏。", year=2024),
            document("thrice", "双公示。双公示。双公示公告。", year=2018),
        ]
    )
    assert order(engine, "双公示") == ["thrice", "once"]


def test_an_occurrence_in_a_short_text_weighs_more(engine: Engine) -> None:
    engine.replace([document("long", "双公示" + "其他。" * 200), document("short", "双公示")])
    assert order(engine, "双公示") == ["short", "long"]


def test_rare_phrases_weigh_more(engine: Engine) -> None:
    common = [document(f"c{number}", "水利工作") for number in range(20)]
    engine.replace([*common, document("rare", "恳谈会议"), document("common", "水利工作")])
    assert order(engine, "恳谈会 OR 水利")[0] == "rare"


def test_titles_headings_and_names_weigh_more(engine: Engine) -> None:
    filler = "其他情况见公告栏。" * 5
    engine.replace(
        [
            document("text", f"营商环境建设。{filler}"),
            document("title", f"各项建设。{filler}", title="营商环境年报"),
            document("name", f"各项建设。{filler}", agency_name="清禾市营商环境局"),
            document("heading", f"（一）营商环境建设\n各项建设。{filler}"),
        ]
    )
    assert set(order(engine, "营商环境")[:3]) == {"title", "name", "heading"}


def test_a_word_comes_before_its_characters_by_chance(engine: Engine) -> None:
    engine.replace(
        [
            document("chance", "人民政府。人民政府。人民政府办公室。", agency_name="县人民政府"),
            document("word", "县民政部门负责。" + "其他。" * 99, agency_name=""),
            document("also", "公司法人、公开发布、再生水利用。", agency_name=""),
        ]
    )
    assert order(engine, "民政") == ["word", "chance"]
    for trap in ("司法", "开发", "水利"):
        engine.replace([document("meant", f"本市{trap}工作。" + "其他。" * 99)])
        assert order(engine, trap) == ["meant", "also"], trap


def test_an_order_of_the_callers_own(engine: Engine) -> None:
    engine.replace([document(name, "双公示", year=2020) for name in "abcde"])
    engine.replace([document("f", "双公示", year=2024)])
    numbers: dict[ReportId, float] = {
        ReportId("b"): 7,
        ReportId("d"): 7.5,
        ReportId("zz"): 9,
        ReportId("c"): 7,
    }
    known = Known(numbers={"applications": numbers})
    result = engine.search(parse_query("双公示"), known=known, sort="applications")
    assert [hit.report for hit in result.hits] == ["d", "b", "c", "f", "a", "e"]
    with pytest.raises(SearchError, match="no such order") as caught:
        engine.search(parse_query("双公示"), known=known, sort="size")
    assert "applications" in caught.value.remedy.en


def test_equal_scores_newest_first_then_by_id(engine: Engine) -> None:
    engine.replace(
        [
            document("b", "双公示", year=2020),
            document("a", "双公示", year=2020),
            document("c", "双公示", year=2023),
            document("d", "双公示", year=None),
        ]
    )
    assert order(engine, "双公示") == ["c", "a", "b", "d"]
    assert order(engine, "") == ["c", "a", "b", "d"]


def test_newest_takes_no_account_of_the_text(engine: Engine) -> None:
    engine.replace([document("old", "双公示" * 9, year=2018), document("new", "双公示", year=2024)])
    result = search(engine, "双公示", sort="newest")
    assert [hit.report for hit in result.hits] == ["new", "old"]
    assert {hit.score for hit in result.hits} == {0.0}


def test_bm25_by_hand() -> None:
    # A text of average length: the damping is k1 = 1.2, so 2.2 * 2 / 3.2 = 1.375.
    assert damping(10, 10) == 1.2
    phrases = [([2, 0], NO, 1.0), ([0, 0], NO, 5.0)]
    assert scored([0, 1], phrases, [1.2, 1.2]) == {0: 1.375, 1: 0.0}


def test_a_word_outweighs_any_number_of_occurrences() -> None:
    counts = [1, 10_000]
    found = scored([0, 1], [(counts, b"\1\0", 1.0)], [damping(10_000, 10), damping(1, 10)])
    assert found[0] > found[1]


def test_a_word_of_an_empty_index_weighs_nothing_strange() -> None:
    assert damping(0, 0.0) > 0


def test_rarity_stays_positive() -> None:
    assert rarity(10, 1) > rarity(10, 5) > rarity(10, 10) > 0
