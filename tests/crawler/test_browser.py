"""A list that a script builds from a JSON, read in the system's Chromium over our own visits."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.browser import chromium
from crawler.rendering import RENDERED
from model.capture import LinkKind, LookEnd, Outcome, Purpose
from model.errors import UsageError
from tests.crawler.child import Harvest, an_agency, begin, harvest, open_archive, open_database
from tests.crawler.site import Reply, Site, html, serve

NAME = "清禾市教育局{}年政府信息公开工作年度报告"
REPORT = "<h1>{}</h1><p>" + "总体情况。" * 200
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>信息公开年报</title>
<link rel="stylesheet" href="/style.css"><script src="/list.js"></script></head>
<body><img src="/picture.png"><div id="app"></div>%s</body></html>"""
SCRIPT = """
async function show() {
  const asked = await fetch('/api/list.json', {method: 'POST', body: 'page=1',
    headers: {'Content-Type': 'application/x-www-form-urlencoded'}});
  const rows = await asked.json();
  document.getElementById('app').innerHTML = '<ul>' + rows.map(row =>
    `<li><span>${row.day}</span><a href="${row.url}">${row.title}</a></li>`).join('') +
    `</ul><p>共${rows.length}条 第1页/共1页</p>`;
}
document.addEventListener('DOMContentLoaded', show);
"""


def a_site(more: str = "", script: str = SCRIPT) -> dict[str, Reply]:
    rows = [
        {"url": f"/nb/{year}.html", "title": NAME.format(year), "day": f"{year + 1}-01-18"}
        for year in (2022, 2023, 2024)
    ]
    data = json.dumps(rows, ensure_ascii=False).encode()
    return {
        "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /private/\n", media_type="text/plain"),
        "/nb/": html(PAGE % more),
        "/list.js": Reply(body=script.encode(), media_type="text/javascript; charset=utf-8"),
        "/api/list.json page=1": Reply(body=data, media_type="application/json"),
        "/style.css": Reply(body=b"p { color: red }", media_type="text/css"),
        "/picture.png": Reply(body=b"\x89PNG", media_type="image/png"),
        **{row["url"]: html(REPORT.format(row["title"])) for row in rows},
    }


def look(home: Path, site: Site, **more: Any) -> Harvest:
    return harvest(home, an_agency(site.url("/nb/"), hosts=(site.host,)), **more)


