"""What the sites show on which day, and what their entries are."""

import re
from datetime import date
from html import unescape
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import pytest

import demo
from demo.content import content
from demo.entries import all_entries
from demo.places import Behaviour, Item, Site
from demo.platforms import platform_of
from demo.sites import answer, site_pages
from demo.web import Ask, Page
from model.capture import LinkKind
from registry.titles import read_title

SITES = content().sites
DAYS = [moment.date() for moment in demo.SEASON]
REGISTERED = {site for agency in content().agencies for site in agency.sites}


def site_of(site_id: str) -> Site:
    return content().site(site_id)


def asked(site_id: str, target: str, day: date = demo.AUDIT_DAY) -> Page:
    return answer(content(), site_of(site_id), Ask(target=target), day)


def text(site_id: str, path: str, day: date) -> str:
    page = asked(site_id, path, day)
    return page.body.decode() if page.status == 200 else ""


def test_items_appear_on_their_day() -> None:
    listing = "/zfxxgk/ndbg/index.html"
    title = "清禾市民政局2024年政府信息公开工作年度报告"
    assert [day for day in DAYS if title in text("civil", listing, day)] == DAYS[3:]
    (late,) = (report for report in demo.truth().reports if report.title == title)
    assert text("civil", late.page, date(2025, 2, 7)) == ""
    assert title in text("civil", late.page, date(2025, 2, 8))


def test_a_report_can_say_another_day_than_that_of_its_appearance() -> None:
    before, after = (text("sasac", "/zwgk/nb/", date(2025, 2, day)) for day in (11, 12))
    assert "2025-01-26" not in before
    assert "2025-01-26" in after


def test_what_is_withdrawn_is_gone_with_its_entry() -> None:
    (report,) = (
        r for r in demo.truth().reports if r.agency == "qinghe-medins" and r.reporting_year == 2024
    )
    for day, there in ((date(2025, 4, 14), True), (date(2025, 4, 15), False)):
        assert (report.title in text("medins", "/zwgk/ndbg/", day)) is there
        assert (asked("medins", report.page, day).status == 200) is there


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_no_page_leads_to_what_is_not_there(site: Site) -> None:
    checked: set[str] = set()
    for day in DAYS:
        for path, page in site_pages(content(), site, day).items():
            if not page.media_type.startswith("text/html"):
                continue
            source = page.body.decode("gb18030" if site.charset == "gbk" else "utf-8")
            for link in re.findall(r'(?:href|src|data-url)="([^"]+)"', source):
                target = urljoin(f"http://{site.domain}{path}", unescape(link))
                if not target.startswith(f"http://{site.domain}/"):
                    assert urlsplit(target).netloc == site_of("mirror").domain
                    continue
                there = target.removeprefix(f"http://{site.domain}")
                if (there not in checked or page.modified) and not blocked(site, day):
                    assert not missing(asked(site.id, there, day)), (path, link, day)
                checked.add(there)


def blocked(site: Site, day: date) -> bool:
    return site.phase(day).behaviour not in (Behaviour.OPEN, Behaviour.SCRIPT, Behaviour.CLOSED)


def missing(page: Page) -> bool:
    return page.status == 404 or "页面不存在".encode() in page.body


def test_pages_are_a_function_of_the_day() -> None:
    for site in SITES:
        first = site_pages.__wrapped__(content(), site, demo.AUDIT_DAY)
        again = site_pages.__wrapped__(content(), site, demo.AUDIT_DAY)
        assert first is not again
        assert {path: page.body for path, page in first.items()} == {
            path: page.body for path, page in again.items()
        }


def test_nothing_changes_before_it_is_modified() -> None:
    """A page that differs from the earlier day's says so in Last-Modified, or says nothing."""
    compared = 0
    for site in SITES:
        for before, after in pairwise(DAYS):
            old, new = (site_pages(content(), site, day) for day in (before, after))
            for path in old.keys() & new.keys():
                first, second = old[path], new[path]
                if first.modified is None or second.modified is None:
                    assert (first.etag, second.etag) == (None, None)
                    continue
                compared += 1
                changed = first.body != second.body
                # What a list lost changes it on the day, whoever else was changed by that.
                assert not changed or first.modified < second.modified, (site.id, path, after)
                assert changed == (first.etag != second.etag), path
    assert compared > 1000


