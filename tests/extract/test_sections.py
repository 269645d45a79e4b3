from collections.abc import Collection

import pytest

from extract.forms import load_forms
from extract.sections import find_headings, read_sections
from model.document import Document
from model.form import SectionId
from model.report import Section
from tests.extract.documents import HEADINGS, PROSE, document, report_lines

LABELS = [form.section_labels for form in load_forms()]
ALL = list(SectionId)


def _sections(source: Document, consumed: Collection[int] = frozenset()) -> tuple[Section, ...]:
    return read_sections(source, find_headings(source, LABELS, consumed), consumed)


def _ids(source: Document) -> list[SectionId]:
    return [heading.id for heading in find_headings(source, LABELS)]


def test_the_six_sections_with_their_text() -> None:
    sections = _sections(document(*report_lines()))
    assert [section.id for section in sections] == ALL
    assert [section.heading for section in sections] == list(HEADINGS)
    assert {section.text for section in sections} == {PROSE}
    assert [section.place.line for section in sections] == [2, 4, 6, 8, 10, 12]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、基本情况", SectionId.OVERVIEW),
        ("1.总体情况", SectionId.OVERVIEW),
        ("第一部分、总体情况", SectionId.OVERVIEW),
        ("二、主动公开政府信息的情况：", SectionId.PROACTIVE),
        ("（二）主动公开政府信息的情况", SectionId.PROACTIVE),
        ("五、政府信息公开工作存在的主要问题及改进情况", SectionId.PROBLEMS),
        ("五、存在的主要问题及改进措施", SectionId.PROBLEMS),
        ("四、政府信息公开行政复议行政诉讼情况", SectionId.REMEDIES),
        ("九、其他需要报告的事项", SectionId.OTHER_MATTERS),
        ("其他需要报告的事项", SectionId.OTHER_MATTERS),
        ("六、其他需要报告事项", SectionId.OTHER_MATTERS),
    ],
)
def test_headings_are_known_by_their_words(heading: str, section: SectionId) -> None:
    assert _ids(document("引言", heading, PROSE)) == [section]


@pytest.mark.parametrize(
    "line",
    [
        "（一）主动公开情况",
        "（二）依申请公开情况",
        "（一）存在的主要问题",
        "一、本年新收政府信息公开申请数量",
        "四、结转下年度继续办理",
        "三、本年度办理结果",
        "（六）其他处理",
        "3.其他",
        "政府信息公开情况",
        "报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况和其他事项。",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert _ids(document("引言", line, PROSE)) == []


def test_a_table_of_contents_is_not_the_text() -> None:
    sections = _sections(document("目录", *HEADINGS, *report_lines()))
    assert [section.text for section in sections] == [PROSE] * 6


def test_a_missing_section_is_not_made_up() -> None:
    headings = (*HEADINGS[:3], *HEADINGS[4:])
    found = _ids(document(*report_lines(headings=headings)))
    assert found == [section for section in ALL if section is not SectionId.REMEDIES]


def test_a_heading_out_of_order_does_not_displace_the_others() -> None:
    lines = report_lines()
    found = _ids(document(*lines[:3], "六、其他需要报告的事项", *lines[3:]))
    assert found == ALL


def test_a_wrapped_heading_is_one() -> None:
    lines = report_lines()
    at = lines.index(HEADINGS[3])
    wrapped = [*lines[:at], "四、政府信息公开行政复议、", "行政诉讼情况", *lines[at + 1 :]]
    sections = _sections(document(*wrapped, reader="text"))
    assert [section.heading for section in sections] == list(HEADINGS)
    assert sections[3].text == PROSE


def test_text_that_runs_in_behind_its_heading_belongs_to_the_section() -> None:
    lines = [f"{heading}。{PROSE}" for heading in HEADINGS]
    sections = _sections(document("题", *lines))
    assert [section.id for section in sections] == ALL
    assert [section.heading for section in sections] == list(HEADINGS)
    assert {section.text for section in sections} == {PROSE}


@pytest.mark.parametrize("between", ["", " ", "：", "\u3000\u3000"])
def test_bold_type_may_be_all_that_parts_a_heading_from_its_text(between: str) -> None:
    (section,) = _sections(document("题", f"一、总体情况{between}2024年，本机关认真公开。"))
    assert (section.heading, section.text) == ("一、总体情况", "2024年，本机关认真公开。")


def test_a_sentence_that_begins_with_the_words_of_a_heading_is_none() -> None:
    assert (
        _ids(document("题", "一、总体情况良好，但是仍有不足，今后应当继续努力做好公开工作。")) == []
    )


def test_lines_that_were_table_content_are_not_in_the_text() -> None:
    source = document(*report_lines()[:4], "规章 0 0 0", "说明一句。", *report_lines()[5:])
    proactive = _sections(source, consumed={4})[1]
    assert proactive.text == "说明一句。"


def test_a_consumed_heading_counts_only_when_it_is_exact() -> None:
    lines = report_lines()
    consumed = set(range(1, len(lines)))
    assert [section.id for section in _sections(document(*lines), consumed)] == ALL
    blurred = ["题", "一、总体的情况", PROSE]
    assert find_headings(document(*blurred), LABELS, {1}) == ()
    assert len(find_headings(document(*blurred), LABELS)) == 1


def test_what_stands_below_the_article_on_a_page_is_left_out() -> None:
    source = document(*report_lines(), "上一篇：无", "主办单位：云渡县人民政府")
    assert _sections(source)[-1].text == PROSE


FULL = "全局各单位按照条例的规定主动公开了各类政府信息并且及时回应了社会的关切各项"
"""A line of the full width of its paper."""


def _wrapped(*lines: str) -> str:
    source = document("一、总体情况", *lines, "短", *[FULL] * 5, reader="text")
    return _sections(source)[0].text.split("短")[0].rstrip("\n")


def test_lines_broken_by_the_papers_width_are_joined() -> None:
    assert _wrapped(FULL, FULL, "工作。", "（二）依申请公开。") == (
        f"{FULL}{FULL}工作。\n（二）依申请公开。"
    )


def test_an_empty_line_inside_a_sentence_is_a_page_break() -> None:
    assert _wrapped(FULL, "", "工作。") == f"{FULL}工作。"


def test_a_page_number_inside_a_sentence_is_a_page_break() -> None:
    assert _wrapped(FULL, "", "- 12 -", "工作。") == f"{FULL}工作。"


def test_an_empty_line_after_a_full_sentence_separates() -> None:
    ended = FULL[:-1] + "。"
    assert _wrapped(ended, "", "下一步继续努力。") == f"{ended}\n下一步继续努力。"


def test_a_new_item_begins_a_paragraph_even_behind_a_full_line() -> None:
    ended = FULL[:-1] + "。"
    assert _wrapped(ended, "二是加强培训。") == f"{ended}\n二是加强培训。"


def test_lines_of_a_source_that_does_not_wrap_are_paragraphs() -> None:
    lines = ["甲" * 300, "乙" * 20, "丙" * 280]
    sections = _sections(document("一、总体情况", *lines, reader="text"))
    assert sections[0].text == "\n".join(lines)
