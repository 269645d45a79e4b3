"""What an entry is, whose report it announces, and which entries are one report."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.families import Entry
from crawler.grouping import grouped
from crawler.known_items import is_trusted, known_item
from crawler.links import to_link
from model.capture import KnownItem, LinkKind, ListedLink, Look, LookEnd
from model.ids import AgencyId, CrawlId
from tests.crawler.child import an_agency

ROOT = "http://www.qinghe.example/zwgk/nb/"
NAME = "清禾市教育局{}年政府信息公开工作年度报告"


def a_link(title: str, url: str = "1.html", *, name: str = "清禾市教育局") -> ListedLink:
    entry = Entry(url=url if "//" in url else ROOT + url, title=title, declared=None)
    return to_link(entry, an_agency(hosts=(), name=name))


def a_look(*links: ListedLink, known: KnownItem | None = None) -> Look:
    return Look(
        crawl=CrawlId("c"),
        agency=AgencyId("qinghe-edu"),
        listing=ROOT,
        at=datetime(2025, 2, 1, tzinfo=UTC),
        end=LookEnd.READ_TO_END,
        detail=None,
        family="plain",
        pages=(),
        links=links,
        freshest=date(2025, 1, 1),
        known_item=known,
    )


@pytest.mark.parametrize(
    ("own", "printed", "other"),
    [
        ("清禾市教育局", "清禾市教育局", False),
        ("清禾市教育局", "教育局", False),
        ("清禾市教育局", "河东省清禾市教育局", False),
        ("清禾市教育局", "", False),
        ("清禾市人民政府", "清禾市", False),
        ("清禾市教育局", "清禾市财政局", True),
        ("清禾市教育局", "云渡县教育局", True),
        ("清禾市人民政府", "清禾市人民政府办公室", True),
        ("清禾市人民政府办公室", "清禾市人民政府", True),
    ],
)
def test_a_title_that_names_another_agency_is_kept_with_its_name(
    own: str, printed: str, other: bool
) -> None:
    link = a_link(f"{printed}2023年政府信息公开工作年度报告", name=own)
    assert link.kind is LinkKind.REPORT
    assert link.other_agency == (printed if other else None)


def test_a_year_in_an_address_makes_a_report_of_a_bare_year() -> None:
    entry = Entry(url=ROOT + "?fbtime=2023", title="2023年", declared=None, reporting_year=2023)
    link = to_link(entry)
    assert (link.kind, link.reporting_year) == (LinkKind.REPORT, 2023)
    assert to_link(replace(entry, reporting_year=None)).kind is LinkKind.OTHER
    lookalike = replace(entry, title="2023年政府网站工作年度报表")
    assert to_link(lookalike).kind is LinkKind.LOOKALIKE


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("清禾市教育局2023年法治政府建设年度报告", "rule_of_law"),
        ("清禾市2023年政府网站工作年度报表", "website_report"),
        ("《清禾市教育局2023年政府信息公开工作年度报告》解读", "interpretation"),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "instruction"),
        ("清禾学院2022-2023学年度信息公开工作报告", "academic_year"),
    ],
)
def test_lookalikes_are_refused_with_the_reason(title: str, reason: str) -> None:
    link = a_link(title)
    assert (link.kind, link.refused, link.other_agency) == (LinkKind.LOOKALIKE, reason, None)


def same(*links: ListedLink) -> list[str | None]:
    return [link.same_as.removeprefix(ROOT) if link.same_as else None for link in grouped(links)]


def test_versions_of_one_report_are_one_group() -> None:
    title = NAME.format(2023)
    assert same(
        a_link(title + "（图片版）", "p.html"),
        a_link(title, "t20240117_8_wap.html"),
        a_link(title, "t20240117_8.html"),
        a_link(title, "P020.pdf"),
        a_link(title, "http://jyj.qinghe.example/nb/7.html"),
        a_link(NAME.format(2022), "t20230117_7.html"),
    ) == [
        "t20240117_8.html",
        "t20240117_8.html",
        None,
        "t20240117_8.html",
        "t20240117_8.html",
        None,
    ]


def test_reports_of_other_years_agencies_or_kinds_are_no_versions() -> None:
    office = "清禾市教育局办公室2023年政府信息公开工作年度报告"
    links = [a_link(NAME.format(2023), "1.html"), a_link(office, "2.html")]
    links += [a_link(f"《{NAME.format(2023)}》解读", "3.html"), a_link("教育要闻", "4.html")]
    assert same(*links) == [None] * 4


def test_titles_without_a_name_are_one_report_only_in_other_forms() -> None:
    title = "2023年政府信息公开工作年度报告"
    assert same(a_link(title, "a/1.html"), a_link(title + "（图解版）", "a/2.html")) == [
        None,
        "a/1.html",
    ]
    assert same(a_link(title, "mpost_7.html"), a_link(title, "post_7.html"))[0] == "post_7.html"


EARLIER = [a_link(NAME.format(year), f"{year}.html") for year in range(2016, 2024)]


def test_a_known_item_is_found_again_by_its_address_or_its_title() -> None:
    moved = [replace(link, url=link.url.replace("qinghe", "new")) for link in EARLIER]
    for now in (EARLIER, moved):
        item = known_item(a_look(*EARLIER), tuple(now))
        assert item is not None
        assert (item.found, item.gone, item.shown_before) == (True, (), 8)
        assert (item.reporting_year, item.shrunk) == (2023, False)


@pytest.mark.parametrize(("left", "shrunk"), [(8, False), (7, False), (6, True), (1, True)])
def test_a_list_that_shrinks_is_in_doubt(left: int, shrunk: bool) -> None:
    item = known_item(a_look(*EARLIER), tuple(EARLIER[:left]))
    assert item is not None
    assert (item.found, len(item.gone), item.shrunk) == (True, 8 - left, shrunk)
    assert is_trusted(a_look(known=item)) is not shrunk


def test_reports_of_others_are_no_known_items() -> None:
    other = a_link("清禾市财政局2022年政府信息公开工作年度报告")
    assert known_item(a_look(other), (other,)) is None
    assert known_item(None, tuple(EARLIER)) is None
    lost = known_item(a_look(*EARLIER), (other,))
    assert lost is not None
    assert (lost.found, len(lost.gone)) == (False, 8)
    assert not is_trusted(a_look(known=lost))