def conversions(home: Path) -> list[tuple[str, str, bytes]]:
    found = []
    for path in sorted((home / "warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "conversion":
                    fields = record.rec_headers
                    refers = fields.get_header("WARC-Refers-To")
                    uri = fields.get_header("WARC-Target-URI")
                    found.append((uri, refers, record.content_stream().read()))
    return found


def test_a_list_of_a_script_is_read_and_kept(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        done = look(tmp_path, site, browser=True)
    reports = [link for link in done.look.links if link.kind is LinkKind.REPORT]
    assert done.look.end is LookEnd.READ_TO_END
    assert [link.reporting_year for link in reports] == [2022, 2023, 2024]
    listed = done.visit(site.url("/nb/"))
    assert (listed.outcome, listed.detail) == (Outcome.CAPTURED, RENDERED)
    parts = {visit.url: visit for visit in done.visits if visit.purpose is Purpose.PART}
    assert {visit.outcome for visit in parts.values()} == {Outcome.CAPTURED}
    assert site.url("/list.js") in parts
    # Nothing that shows no words is asked for, and nothing twice.
    assert not {"/style.css", "/picture.png", "/favicon.ico"} & set(site.paths)
    assert len(site.paths) == len(set(site.paths))
    ((uri, refers, shown),) = conversions(tmp_path)
    assert (uri, refers) == (site.url("/nb/"), f"<urn:uuid:{listed.capture}>")
    assert NAME.format(2024) in shown.decode()
    with open_archive(tmp_path) as archive:
        assert list(archive.verify()) == []


def test_every_request_is_ours(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        look(tmp_path, site, browser=True, delay=0.3)
    assert {asked.headers["user-agent"] for asked in site.asked} == {
        "nianbao-tests/1.0 (+mailto:archive@qinghe.example)"
    }
    moments = [asked.at for asked in site.asked]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > 0.25


def test_without_the_option_it_needs_a_script(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        done = look(tmp_path, site)
        assert done.look.end is LookEnd.NEEDS_SCRIPT
        assert "/list.js" not in site.paths
        # An agency that is marked needs no option.
        (tmp_path / "marked").mkdir()
        marked = look(tmp_path / "marked", site, browser_for=frozenset({"qinghe-edu"}))
    assert marked.look.end is LookEnd.READ_TO_END


def test_a_plain_list_is_no_business_of_the_browser(tmp_path: Path) -> None:
    replies = a_site()
    rows = "".join(f'<li><a href="/nb/{y}.html">{NAME.format(y)}</a></li>' for y in (2023, 2024))
    replies["/nb/"] = html(f"<ul>{rows}</ul><p>共2条 第1页/共1页</p>")
    with serve(replies) as site:
        done = look(tmp_path, site, browser=True)
    assert done.visit(site.url("/nb/")).detail is None
    assert conversions(tmp_path) == []


def test_a_page_gets_nothing_that_we_may_not_have(tmp_path: Path) -> None:
    """Other hosts, our own network, what robots.txt forbids, sockets, and going elsewhere."""
    with serve({"/x.js": Reply(body=b"", media_type="text/javascript")}) as other:
        grabbing = f"""
          for (const url of ['{other.url("/x.js")}', 'http://localhost:{other.port}/x.js',
                             'http://169.254.169.254/', '/private/x.json', 'file:///etc/passwd'])
            fetch(url).catch(() => 0);
          new Image().src = '{other.url("/x.gif")}';
          navigator.sendBeacon('{other.url("/beacon")}', 'x');
          try {{ new WebSocket('ws://127.0.0.1:{other.port}/socket'); }} catch (e) {{}}
          setTimeout(() => {{ location.href = '{other.url("/elsewhere")}'; }}, 100);
        """
        with serve(a_site(script=SCRIPT + grabbing)) as site:
            done = look(tmp_path, site, browser=True)
    assert other.asked == []
    assert not [path for path in site.paths if path.startswith("/private")]
    refused = {visit.url: visit.outcome for visit in done.visits if visit.capture is None}
    assert refused[other.url("/x.js")] is Outcome.REJECTED
    assert refused[site.url("/private/x.json")] is Outcome.ROBOTS
    assert done.look.end is LookEnd.READ_TO_END


def test_a_wall_is_never_shown_to_the_browser(tmp_path: Path) -> None:
    wall = '<html><head><script>$_ts=window["$_ts"];</script></head><body></body></html>'
    with serve(a_site()) as site:
        site.replies["/nb/"] = html(wall, status=412)
        done = look(tmp_path, site, browser=True)
    assert done.look.end is LookEnd.BLOCKED
    assert conversions(tmp_path) == []


def test_a_script_that_finds_nothing_still_needs_one(tmp_path: Path) -> None:
    with serve(a_site()) as site:
        site.replies["/api/list.json page=1"] = Reply(status=404, body=b"gone")
        done = look(tmp_path, site, browser=True)
    assert done.look.end is LookEnd.NEEDS_SCRIPT


def test_a_look_begun_before_is_rendered_from_the_archive(tmp_path: Path) -> None:
    crawl = begin(tmp_path)
    with serve(a_site()) as site:
        first = look(tmp_path, site, browser=True, crawl=crawl)
        # As if the process had died between its visits and the look.
        with open_database(tmp_path) as database:
            connections = database._connections
            with connections.writing() as connection:
                connection.exec_driver_sql("delete from looks")
        site.asked.clear()
        again = look(tmp_path, site, browser=True, crawl=crawl)
    assert [asked.path for asked in site.asked] == []
    assert again.look.links == first.look.links


def test_without_chromium_it_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="Chromium") as told:
        chromium()
    assert "nianbao[browser]" in told.value.remedy.en
