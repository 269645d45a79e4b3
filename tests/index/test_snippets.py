"""What a hit shows: the whole phrase marked, in text as printed."""

import pytest

from index.canonical import printable
from index.needles import Needle, needle
from index.snippets import LONGEST, MOST, snippets
from index.values import Snippet


def sought(*phrases: str, section: str | None = None) -> list[tuple[Needle, str | None]]:
    return [(needle(phrase), section) for phrase in phrases]


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def only(text: str, *phrases: str) -> Snippet:
    (found,) = snippets([("overview", printable(text))], sought(*phrases))
    return found


def test_the_sentence_with_the_whole_phrase() -> None:
    text = "加强队伍建设。全年办理依申请公开件12件，均按时答复。其他情况无。"
    snippet = only(text, "依申请公开")
    assert snippet.section == "overview"
    assert snippet.text == "全年办理依申请公开件12件，均按时答复。"
    assert marked(snippet) == ["依申请公开"]


@pytest.mark.parametrize(
    ("text", "phrase", "mark"),
    [
        ("通过ＡＰＰ发布", "app", "ＡＰＰ"),
        ("截至 2024 年底", "2024年", "2024 年"),
        ("增长３．５%", "3.5", "３．５"),
        ("㈠主动公开", "一", "㈠"),
        ("设“双公示”栏", "“双公示”", "“双公示”"),
        ("Cafe\u0301开放", "café", "Caf\u00e9"),
    ],
)
def test_marks_what_is_printed(text: str, phrase: str, mark: str) -> None:
    assert marked(only(text, phrase)) == [mark]


def test_a_wrapped_line_is_joined_again() -> None:
    text = (
        "二、主动公开\n本机关在这一年中认真梳理并且按照要求及时公布了应当公开的政\n务信息，无遗漏。"
    )
    snippet = only(text, "政务信息")
    assert (
        snippet.text == "本机关在这一年中认真梳理并且按照要求及时公布了应当公开的政务信息，无遗漏。"
    )
    assert marked(snippet) == ["政务信息"]


def test_a_long_sentence_is_cut_around_the_phrase() -> None:
    text = "甲" * 500 + "双公示" + "乙" * 500
    snippet = only(text, "双公示")
    assert marked(snippet) == ["双公示"]
    assert len(snippet.text) <= LONGEST
    assert "甲" in snippet.text
    assert "乙" in snippet.text


def test_a_phrase_longer_than_a_snippet_is_shown_whole() -> None:
    phrase = "甲乙" * LONGEST
    assert marked(only(f"前。{phrase}后。", phrase)) == [phrase]


def test_a_phrase_across_sentences_is_shown_whole() -> None:
    assert marked(only("均已办结。无遗漏。", "办结。无")) == ["办结。无"]


def test_overlapping_marks_become_one() -> None:
    assert marked(only("县人民政府网站", "人民政府", "民政", "政府网站")) == ["人民政府网站"]


def test_every_phrase_is_shown_before_one_is_shown_again() -> None:
    text = "".join(f"双公示第{number}处。" for number in range(5)) + "恳谈会一处。"
    found = snippets([("overview", text)], sought("双公示", "恳谈会"))
    assert len(found) == MOST
    assert [mark for snippet in found for mark in marked(snippet)] == ["双公示", "双公示", "恳谈会"]


def test_only_in_the_section_that_was_asked_for() -> None:
    sections = [("overview", "双公示。"), ("problems", "双公示不足。")]
    (found,) = snippets(sections, sought("双公示", section="problems"))
    assert found.section == "problems"


def test_nothing_found_shows_nothing() -> None:
    assert snippets([("overview", "全年发布24条，见2024年栏目。")], sought("双公示", "202")) == ()
    assert snippets([("overview", "全年。")], []) == ()


@pytest.mark.parametrize("width", range(30, 60))
def test_what_is_hidden_is_hidden_wherever_the_cut_goes(width: int) -> None:
    """Even where the number's beginning, by which it is known, is cut off."""
    text = f"{'公' * 70}13812345678{'开' * width}恳谈会{'公' * 90}。"
    (found,) = snippets(
        [("overview", text)],
        sought("恳谈会"),
        lambda whole: whole.replace("13812345678", "138********"),
    )
    assert "5678" not in found.text
    assert marked(found) == ["恳谈会"]
