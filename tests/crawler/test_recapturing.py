"""Reports visited again: under a condition, with their files, and with what became of them."""

from datetime import timedelta
from pathlib import Path

from crawler.plan import Again
from model.agency import Agency
from model.capture import LinkKind, ListedLink, Outcome
from tests.crawler.child import NOW, Harvest, an_agency, harvest, listing
from tests.crawler.site import Reply, Site, html, serve

TITLE = "清禾市教育局2024年政府信息公开工作年度报告"
BODY = f"<html><body><h1>{TITLE}</h1><p>" + "总体情况。" * 200
WITH_FILE = BODY + '<p><a href="/nb/2024.pdf">2024年度报告.pdf</a></p>'


def a_site(page: Reply) -> dict[str, Reply]:
    return {
        "/robots.txt": Reply(body=b"", media_type="text/plain"),
        "/nb/": html(listing({"/nb/2024.html": (TITLE, "2025-01-20")})),
        "/nb/2024.html": page,
        "/nb/2024.pdf": Reply(
            body=b"%PDF-1.4\n" + b"%" * 500, media_type="application/pdf", etag='"f"'
        ),
    }


def an_again(site: Site, agency: Agency, path: str = "/nb/2024.html") -> Again:
    link = ListedLink(url=site.url(path), title=TITLE, kind=LinkKind.REPORT, reporting_year=2024)
    return Again(agency=agency, listing=site.url("/nb/"), link=link)


def first_and_again(home: Path, site: Site, page: Reply) -> Harvest:
    """A harvest, then the page as it is now, and another visit that looks at no listing."""
    agency = an_agency(site.url("/nb/"), hosts=(site.host,))
    harvest(home, agency)
    site.replies["/nb/2024.html"] = page
    site.asked.clear()
    return harvest(home, at=NOW + timedelta(days=7), again=(an_again(site, agency),))


def test_a_page_that_did_not_change_costs_a_304_and_its_files_too(tmp_path: Path) -> None:
    with serve(a_site(html(WITH_FILE, etag='"p"'))) as site:
        done = first_and_again(tmp_path, site, site.replies["/nb/2024.html"])
        asked = {one.path: one.headers.get("if-none-match") for one in site.asked}

    assert done.looks == ()
    assert asked == {"/robots.txt": None, "/nb/2024.html": '"p"', "/nb/2024.pdf": '"f"'}
    page = done.visit(site.url("/nb/2024.html"))
    assert (page.outcome, page.listing, page.title) == (
        Outcome.UNCHANGED,
        site.url("/nb/"),
        TITLE,
    )
    assert done.visit(site.url("/nb/2024.pdf")).outcome is Outcome.UNCHANGED


def test_a_changed_page_is_captured_beside_the_first(tmp_path: Path) -> None:
    with serve(a_site(html(BODY, etag='"p"'))) as site:
        done = first_and_again(tmp_path, site, html(BODY + "另有一句。", etag='"q"'))

    assert done.visit(site.url("/nb/2024.html")).outcome is Outcome.CAPTURED
    assert done.summary.new_captures == 1


def test_a_page_that_is_gone_stays_as_a_visit_with_its_capture(tmp_path: Path) -> None:
    gone = {
        "hard": (Reply(status=404, body=b"gone"), Outcome.NOT_FOUND),
        "soft": (
            html("<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"),
            Outcome.SOFT_404,
        ),
    }
    for name, (page, outcome) in gone.items():
        (tmp_path / name).mkdir()
        with serve(a_site(html(BODY))) as site:
            done = first_and_again(tmp_path / name, site, page)
        visit = done.visit(site.url("/nb/2024.html"))
        assert (visit.outcome, visit.capture is not None) == (outcome, True), name


def test_robots_and_the_agencys_hosts_hold_as_ever(tmp_path: Path) -> None:
    with serve(a_site(html(BODY))) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        site.replies["/robots.txt"] = Reply(
            body=b"User-agent: *\nDisallow: /nb/\n", media_type="text/plain"
        )
        elsewhere = an_again(site, an_agency(hosts=("www.qinghe.example",), id_="qinghe-other"))
        again = (an_again(site, agency), elsewhere)
        done = harvest(tmp_path, again=again)

    outcomes = {str(visit.agency): visit.outcome for visit in done.visits if "/nb/" in visit.url}
    assert outcomes == {"qinghe-edu": Outcome.ROBOTS, "qinghe-other": Outcome.REJECTED}
    assert site.paths == ["/robots.txt"]


def test_a_look_leaves_what_we_have_and_fetches_what_is_new(tmp_path: Path) -> None:
    with serve(a_site(html(BODY))) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        harvest(tmp_path, agency)
        site.asked.clear()
        site.replies["/nb/"] = html(
            listing(
                {
                    "/nb/2024.html": (TITLE, "2025-01-20"),
                    "/nb/2023.html": (TITLE.replace("2024", "2023"), "2024-01-20"),
                }
            )
        )
        site.replies["/nb/2023.html"] = html(BODY.replace("2024", "2023"))
        had = {agency.id: frozenset({site.url("/nb/2024.html")})}
        harvest(tmp_path, agency, at=NOW + timedelta(days=1), had=had)

    assert site.paths == ["/robots.txt", "/nb/", "/nb/2023.html"]


def test_what_a_look_fetched_is_not_visited_again_in_the_same_crawl(tmp_path: Path) -> None:
    with serve(a_site(html(BODY))) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        harvest(tmp_path, agency, again=(an_again(site, agency),))

    assert site.paths.count("/nb/2024.html") == 1
