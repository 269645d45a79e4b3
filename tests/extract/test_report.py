import json
from functools import cache
from html import escape
from itertools import groupby

import pytest

from extract.normalise import compact
from extract.reading import read_document
from extract.report import extract_report
from model.document import Attachment
from model.errors import ExtractionError
from model.form import SectionId
from model.report import Report
from tests.extract.documents import HEADINGS, PROSE, TITLE, document, report_lines
from tests.shared import SHARED, needs_shared

LONG = PROSE * 20


def test_a_report_of_text_alone() -> None:
    report = extract_report(document(*report_lines(), meta=(("PubDate", "2025-01-16"),)))
    assert report.title == TITLE
    assert (report.agency_printed, report.agency_name) == ("云渡县财政局", "云渡县财政局")
    assert report.reporting_year == 2024
    assert [section.id for section in report.sections] == list(SectionId)
    assert report.declared is not None
    assert report.declared.isoformat() == "2025-01-16"


def test_sections_that_were_not_found_are_told() -> None:
    report = extract_report(document(*report_lines(headings=HEADINGS[:4])))
    warning = next(one for one in report.warnings if one.code == "sections.not_found")
    assert "problems, other_matters" in warning.text.en


def test_four_headings_make_a_report_without_a_title() -> None:
    report = extract_report(document(*report_lines(title="无题", headings=HEADINGS[:4])))
    assert (report.title, report.agency_name, report.reporting_year) == (None, None, None)


def test_an_old_report_with_a_title_and_free_text_is_read() -> None:
    report = extract_report(
        document("云渡县财政局2010年政府信息公开工作年度报告", "一、概述", LONG)
    )
    assert (report.agency_name, report.reporting_year) == ("云渡县财政局", 2010)
    assert report.form is None


@pytest.mark.parametrize(
    "lines",
    [
        ("云渡县召开会议", LONG),
        report_lines(title="无题", headings=HEADINGS[:3]),
        (TITLE, "详见附件。"),
        (
            "云渡县财政局2024年政府信息公开工作年度报告",
            "云渡县财政局2023年政府信息公开工作年度报告",
            "云渡县司法局2023年政府信息公开工作年度报告",
            LONG,
        ),
        ("政府信息公开年报", LONG),
        (TITLE, "云渡县财政局政务公开专栏", *["栏目导航与链接"] * 60),
    ],
    ids=["news", "three headings", "title only", "listing", "column", "menu"],
)
def test_what_is_no_report_is_an_error_that_counts_what_was_found(lines: list[str]) -> None:
    with pytest.raises(ExtractionError) as caught:
        extract_report(document(*lines), url="https://a.gov.cn/1.html")
    assert caught.value.source == "https://a.gov.cn/1.html"
    assert "6" in caught.value.what.en


def test_a_page_with_the_report_attached_says_where_it_is() -> None:
    page = document(TITLE, attachments=(Attachment(url="a.pdf", title="年报全文"),))
    with pytest.raises(ExtractionError) as caught:
        extract_report(page)
    assert "年报全文" in caught.value.remedy.zh


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("一图读懂：云渡县2024年政府信息公开工作年度报告", "图解"),
        ("云渡大学2023-2024学年信息公开年度报告", "学年"),
        ("云渡县2024年法治政府建设年度报告", "法治"),
        ("关于做好2024年政府信息公开工作年度报告编制工作的通知", "通知"),
    ],
)
def test_look_alikes_are_refused_with_the_reason_even_with_all_headings(
    title: str, kind: str
) -> None:
    with pytest.raises(ExtractionError) as caught:
        extract_report(document(*report_lines(title=title)))
    assert kind in caught.value.what.zh
    assert title in caught.value.what.zh


