from datetime import date

import pytest

from extract.year import declared_day, year_candidates
from model.document import Document
from model.form import SectionId
from model.place import Place
from model.report import Section, YearSource
from tests.extract.documents import document


def _candidates(
    source: Document,
    *,
    title_year: int | None = None,
    body: str = "",
    name: str | None = None,
    url: str | None = None,
) -> list[tuple[int, YearSource]]:
    section = Section(id=SectionId.OVERVIEW, heading="", text=body, place=Place(line=1))
    found = year_candidates(source, title_year=title_year, sections=(section,), name=name, url=url)
    return [(candidate.year, candidate.source) for candidate in found]


@pytest.mark.parametrize(
    "lines",
    [
        ("所列数据的统计期限自2023年1月1日起至2023年12月31日止。",),
        ("统计期限自 2023 年 1 月 1 日", "起至 2023 年 12 月 31 日止"),
        ("统计期限自20231月1日起至202312月31日止",),
        ("数据统计期限为2023年1月1日—12月31日",),
        ("２０２３年１月１日到２０２３年１２月３１日",),
    ],
)
def test_the_statistical_period_is_trusted_first(lines: tuple[str, ...]) -> None:
    found = _candidates(document(*lines), title_year=2024)
    assert found[:2] == [(2023, YearSource.PERIOD), (2024, YearSource.TITLE)]


@pytest.mark.parametrize(
    "line", ["学年自2022年9月1日至2023年8月31日", "2023年1月1日正式上线", "有效期至2023年12月31日"]
)
def test_other_dates_are_no_period(line: str) -> None:
    assert _candidates(document(line)) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.gov.cn/x.jsp?area=11370800004312263P&fbtime=2022", [(2022, YearSource.URL)]),
        ("https://a.gov.cn/zfxxgknb.html?nbYear=2024", [(2024, YearSource.URL)]),
        ("https://a.gov.cn/public/column/1?type=3&title=2021", [(2021, YearSource.URL)]),
        ("https://a.gov.cn/pnidpv832pntypepvnbpnnfpv2023.html", [(2023, YearSource.URL)]),
        ("https://a.gov.cn/zfxxgknb/2023n/a.html", [(2023, YearSource.FOLDER)]),
        ("https://a.gov.cn/gqxnb2023/a.html", [(2023, YearSource.FOLDER)]),
        (
            "https://a.gov.cn/nb/202401/t20240116_1.html",
            [(2023, YearSource.PUBLICATION)],
        ),
        ("https://a.gov.cn/art/2024/1/16/art_1_2.html", []),
        ("https://a.gov.cn/art/2025/art_ab.html", []),
        ("https://a.gov.cn/c1/20231/a.html", []),
    ],
)
def test_urls_give_hints_by_their_kind(url: str, expected: list[tuple[int, YearSource]]) -> None:
    assert _candidates(document("正文"), url=url) == expected


def test_all_candidates_are_kept_in_the_order_of_trust() -> None:
    found = _candidates(
        document("统计期限自2023年1月1日至2023年12月31日", meta=(("PubDate", "2025-01-16"),)),
        title_year=2024,
        body="2023年做了甲。2023年做了乙。2022年做了丙。",
        name="reports/2021/年报2020.pdf",
        url="https://a.gov.cn/x?nbYear=2022",
    )
    assert found == [
        (2023, YearSource.PERIOD),
        (2024, YearSource.TITLE),
        (2022, YearSource.URL),
        (2021, YearSource.FOLDER),
        (2020, YearSource.FOLDER),
        (2024, YearSource.PUBLICATION),
        (2023, YearSource.BODY),
    ]


def test_digits_of_a_digest_are_no_year() -> None:
    assert _candidates(document("正文"), name="3120231_98b2024aa20245.txt") == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-01-16 10:00", date(2025, 1, 16)),
        ("2025年1月6日", date(2025, 1, 6)),
        ("2025/02/30", None),
        ("昨天", None),
    ],
)
def test_the_declared_day_is_a_real_one(value: str, day: date | None) -> None:
    assert declared_day(document("正文", meta=(("PubDate", value),))) == day
