"""Phrases that were looked for are not looked for again in the same index."""

from collections.abc import Mapping

import pytest

from index import Engine
from index.columns import Columns
from index.counting import Counted, nowhere
from index.docsets import DocSet, everything, from_numbers, numbers
from index.engines.ordering import first_of
from index.layout import lay_out
from index.matching import Matching
from index.needles import Needle, needle
from index.query import Not, Phrase
from tests.index.builders import document as a_document
from tests.index.builders import search

TEXTS = {0: "双公示平台", 1: "公示", 2: "双公示双公示", 3: "平台"}
PHRASE = Phrase("双公示")


class Source:
    """An index without any postings: every phrase is looked for in the texts."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts
        self.read: list[int] = []
        self.counted = Counted()
        self.columns = Columns(len(texts), lambda _name: ())
        self.everything = everything(len(texts))

    def postings(self, token: str) -> DocSet:
        del token
        return self.everything

    def frequency(self, token: str) -> int:
        del token
        return len(self._texts)

    def beginning(self, start: str) -> DocSet:
        del start
        return self.everything

    def proven(self, sought: Needle, section: str | None) -> None:
        del sought, section

    def having(self, section: str) -> DocSet:
        del section
        return self.everything

    def text(self, document: int) -> bytes:
        self.read.append(document)
        return lay_out(a_document("x", self._texts[document])).encode()


def test_a_phrase_is_looked_for_once() -> None:
    source = Source(TEXTS)
    some = from_numbers([2, 3], len(TEXTS))

    assert numbers(Matching(source).find(PHRASE), 4) == [0, 2]
    assert source.read == [0, 1, 2, 3]
    again = Matching(source)
    assert numbers(again.find(PHRASE, some), 4) == [2]
    assert list(again.counts[needle("双公示"), None]) == [1, 0, 2, 0]
    assert numbers(Matching(source).find(Not(PHRASE)), 4) == [1, 3]
    assert source.read == [0, 1, 2, 3]


def test_what_was_found_among_some_is_not_taken_for_all() -> None:
    source = Source(TEXTS)
    matching = Matching(source)

    assert numbers(matching.find(PHRASE, from_numbers([2, 3], 4)), 4) == [2]
    assert numbers(matching.find(PHRASE, from_numbers([0, 1], 4)), 4) == [0]
    assert list(matching.counts[needle("双公示"), None]) == [1, 0, 2, 0]
    assert numbers(Matching(source).find(PHRASE), 4) == [0, 2]


def test_the_phrase_used_longest_ago_is_forgotten_first() -> None:
    counted = Counted()
    phrases = [(needle(f"第{number}句"), None) for number in range(65)]
    for one in phrases[:64]:
        counted.put(one, nowhere(1), 0)
    counted.get(phrases[0])
    counted.put(phrases[64], nowhere(1), 0)

    assert counted.get(phrases[0]) is not None
    assert counted.get(phrases[1]) is None


def test_what_is_written_is_found(engine: Engine) -> None:
    engine.replace([a_document("a", "推行双公示平台")])
    assert search(engine, "双公示平台").total == 1
    engine.replace([a_document("b", "双公示平台和双公示平台"), a_document("c", "别的")])
    assert [hit.report for hit in search(engine, "双公示平台").hits] == ["b", "a"]
    engine.replace([], removed=[search(engine, "双公示平台").hits[0].report])
    assert [hit.report for hit in search(engine, "双公示平台").hits] == ["a"]


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9])
def test_the_first_are_the_same_as_of_all_in_order(most: int) -> None:
    scores = {0: 1.0, 1: 3.0, 2: 3.0, 3: 0.5, 4: 3.0, 5: 0.0}
    for known in (scores, {}, {1: 3.0, 3: 0.5}):

        def key(one: int, known: Mapping[int, float] = known) -> tuple[float, int]:
            return (-known.get(one, 0.0), -one)

        found = list(scores)
        assert first_of(found, key, known, most) == sorted(found, key=key)[:most]


def test_columns_are_parted_by_their_values_where_these_are_few() -> None:
    few, many = [2020, 0, 2020, 2021], list(range(80))
    columns = Columns(len(few), lambda _name: ())

    parts = columns.parted(few)
    assert parts is not None
    assert {value: numbers(found, 4) for value, found in parts.items()} == {
        2020: [0, 2],
        0: [1],
        2021: [3],
    }
    assert columns.parted(few) is parts
    assert columns.parted(many) is None
