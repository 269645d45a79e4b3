"""Whole looks at small sites: forms that are posted, what an earlier look had shown."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from model.capture import LookEnd, Outcome, Purpose
from tests.crawler.child import NOW, an_agency, harvest, listing
from tests.crawler.families import saved
from tests.crawler.site import Reply, Site, html, serve

NAME = "清禾市教育局{}年政府信息公开工作年度报告"
JCMS = saved.load(saved.SITES / "hanweb_jcms" / "two_posts")
PROXY = "/module/web/jpage/dataproxy.jsp"


def replies(saved_site: saved.Site) -> dict[str, Reply]:
    """The saved answers, behind their host."""
    found = {}
    for query, body in saved_site.answers.items():
        method, url, *form = query.split(" ")
        path = "/" + url.split("/", 3)[3]
        kind = "text/html; charset=utf-8" if method == "GET" else "text/xml;charset=UTF-8"
        found[" ".join([path, *form])] = Reply(body=body, media_type=kind)
    return found


def posted(site: Site) -> list[str]:
    return [asked.path.rpartition("?")[2] for asked in site.asked if asked.body]


def test_a_list_behind_forms_is_read_and_archived_like_any_other(tmp_path: Path) -> None:
    with serve(replies(JCMS)) as site:
        url = site.url("/col/col1229063423/index.html")
        agency = an_agency(url, hosts=(site.host,), name=JCMS.agency)
        done = harvest(tmp_path, agency, years=(1999,), delay=0.2)
        assert (done.look.end, done.look.family) == (LookEnd.READ_TO_END, "hanweb-jcms")
        assert len(done.look.links) == 14
        assert len(done.look.pages) == 3
        kinds = {a.headers["content-type"] for a in site.asked if a.body}
        moments = [asked.at for asked in site.asked]
    assert kinds == {"application/x-www-form-urlencoded"}
    assert min(after - before for before, after in pairwise(moments)) > 0.15
    keys = [visit.url for visit in done.visits if "__wb_method=POST" in visit.url]
    assert len(keys) == len(set(keys)) == 2


def test_robots_txt_holds_for_forms(tmp_path: Path) -> None:
    rules = Reply(body=f"User-agent: *\nDisallow: {PROXY}".encode(), media_type="text/plain")
    with serve(replies(JCMS) | {"/robots.txt": rules}) as site:
        agency = an_agency(site.url("/col/col1229063423/index.html"), hosts=(site.host,))
        done = harvest(tmp_path, agency)
        assert posted(site) == []
    assert done.look.end is LookEnd.ROBOTS


def test_two_forms_of_one_address_are_two_visits(tmp_path: Path) -> None:
    """Both are asked in one crawl, and asked for another agency neither is asked again."""
    with serve(replies(JCMS)) as site:
        url = site.url("/col/col1229063423/index.html")
        one = an_agency(url, hosts=(site.host,))
        other = an_agency(url, hosts=(site.host,), id_="qinghe-water", name="清禾市水务局")
        done = harvest(tmp_path, one, other, years=(1999,))
        assert len(posted(site)) == 2
    assert {look.end for look in done.looks} == {LookEnd.READ_TO_END}
    assert {len(look.links) for look in done.looks} == {14}


def a_list(*years: int, name: str = NAME) -> Reply:
    return html(
        listing({f"/nb/{y}.html": (name.format(y), f"{y + 1}-01-18") for y in sorted(years)})
    )


def test_every_look_says_whether_an_earlier_report_was_found_again(tmp_path: Path) -> None:
    with serve({"/nb/": a_list(2022, 2023)}) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        first = harvest(tmp_path, agency).look
        site.replies["/nb/"] = a_list(2022, 2023, 2024)
        second = harvest(tmp_path, agency, at=NOW + timedelta(days=1)).look
        site.replies["/nb/"] = a_list(2024)
        third = harvest(tmp_path, agency, at=NOW + timedelta(days=2)).look
        fourth = harvest(tmp_path, agency, at=NOW + timedelta(days=3)).look
    assert first.known_item is None
    assert second.known_item is not None
    assert (second.known_item.found, second.known_item.shown_before) == (True, 2)
    for later in (third, fourth):
        # A list that has shrunk is measured by what it was before, not by itself.
        assert later.known_item is not None
        assert (later.known_item.shown_before, len(later.known_item.gone)) == (3, 2)
        assert later.known_item.shrunk


def test_a_column_copied_from_another_bureau_is_not_the_agencys(tmp_path: Path) -> None:
    other = "清禾市财政局{}年政府信息公开工作年度报告"
    with serve({"/nb/": a_list(2022, 2023, name=other)}) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
        assert "/nb/2023.html" in site.paths
    assert done.look.end is LookEnd.UNRECOGNISED
    assert done.look.detail == "no report of 清禾市教育局, but of 清禾市财政局"
    assert {link.other_agency for link in done.look.links} == {"清禾市财政局"}


def test_a_report_of_another_in_the_column_is_fetched_and_named(tmp_path: Path) -> None:
    rows = {
        "/nb/1.html": (NAME.format(2023), "2024-01-18"),
        "/nb/2.html": ("清禾市财政局2023年政府信息公开工作年度报告", "2024-01-18"),
    }
    page = html("<p>" + "总体情况。" * 200)
    with serve({"/nb/": html(listing(rows)), "/nb/1.html": page, "/nb/2.html": page}) as site:
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
        visit = done.visit(site.url("/nb/2.html"))
    assert done.look.end is LookEnd.READ_TO_END
    assert [link.other_agency for link in done.look.links] == [None, "清禾市财政局"]
    assert visit.outcome in (Outcome.CAPTURED, Outcome.UNCHANGED)
    assert visit.title == "清禾市财政局2023年政府信息公开工作年度报告"


def test_a_page_that_lists_reports_and_shows_one_is_visited_as_both(tmp_path: Path) -> None:
    path = "/module/xxgk/xxgkAnnualReport.jsp?area=11370883004300001A&fbtime="
    years = "".join(f"<option value='{year}'>{year}</option>" for year in (2024, 2023))
    page = html(f"<select>{years}</select><p>发布时间：2025-01-20</p>" + "总体情况。" * 200)
    with serve({path + "2024": page, path + "2023": page}) as site:
        done = harvest(tmp_path, an_agency(site.url(path + "2024"), hosts=(site.host,)))
        assert site.paths.count(path + "2024") == 1
    visits = [visit for visit in done.visits if visit.url == site.url(path + "2024")]
    assert {visit.purpose for visit in visits} == {Purpose.LISTING, Purpose.REPORT}
    assert len({visit.capture for visit in visits}) == 1
    assert (done.look.end, done.look.family) == (LookEnd.READ_TO_END, "hanweb-annual")
    # Its entries bear no days: what else the page shows tells whether the site is alive.
    assert done.look.freshest == date(2025, 1, 20)


def moved(body: bytes, host: str, root: str, folder: str) -> bytes:
    """A page for another host and below a folder, so that one server holds all sites."""
    body = body.replace(host.encode(), (root + folder).encode())
    for before in ('="/', "='/", ":'/module"):
        body = body.replace(before.encode(), (before[:2] + folder + before[2:]).encode())
    return body


def test_a_harvest_reads_a_site_of_every_family(tmp_path: Path) -> None:
    """Over the wire: forms, data, fragments of addresses, frames, pages that send on."""
    chosen = {each.family: each for each in saved.sites() if each.name != "trs/columns_of_years"}
    with serve() as site:
        agencies = []
        for number, each in enumerate(chosen.values()):
            host = "/".join(each.listing.split("/")[:3])
            here = f"/s{number}"
            for query, body in each.answers.items():
                _, url, *form = query.split(" ")
                kind = "application/json" if body.startswith(b"{") else "text/html"
                name = " ".join([here + url.removeprefix(host), *form])
                site.replies[name] = Reply(
                    body=moved(body, host, site.url(""), here), media_type=kind
                )
            listing_url = site.url(here) + each.listing.removeprefix(host)
            agency = an_agency(listing_url, hosts=(site.host,), id_=f"s{number}", name=each.agency)
            agencies.append(agency)
        done = harvest(tmp_path, *agencies, years=(1999,))
    ends = {look.family: (look.end, look.detail) for look in done.looks}
    assert ends == dict.fromkeys(chosen, (LookEnd.READ_TO_END, None))
    found = {look.family: len(look.links) for look in done.looks}
    assert found == {family: len(saved.read(each).links) for family, each in chosen.items()}
