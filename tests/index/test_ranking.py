"""The order of hits."""

from index import Engine
from index.ranking import rarity, scores
from tests.index.builders import document, search


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
    # Two documents of average length: the damping is k1 = 1.2, so 2 * 2.2 / 3.2 = 1.375.
    assert scores([[2], [0]], [10, 10], [1.0]) == [1.375, 0.0]
    assert scores([], [], []) == []


def test_rarity_stays_positive() -> None:
    assert rarity(10, 1) > rarity(10, 5) > rarity(10, 10) > 0