@cache
def _seed(number: str) -> tuple[Report, dict[str, object]]:
    (path,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    truth = json.loads(path.with_suffix("").with_suffix(".truth.json").read_text("utf-8"))
    return extract_report(read_document(path.read_bytes(), path.name), name=path.name), truth


# Agency of the truth where the text does not give it: the prefecture stands nowhere in 002.
_PREFECTURE_MISSING = {"002": "洛阳市"}


@needs_shared
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seed_title_agency_year_and_sections(number: str) -> None:
    report, truth = _seed(number)
    prefix = _PREFECTURE_MISSING.get(number, "")
    assert f"{prefix}{report.agency_name}" == truth["agency"]
    assert report.reporting_year == truth["reporting_year"]
    assert report.form == truth["format"]
    assert report.title is not None
    assert compact(report.title).endswith("年政府信息公开工作年度报告")
    assert [section.id for section in report.sections] == list(SectionId)
    texts = {section.id: section.text for section in report.sections}
    # Sections two to four of the seeds are tables and nothing else.
    assert [texts[section] for section in list(SectionId)[1:4]] == ["", "", ""]
    assert all(texts[section].endswith("。") for section in list(SectionId) if texts[section])


@needs_shared
def test_an_explanation_that_repeats_the_whole_report_is_read_with_a_warning() -> None:
    (path,) = (SHARED / "seeds").glob("003_*.txt")
    text = path.read_text("utf-8").strip().split("\n", 1)[1]
    title = "# 一图读懂：云渡县2024年政府信息公开工作年度报告\n"
    report = extract_report(read_document((title + text).encode(), "x.md"))
    assert report.form == "2021"
    assert "title.lookalike" in [warning.code for warning in report.warnings]


@needs_shared
@pytest.mark.parametrize(
    ("number", "paragraphs"),
    [("000", [6, 8, 1]), ("001", [12, 2, 4]), ("002", [6, 4, 1]), ("003", [6, 2, 1])],
)
def test_seed_paragraphs_are_those_of_the_writer(number: str, paragraphs: list[int]) -> None:
    texts = [section.text for section in _seed(number)[0].sections if section.text]
    assert [text.count("\n") + 1 for text in texts] == paragraphs


@needs_shared
def test_hongze() -> None:
    path = SHARED / "reports" / "hongze-district-2023.pdf"
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    report = extract_report(read_document(path.read_bytes(), path.name), name=path.name)
    assert report.agency_name == truth["title_agency"]
    assert report.reporting_year == 2023
    assert [candidate.source for candidate in report.year_candidates][:2] == ["period", "title"]
    assert [section.id for section in report.sections] == list(SectionId)
    texts = [section.text for section in report.sections]
    assert texts[1:4] == ["", "", ""]
    assert [text.count("\n") + 1 for text in texts if text] == [7, 1, 1]
    assert all(text.endswith("。") for text in texts if text)
    assert [section.place.page for section in report.sections] == [1, 2, 3, 4, 4, 5]


@needs_shared
@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("chr_s0_b.pdf", "000"),
        ("chr_s3_a.pdf", "003"),
        ("lod_s2.pdf", "002"),
        ("lod_s4.pdf", "004"),
        ("loh_s3.pdf", "003"),
        ("rl_s0.pdf", "000"),
        ("rot90_lod_s4.pdf", "004"),
        ("wp_s1_a.pdf", "001"),
    ],
)
def test_the_text_of_a_report_is_the_same_from_every_format(name: str, seed: str) -> None:
    path = SHARED / "reports" / "generated" / name
    report = extract_report(read_document(path.read_bytes(), name), name=name)
    own = {section.id: section.text for section in report.sections}
    for section in _seed(seed)[0].sections:
        if section.text:
            assert compact(own[section.id]) == compact(section.text)
            assert own[section.id].count("\n") == section.text.count("\n")


def _as_web_page(text: str) -> bytes:
    """A report as an old site shows it: GB18030, laid out with a table, every word in a span."""
    parts: list[str] = []
    for is_table, lines in groupby(text.splitlines(), key=lambda line: "\t" in line):
        if is_table:
            rows = (line.split("\t") for line in lines)
            cells = (
                "".join(f"<td><p><span>{cell}</span></p></td>" for cell in row) for row in rows
            )
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        else:
            parts += [f"<p><span>{escape(line.lstrip('# '))}</span></p>" for line in lines if line]
    page = (
        "<html><meta charset=gb2312><body><div><a href=/>首页</a></div>"
        "<table><tr><td><ul><li><a href=1>公开指南</a></li></ul></td><td>"
        "<p>您的位置：<a href=/>首页</a> &gt; 政府信息公开年报</p>"
        f"<div>{''.join(parts)}</div><p>【打印】【关闭】</p></td></tr></table>"
        "<p>版权所有</p></body></html>"
    )
    return page.encode("gb18030")


@needs_shared
def test_a_web_page_gives_the_same_report_as_its_text() -> None:
    expected, truth = _seed("003")
    (path,) = (SHARED / "seeds").glob("003_*.txt")
    report = extract_report(read_document(_as_web_page(path.read_text("utf-8")), "x.html"))
    assert (report.title, report.agency_name) == (expected.title, expected.agency_name)
    assert [section.text for section in report.sections] == [
        section.text for section in expected.sections
    ]
    measures = truth["measures"]
    assert isinstance(measures, dict)
    read = {key: str(report.measures[key].value) for key in measures}
    assert read == {key: str(value) for key, value in measures.items()}
