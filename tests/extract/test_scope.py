"""Own office or all bodies of a place: told by brackets, by the text's words, by the name."""

import pytest

from extract.reading import read_document
from extract.report import extract_report
from extract.scope import scope_of
from model.form import SectionId
from model.place import Place
from model.report import Scope, Section
from tests.extract.documents import HEADINGS, PROSE, TITLE, document, report_lines

OWN, ALL = Scope.OWN, Scope.CONSOLIDATED


def overview(text: str) -> tuple[Section, ...]:
    return (Section(id=SectionId.OVERVIEW, heading="一、总体情况", text=text, place=Place(line=1)),)


def scope(title: str, agency: str | None = None, text: str = PROSE) -> Scope | None:
    return scope_of(title, agency, overview(text), "")


@pytest.mark.parametrize(
    ("title", "agency", "expected"),
    [
        ("清禾市云渡区人民政府2023年政府信息公开工作年度报告", "清禾市云渡区人民政府", ALL),
        ("云渡区人民政府办公室2023年政府信息公开工作年度报告", "云渡区人民政府办公室", OWN),
        ("清禾省人民政府办公厅2023年政府信息公开工作年度报告", "清禾省人民政府办公厅", OWN),
        ("清禾省2023年政府信息公开工作年度报告", "清禾省人民政府", ALL),
        ("清禾州人民政府（州政府办公室）2023年政府信息公开工作年度报告", "清禾州人民政府", OWN),
        ("云渡县人民政府2023年政府信息公开工作年度报告（本级）", "云渡县人民政府", OWN),
        ("云渡县人民政府2023年政府信息公开工作年度报告（汇总）", "云渡县人民政府", ALL),
        (
            "云渡县人民政府办公室2023年政府信息公开工作年度报告（全县汇总）",
            "云渡县人民政府办公室",
            ALL,
        ),
        ("清禾海关关区2023年政府信息公开工作年度报告", "清禾海关关区", ALL),
        ("云渡县财政局2023年政府信息公开工作年度报告", "云渡县财政局", None),
        ("下各镇2023年政府信息公开工作年度报告", "下各镇人民政府", None),
        ("云渡县人民政府2023年政府信息公开工作年度报告（图片版）", "云渡县人民政府", ALL),
        ("2023年政府信息公开工作年度报告", None, None),
    ],
)
def test_by_title_and_name(title: str, agency: str | None, expected: Scope | None) -> None:
    assert scope(title, agency) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报告数据由县政府各部门、各乡镇年度报告汇总而成。", ALL),
        ("汇总全县各部门和各乡镇的情况，编制本报告。", ALL),
        ("本报告数据统计范围涵盖县政府各部门、各乡镇。", ALL),
        ("本报告所列数据仅限于本机关。", OWN),
        ("本报告数据不含各部门、各乡镇的数据。", OWN),
        ("各部门配合，全年汇总报送信息三十条。", None),
        ("本机关指导各部门做好公开工作。", None),
    ],
)
def test_by_the_words_of_the_text(text: str, expected: Scope | None) -> None:
    assert scope("2023年政府信息公开工作年度报告", "云渡县财政局", text) is expected


def test_the_text_goes_before_the_name_and_the_brackets_before_the_text() -> None:
    everything = "本报告数据由县政府各部门、各乡镇年度报告汇总而成。"
    own = "本报告所列数据仅限于本机关。"
    assert scope("云渡县人民政府2023年报告", "云渡县人民政府", own) is OWN
    assert scope("云渡县人民政府2023年报告（本机关）", "云渡县人民政府", everything) is OWN


def test_a_text_that_says_both_leaves_it_to_the_name() -> None:
    both = "本报告所列数据仅限于本机关。附表由县政府各部门、各乡镇年度报告汇总而成。"
    assert scope("云渡县财政局2023年报告", "云渡县财政局", both) is None
    assert scope("云渡县人民政府2023年报告", "云渡县人民政府", both) is ALL


def test_a_report_says_its_scope() -> None:
    title = TITLE.replace("云渡县财政局", "云渡县人民政府办公室")
    assert extract_report(document(*report_lines(title=title))).scope is OWN
    assert extract_report(document(*report_lines())).scope is None


def test_the_preface_counts_as_text_and_is_kept() -> None:
    page = "\n".join(
        [TITLE, "本报告数据由县政府各部门、各乡镇年度报告汇总而成。", *report_lines()[1:]]
    )
    report = extract_report(read_document(page.encode(), "x.txt"))
    assert report.scope is ALL
    assert report.other_text == "本报告数据由县政府各部门、各乡镇年度报告汇总而成。"
    assert [section.heading for section in report.sections] == list(HEADINGS)