def test_a_counter_of_readers_changes_the_page_and_not_the_report() -> None:
    (site,) = (site for site in SITES if site.counter)
    report = next(r for r in demo.truth().reports if r.site == site.id and r.reporting_year == 2023)
    first, second = (asked(site.id, report.page, day).body.decode() for day in DAYS[:2])
    counted = re.compile(r"浏览次数：\d+")
    assert counted.findall(first) != counted.findall(second)
    assert counted.sub("", first) == counted.sub("", second)


def test_titles_are_what_the_truth_says() -> None:
    lookalikes = 0
    for site in SITES:
        for entry in all_entries(content(), site):
            reading = read_title(entry.title)
            if not isinstance(entry.content, Item) or entry.content.elsewhere:
                assert reading.kind is LinkKind.REPORT
            elif entry.content.refused:
                lookalikes += len(entry.column.agencies) if entry.column else 0
                assert reading.kind is LinkKind.LOOKALIKE, entry.title
                assert reading.refused == entry.content.refused, entry.title
            else:
                assert reading.kind is LinkKind.OTHER, entry.title
    assert lookalikes == len(demo.truth().lookalikes) >= 20
    kinds = {lookalike.refused for lookalike in demo.truth().lookalikes}
    assert {"rule_of_law", "website_report", "interpretation", "instruction"} <= kinds


def test_open_sites_are_alive_at_every_look_but_the_forgotten_one() -> None:
    stale = {v.agency for v in demo.truth().verdicts if v.reason == "site_stale"}
    forgotten = {row.sites[0] for row in content().agencies if row.id in stale}
    assert len(forgotten) == 1
    for site in SITES:
        for day in DAYS:
            if site.phase(day).behaviour is Behaviour.OPEN and site.id != "mirror":
                shown = [e.published for e in all_entries(content(), site) if e.appears <= day]
                assert ((day - max(shown)).days <= 200) is (site.id not in forgotten)


def test_articles_carry_the_standard_meta_tags() -> None:
    told = 0
    for report in demo.truth().reports:
        site = site_of(report.site)
        page = site_pages(content(), site, demo.AUDIT_DAY).get(report.page)
        if page is None:
            continue
        told += 1
        source = page.body.decode("gb18030" if site.charset == "gbk" else "utf-8")
        for name, value in (
            ("SiteName", site.name),
            ("SiteDomain", site.domain),
            ("SiteIDCode", site.code),
            ("ColumnType", "信息公开年报"),
            ("ArticleTitle", report.title),
            ("PubDate", f"{report.declared} 09:30"),
            ("ContentSource", report.agency_name),
        ):
            assert f'<meta name="{name}" content="{value}">' in source
        assert '<meta name="ColumnName"' in source
        assert "演示虚构" in source
    assert told > 80


def test_the_truth_judges_every_agency_and_year_once_on_every_day() -> None:
    owed = sorted(
        (row.id, year)
        for row in content().agencies
        for year in demo.YEARS
        if year >= int(row.cells.get("since", "2000")[:4])
    )
    for day in [*DAYS, demo.AUDIT_DAY]:
        judged = [(v.agency, v.reporting_year) for v in demo.truth(day).verdicts]
        assert sorted(judged) == owed


def test_every_agency_is_looked_at_as_often_as_it_has_listings() -> None:
    for day in DAYS:
        looked = [str(look.agency) for look in demo.truth(day).looks]
        for row in content().agencies:
            assert looked.count(row.id) == len(content().columns_of(row.id))


def test_no_region_or_host_of_the_demo_exists() -> None:
    assert {row.cells["region"][:4] for row in content().agencies} == {"9999"}
    assert {site.code[:4] for site in SITES} == {"9999"}
    assert len({site.code for site in SITES}) == len(SITES)
    assert all(site.domain.endswith(".example") for site in SITES)
    assert len({site.domain for site in SITES}) == len(SITES)


def test_every_site_but_the_copy_is_in_a_row_of_the_registry() -> None:
    assert {site.id for site in SITES} - REGISTERED == {"mirror"}


def test_addresses_of_listings_answer() -> None:
    open_ones = 0
    for row in content().agencies:
        for site, column in content().columns_of(row.id):
            page = asked(site.id, platform_of(site).listing(site, column), DAYS[0])
            if not blocked(site, DAYS[0]):
                open_ones += 1
                assert page.status == 200
    assert open_ones > 30
