"""Whole harvests of a small site, compared with what the site is."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from crawler.plan import HarvestPlan
from model.capture import LinkKind, ListedLink, LookEnd, Outcome, Purpose
from tests.crawler.child import AGENT, NOW, an_agency, harvest, listing, open_archive, open_database
from tests.crawler.site import Reply, html, serve

REPORT = "<html><body><h1>清禾市教育局{year}年政府信息公开工作年度报告</h1><p>" + "总体情况。" * 200
PDF = b"%PDF-1.4\n" + b"%" * 500


def a_site() -> dict[str, Reply]:
    first = {
        "/nb/3.html": ("清禾市教育局2024年政府信息公开工作年度报告", "2025-01-20"),
        "/nb/2.html": ("清禾市教育局2023年政府信息公开工作年度报告", "2024-01-18"),
        "/nb/x.html": ("一图读懂清禾市教育局2023年政府信息公开工作年度报告", "2024-01-19"),
    }
    second = {
        "/nb/1.html": ("清禾市教育局2022年政府信息公开工作年度报告", "2023-01-17"),
        "/nb/n.html": ("关于召开家长会的公告", "2023-01-16"),
    }
    return {
        "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /private/\n", media_type="text/plain"),
        "/nb/": html(listing(first, '<a href="list_2.html">下一页</a>')),
        "/nb/list_2.html": html(listing(second, '<a href="/nb/">上一页</a>')),
        "/nb/1.html": html(REPORT.format(year=2022)),
        "/nb/2.html": html(REPORT.format(year=2023), etag='"two"'),
        "/nb/3.html": html('<p>见附件：<a href="P3.pdf">2024年度报告.pdf</a></p>' + "文" * 700),
        "/nb/P3.pdf": Reply(body=PDF, media_type="application/pdf"),
    }


def test_a_listing_is_read_to_its_end_with_all_that_it_shows(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    look = done.look
    assert (look.end, look.detail, look.family) == (LookEnd.READ_TO_END, None, "plain")
    assert look.freshest == date(2025, 1, 20)
    assert len(look.pages) == 2
    assert [(link.url, link.kind, link.reporting_year) for link in look.links] == [
        (site.url("/nb/3.html"), LinkKind.REPORT, 2024),
        (site.url("/nb/2.html"), LinkKind.REPORT, 2023),
        (site.url("/nb/x.html"), LinkKind.LOOKALIKE, 2023),
        (site.url("/nb/1.html"), LinkKind.REPORT, 2022),
        (site.url("/nb/n.html"), LinkKind.OTHER, None),
    ]
    assert look.links[2] == ListedLink(
        url=site.url("/nb/x.html"),
        title="一图读懂清禾市教育局2023年政府信息公开工作年度报告",
        kind=LinkKind.LOOKALIKE,
        reporting_year=2023,
        declared=date(2024, 1, 19),
        refused="interpretation",
    )


def test_visits_are_those_of_the_site_and_nothing_else_is_asked(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    asked = ["/robots.txt", "/nb/", "/nb/list_2.html"]
    asked += ["/nb/3.html", "/nb/P3.pdf", "/nb/2.html", "/nb/1.html"]
    assert site.paths == asked
    assert {visit.outcome for visit in done.visits} == {Outcome.CAPTURED}
    assert Counter(visit.purpose for visit in done.visits) == {
        Purpose.ROBOTS: 1,
        Purpose.LISTING: 2,
        Purpose.REPORT: 3,
        Purpose.ATTACHMENT: 1,
    }
    report = done.visit(site.url("/nb/2.html"))
    assert (report.reporting_year, report.declared) == (2023, date(2024, 1, 18))
    assert report.title == "清禾市教育局2023年政府信息公开工作年度报告"
    assert report.record is not None
    assert done.summary.visits == {Outcome.CAPTURED: 6}
    assert (done.summary.new_captures, done.summary.interrupted) == (6, False)


def test_what_was_sent_and_what_came_is_in_the_archive(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    with open_archive(tmp_path) as archive, open_database(tmp_path) as database:
        assert list(archive.verify()) == []
        captures = database.captures()
        pdf = captures[done.visit(site.url("/nb/P3.pdf")).capture or ""]  # type: ignore[index]
        assert archive.payload(pdf) == PDF
    agents = {asked.headers["user-agent"] for asked in site.asked}
    assert agents == {AGENT}
    assert not any("cookie" in asked.headers for asked in site.asked)


def test_only_reports_of_the_wanted_years_are_fetched(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)), years=(2023,))
    assert "/nb/2.html" in site.paths
    assert not {"/nb/1.html", "/nb/3.html", "/nb/P3.pdf"} & set(site.paths)
    assert len(done.look.links) == 5


def test_the_second_crawl_asks_under_conditions_and_stores_nothing_twice(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        first = harvest(tmp_path, agency)
        site.asked.clear()
        second = harvest(tmp_path, agency, at=NOW + timedelta(days=1))
    assert {visit.outcome for visit in second.visits} == {Outcome.UNCHANGED}
    conditional = {a.path for a in site.asked if "if-none-match" in a.headers}
    assert conditional == {"/nb/2.html"}
    assert "/nb/P3.pdf" in site.paths
    with open_archive(tmp_path) as archive, open_database(tmp_path) as database:
        held = database.captures()
        for visit in second.visits:
            capture = held[visit.capture or ""]  # type: ignore[index]
            assert capture.refers_to is not None
            holder = held[capture.refers_to]
            assert archive.payload(capture, holder) == archive.payload(holder)
    assert [look.links for look in second.looks] == [look.links for look in first.looks]


def test_agencies_that_share_a_listing_share_its_answers(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        one = an_agency(site.url("/nb/"), hosts=(site.host,))
        other = an_agency(site.url("/nb/"), hosts=(site.host,), id_="qinghe-water")
        done = harvest(tmp_path, one, other)
    assert len(site.paths) == len(set(site.paths))
    assert {look.agency for look in done.looks} == {one.id, other.id}
    ours, theirs = (
        {(v.url, v.capture) for v in done.visits if v.agency == a and v.purpose != Purpose.ROBOTS}
        for a in (one.id, other.id)
    )
    assert ours == theirs


def test_requests_to_one_host_keep_their_distance(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)), delay=0.3)
    moments = [asked.at for asked in site.asked]
    gaps = [after - before for before, after in pairwise(moments)]
    assert len(gaps) == 6
    assert min(gaps) > 0.25


def test_agencies_without_a_listing_are_named(tmp_path: Path) -> None:
    done = harvest(tmp_path, an_agency(hosts=()))
    assert done.looks == ()
    assert done.summary.no_listing == ("qinghe-edu",)


def test_a_plan_waits_two_seconds_unless_told_otherwise() -> None:
    assert HarvestPlan.__dataclass_fields__["delay"].default == 2.0
