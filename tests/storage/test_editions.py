"""Which two readings say the same report: what is volatile is silent, every change speaks."""

from dataclasses import replace
from datetime import date

import pytest

from model.ids import MeasureId
from model.report import Measure, MeasureState, Report
from storage.database.editions import bare, edition_of, substance_of
from tests.storage.builders import a_report

TEXT = "全年主动公开信息12条。\n收到申请3件，均已答复。"


def edition(report: Report) -> str:
    return edition_of(report, substance_of(report))


def with_text(text: str) -> Report:
    return a_report(text=text)


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开信息 12 条。\n收到申请３件，均已答复。",
        "浏览次数：1,204\n全年主动公开信息12条。\n收到申请3件，均已答复。",
        TEXT + "\n[浏览量：88次]",
        TEXT + "\n阅读：17",
        TEXT + "\n今天是2025年3月4日 星期二",
        TEXT + "\n打印时间：2025-03-04 10:11:12",
        TEXT + "\n您是第 40211 位访问者",
        TEXT + "\n上一篇：另一件事\n下一条：第三件事",
        TEXT + "\n相关链接\n另一机关2024年政府信息公开工作年度报告",
    ],
)
def test_what_a_page_shows_anew_at_every_visit_makes_no_edition(text: str) -> None:
    assert edition(with_text(text)) == edition(with_text(TEXT))


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开信息13条。\n收到申请3件，均已答复。",
        "全年主动公开信息12条。\n收到申请3件，均已按时答复。",
        "全年主动公开信息12条。",
        # Words of counters in running text are the report's own.
        TEXT + "\n网站访问量达40万人次。",
        TEXT + "\n政务公开栏目浏览次数逐年上升。",
        TEXT + "\n我局在今天是否公开的问题上从严把关。",
    ],
)
def test_a_changed_sentence_makes_one(text: str) -> None:
    assert substance_of(with_text(text)) != substance_of(with_text(TEXT))


def test_counts_in_the_running_text_are_no_counters() -> None:
    one, other = (with_text(f"网站运行平稳，访问量：{n}次，发布信息900条。") for n in (40, 41))

    assert substance_of(one) != substance_of(other)


def a_cell(state: MeasureState, value: int | None, raw: str | None, note: str | None) -> Measure:
    return Measure(id=MeasureId("t3.row0.total"), value=value, raw=raw, state=state, note=note)


def test_one_cell_makes_one_and_our_reading_of_it_does_not() -> None:
    report = a_report()
    cell = a_cell(MeasureState.READ, 0, "0", None)

    def with_cell(other: Measure) -> Report:
        return replace(report, measures={**report.measures, cell.id: other})

    same = [replace(cell, raw="０"), replace(cell, doubt="merged"), replace(cell, confidence=0.9)]
    others = [
        a_cell(MeasureState.READ, 1, "1", None),
        a_cell(MeasureState.BLANK, None, "", None),
        a_cell(MeasureState.DASH, None, "/", None),
        a_cell(MeasureState.READ, 0, "0", "其中修订1件"),
        a_cell(MeasureState.ABSENT, None, None, None),
    ]
    assert {substance_of(with_cell(one)) for one in same} == {substance_of(with_cell(cell))}
    assert len({substance_of(with_cell(one)) for one in [cell, *others]}) == 1 + len(others)


def test_what_we_infer_the_agency_has_not_said() -> None:
    report = a_report()
    id_ = MeasureId("t3.row9.total")
    inferred = Measure(id=id_, value=4, raw=None, state=MeasureState.INFERRED)
    absent = replace(inferred, value=None, state=MeasureState.ABSENT)

    def with_it(cell: Measure) -> str:
        return substance_of(replace(report, measures={**report.measures, id_: cell}))

    assert with_it(inferred) == with_it(absent) == substance_of(report)


def test_another_day_on_the_page_is_another_edition_of_the_same_substance() -> None:
    one, other = (replace(a_report(), declared=date(2025, 1, day)) for day in (20, 21))

    assert substance_of(one) == substance_of(other)
    assert edition(one) != edition(other)


def test_bare_text_keeps_every_word() -> None:
    assert bare("收到 申请\u3000３件；\n其中：自然人2件") == "收到申请3件;其中:自然人2件"
