"""Two reports side by side: what differs is shown once, what does not is counted."""

from collections.abc import Callable

from model.report import ReportVersion
from tests.web.asking import Client
from web.reading.difference import Pair, align, difference_view
from web.site import Site

ReportOf = Callable[[int], ReportVersion]


def _said(pairs: list[Pair]) -> list[tuple[str, str, int]]:
    return [
        (
            "".join(part.text for part in pair.left),
            "".join(part.text for part in pair.right),
            pair.same,
        )
        for pair in pairs
    ]


def test_equal_texts_have_nothing_to_show() -> None:
    assert _said(list(align("甲。乙。", "甲。\n乙。"))) == [("", "", 2)]


def test_a_changed_sentence_stands_beside_its_other() -> None:
    pairs = list(align("甲。全年收到申请7件。丙。", "甲。全年收到申请9件。丙。"))

    assert _said(pairs) == [
        ("", "", 1),
        ("全年收到申请7件。", "全年收到申请9件。", 0),
        ("", "", 1),
    ]
    assert [part.text for part in pairs[1].left if part.changed] == ["7"]
    assert [part.text for part in pairs[1].right if part.changed] == ["9"]


def test_what_one_side_alone_says_stands_alone() -> None:
    said = _said(list(align("甲。", "甲。本年度新设查阅点三处。")))

    assert said == [("", "", 1), ("", "本年度新设查阅点三处。", 0)]


def test_no_sentence_is_lost() -> None:
    left = "".join(f"第{n}项工作已经完成。" for n in range(0, 60, 2))
    right = "".join(f"第{n}项工作尚未完成。" for n in range(0, 60, 3))
    pairs = list(align(left, right))

    assert sum(bool(pair.left) for pair in pairs) == 30
    assert sum(bool(pair.right) for pair in pairs) == 20


def test_two_versions_of_one_report(client: Client, site: Site) -> None:
    one, other = site.database.reports(year=2023, current=False)
    page = client.get(f"/en/report/{one.id}/diff/{other.id}").text

    assert "Two versions, cell by cell" in page
    assert "The tables are equal in every cell" in page


def test_cells_that_differ_lead_to_their_proof(
    client: Client, site: Site, report_of: ReportOf
) -> None:
    one, other = report_of(2024), report_of(2023)
    view = difference_view(one, other)
    page = client.get(f"/en/report/{one.id}/diff/{other.id}").text

    assert view.comparable
    assert len(view.cells) + view.same_cells == len(one.report.measures)
    for cell in view.cells:
        assert f"/report/{one.id}/cell/{cell.measure}" in page
        assert f"/report/{other.id}/cell/{cell.measure}" in page


def test_two_forms_are_said_not_to_be_one(client: Client, report_of: ReportOf) -> None:
    page = client.get(f"/en/report/{report_of(2024).id}/diff/{report_of(2020).id}").text

    assert "of different forms" in page
