"""What the sites show on which day, and what their entries are."""

import re
from datetime import date
from itertools import pairwise

import pytest

import demo
from demo.content import Behaviour, Item, Site, content
from demo.sites import answer, site_entries, site_pages
from model.capture import LinkKind
from registry.titles import read_title

SITES = content().sites
DAYS = [moment.date() for moment in demo.SEASON]


def site_of(site_id: str) -> Site:
    return next(site for site in SITES if site.id == site_id)


def text(site_id: str, path: str, day: date) -> str:
    page = answer(content(), site_of(site_id), path, day)
    return page.body.decode() if page.status == 200 else ""


def test_items_appear_on_their_day() -> None:
    listing = "/zfxxgk/ndbg/index.html"
    title = "清禾市民政局2024年政府信息公开工作年度报告"
    assert [title in text("civil", listing, day) for day in DAYS] == [False, False, True]
    (late,) = (report for report in demo.truth().reports if report.title == title)
    assert text("civil", late.page, date(2025, 2, 7)) == ""
    assert title in text("civil", late.page, date(2025, 2, 8))


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_no_page_leads_to_what_is_not_there(site: Site) -> None:
    if site.behaviour is Behaviour.CHALLENGE:
        return
    for day in DAYS:
        pages = site_pages(content(), site, day)
        for path, page in pages.items():
            if not page.media_type.startswith("text/html"):
                continue
            folder = path.rpartition("/")[0]
            for link in re.findall(r'(?:href|src|data-url)="([^"]+)"', page.body.decode()):
                target = link if link.startswith("/") else f"{folder}/{link.removeprefix('./')}"
                assert target in pages, (path, link)


def test_pages_are_a_function_of_the_day() -> None:
    for site in SITES:
        first = site_pages.__wrapped__(content(), site, demo.AUDIT_DAY)
        again = site_pages.__wrapped__(content(), site, demo.AUDIT_DAY)
        assert first is not again
        assert {path: page.body for path, page in first.items()} == {
            path: page.body for path, page in again.items()
        }


def test_nothing_changes_before_it_is_modified() -> None:
    """A page that differs from the earlier day's says so in Last-Modified."""
    for site in SITES:
        for before, after in pairwise(DAYS):
            old, new = (site_pages(content(), site, day) for day in (before, after))
            for path in old.keys() & new.keys():
                changed = old[path].body != new[path].body
                assert changed == (old[path].modified < new[path].modified), path
                assert changed == (old[path].etag != new[path].etag), path


def test_titles_are_what_the_truth_says() -> None:
    lookalikes = 0
    for site in SITES:
        for entry in site_entries(content(), site):
            reading = read_title(entry.title)
            if not isinstance(entry.content, Item):
                assert reading.kind is LinkKind.REPORT
            elif entry.content.refused:
                lookalikes += 1
                assert reading.kind is LinkKind.LOOKALIKE, entry.title
                assert reading.refused == entry.content.refused, entry.title
            else:
                assert reading.kind is LinkKind.OTHER, entry.title
    assert lookalikes == len(demo.truth().lookalikes) >= 20
    kinds = {lookalike.refused for lookalike in demo.truth().lookalikes}
    assert {"rule_of_law", "website_report", "interpretation", "instruction"} <= kinds


def test_long_lists_have_several_pages() -> None:
    shown = []
    for number, name in enumerate(["index.html", "index_1.html", "index_2.html"]):
        page = text("qinghe", f"/zwgk/xxgknb/{name}", demo.AUDIT_DAY)
        assert f'createPageHTML(3, {number}, "index", "html")' in page
        shown.append(len(re.findall(r'target="_blank"', page)))
    assert shown == [8, 8, 5]
    assert text("qinghe", "/zwgk/xxgknb/index_3.html", demo.AUDIT_DAY) == ""
    first = text("transport", "/info/1021/list.html", demo.AUDIT_DAY)
    last = text("transport", "/info/1021/list_2.html", demo.AUDIT_DAY)
    assert '<a href="list_2.html">下一页</a>' in first
    assert "下一页" not in last
    assert '<a href="list.html">上一页</a>' in last


def test_open_sites_are_alive_at_every_look() -> None:
    for site in SITES:
        if site.behaviour is Behaviour.OPEN:
            for day in DAYS:
                shown = [e.published for e in site_entries(content(), site) if e.published <= day]
                assert (day - max(shown)).days <= 60


def test_articles_carry_the_standard_meta_tags() -> None:
    for report in demo.truth().reports:
        page = text(report.site, report.page, demo.AUDIT_DAY)
        site = site_of(report.site)
        for name, value in (
            ("SiteName", site.name),
            ("SiteDomain", site.domain),
            ("SiteIDCode", site.code),
            ("ColumnType", "信息公开年报"),
            ("ArticleTitle", report.title),
            ("PubDate", f"{report.declared} 09:30"),
            ("ContentSource", report.agency_name),
        ):
            assert f'<meta name="{name}" content="{value}">' in page
        assert '<meta name="ColumnName"' in page
        assert "演示虚构" in page


def test_the_truth_judges_every_agency_and_year_once() -> None:
    judged = [(verdict.agency, verdict.reporting_year) for verdict in demo.truth().verdicts]
    assert sorted(judged) == sorted(
        (row.id, year) for row in content().agencies for year in demo.YEARS
    )
