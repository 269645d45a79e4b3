"""Near copies under one hit."""

from random import Random

from index import Engine, SearchResult, parse_query
from index.copies import NO_SIGNATURE, folded, signature
from index.layout import lay_out
from tests.index.builders import document
from tests.index.genre import sentence

RANDOM = Random(3)
TEXT = "".join(sentence(RANDOM) for _ in range(12))
OTHER = "".join(sentence(RANDOM) for _ in range(12))
MORE = ["".join(sentence(RANDOM) for _ in range(12)) for _ in range(3)]


def ask(engine: Engine, query: str, *, page: int = 1, page_size: int = 10) -> SearchResult:
    return engine.search(
        parse_query(query), sort="newest", page=page, page_size=page_size, fold=True
    )


def test_copies_stand_under_the_first(engine: Engine) -> None:
    engine.replace(
        [
            document("a", TEXT, year=2024),
            document("b", TEXT, year=2022),
            document("c", TEXT, year=2023),
            document("d", OTHER, year=2021),
        ]
    )
    result = ask(engine, "")
    assert [(hit.report, hit.alike) for hit in result.hits] == [("a", ("c", "b")), ("d", ())]
    assert (result.total, result.pages) == (4, 1)
    assert result.facets["year"] == {"2024": 1, "2023": 1, "2022": 1, "2021": 1}
    assert ask(engine, "year:..2022").hits[0].report == "b"


def test_pages_count_hits(engine: Engine) -> None:
    engine.replace(document(f"a{number}", TEXT, year=2020) for number in range(5))
    engine.replace(
        document(f"b{number}", text, year=2000 + number) for number, text in enumerate(MORE)
    )
    result = ask(engine, "", page=2, page_size=1)
    assert (result.total, result.pages) == (8, 4)
    assert [hit.report for hit in result.hits] == ["b2"]
    assert ask(engine, "", page=5, page_size=1).hits == ()


def test_figures_years_and_ones_own_name_do_not_tell_copies_apart(engine: Engine) -> None:
    engine.replace(
        [
            document("a", f"2024年，清禾市水利局收到申请23件。{TEXT}清禾市水利局"),
            document(
                "b",
                f"2023年，云渡县民政局收到申请7件。{TEXT}云渡县民政局",
                agency_name="云渡县民政局",
            ),
        ]
    )
    (hit,) = ask(engine, "收到申请").hits
    assert hit.alike == ("b",)


def test_a_sentence_changed_is_still_a_copy_and_half_a_text_is_none() -> None:
    whole = marked(TEXT)
    changed = marked(TEXT.replace(TEXT[100:130], "另行开展一次专项检查。"))
    half = marked(TEXT[: len(TEXT) // 2] + OTHER[len(OTHER) // 2 :])
    marks = [whole, changed, half, marked(OTHER)]
    assert folded(range(4), marks) == [(0, (1,)), (2, ()), (3, ())]


def test_short_texts_are_like_no_other() -> None:
    assert marked("无。") == NO_SIGNATURE
    assert folded([2, 0, 1], [NO_SIGNATURE] * 3) == [(2, ()), (0, ()), (1, ())]


def marked(text: str) -> bytes:
    made = document("a", text)
    return signature(made, lay_out(made))
