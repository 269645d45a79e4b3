import pytest

from extract.title import Title, find_title
from model.capture import LinkKind
from model.document import Document
from tests.extract.documents import TITLE, document


def _title(source: Document) -> Title:
    return find_title(source, len(source.blocks))


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE,),
        ("云渡县财政局2024年政府信息公开工作年", "度报告"),
        ("云渡县财政局2024年政府信息公开工作", "", "年度报告"),
        ("云渡县财政局", "2024年政府信息公开工作年度报告"),
        ("云渡县财政局", "2024年政府信息公开", "工作年度报告"),
        ("首页>政务公开>年报", "来源：本站", TITLE),
        ("政务公开", TITLE),
    ],
)
def test_a_title_is_read_however_it_wraps(lines: tuple[str, ...]) -> None:
    title = _title(document(*lines, "正文。"))
    assert title.text == TITLE
    assert (title.agency_name, title.reading.reporting_year) == ("云渡县财政局", 2024)


def test_a_title_without_agency_has_it_in_the_next_line() -> None:
    title = _title(document("2024年政府信息公开工作年度报告", "清禾市云渡区人民政府", "正文。"))
    assert title.agency_printed == "清禾市云渡区人民政府"


def test_the_next_line_must_be_a_name() -> None:
    title = _title(document("2024年政府信息公开工作年度报告", "为了做好工作，现报告如下。"))
    assert (title.agency_printed, title.agency_name) == (None, None)
    assert title.reading.kind is LinkKind.REPORT


def test_a_breadcrumb_is_not_glued_before_the_title() -> None:
    title = _title(document("通知公告", "2024年政府信息公开工作年度报告", "正文。"))
    assert title.agency_name is None


def test_meta_data_help_where_the_text_has_no_title() -> None:
    source = document(
        "正文。", meta=(("title", f"{TITLE}_云渡县人民政府"), ("PubDate", "2025-01-16"))
    )
    assert _title(source).agency_name == "云渡县财政局"


def test_the_pages_source_names_the_agency_as_a_last_resort_with_a_warning() -> None:
    source = document(
        "2024年政府信息公开工作年度报告", "正文。", meta=(("ContentSource", "云渡县财政局"),)
    )
    title = _title(source)
    assert title.agency_name == "云渡县财政局"
    assert [warning.code for warning in title.warnings] == ["agency.from_meta"]


def test_an_agency_without_its_place_is_completed_from_the_text() -> None:
    title = _title(
        document(
            "市公安局2022年政府信息公开工作年度报告",
            "今年，清禾市公安局网站发布信息十条。",
            "（二）解读。清禾市公安局做了解读。按照市公安局要求办理。",
        )
    )
    assert (title.agency_printed, title.agency_name) == ("市公安局", "清禾市公安局")
    assert [warning.code for warning in title.warnings] == ["agency.completed_from_text"]


def test_an_agency_without_its_place_anywhere_is_told() -> None:
    title = _title(document("市公安局2022年政府信息公开工作年度报告", "正文。"))
    assert title.agency_name == "市公安局"
    assert [warning.code for warning in title.warnings] == ["agency.without_place"]


@pytest.mark.parametrize("agency", ["市中区财政局", "镇江镇人民政府", "乡宁县财政局", "区域合作局"])
def test_names_that_only_begin_like_a_kind_of_place_are_whole(agency: str) -> None:
    title = _title(document(f"{agency}2024年政府信息公开工作年度报告"))
    assert title.warnings == ()


def test_a_bare_region_is_its_government() -> None:
    title = _title(document("云渡县2024年政府信息公开工作年度报告"))
    assert (title.agency_printed, title.agency_name) == ("云渡县", "云渡县人民政府")


def test_look_alikes_keep_their_reason() -> None:
    title = _title(document("一图读懂：云渡县2024年政府信息公开工作年度报告", "正文。"))
    assert title.reading.refused == "interpretation"
    assert title.agency_name is None


def test_a_breadcrumb_does_not_make_a_look_alike_of_another_page() -> None:
    title = _title(
        document("当前位置：首页 > 政府信息公开年度报告", "云渡县财政局办事流程", "正文。")
    )
    assert title.reading.kind is LinkKind.OTHER
