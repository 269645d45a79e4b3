"""The sites over real HTTP."""

import http.client
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

import demo
from demo import Server
from demo.log import read_log
from demo.places import Behaviour
from demo.sites import site_pages
from model.errors import UsageError
from registry import load_registry

DAY = date(2025, 2, 17)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with demo.serve(tmp_path, day=DAY) as running:
        yield running


def get(
    server: Server,
    site: str,
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    body: str | None = None,
) -> tuple[int, Mapping[str, str], bytes]:
    connection = http.client.HTTPConnection(server.host(site), timeout=5)
    try:
        connection.request(method, path, body=body, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_every_page_is_served_as_made(server: Server) -> None:
    served = 0
    for site in server.content.sites:
        if site.phase(DAY).behaviour not in {Behaviour.OPEN, Behaviour.CLOSED, Behaviour.SCRIPT}:
            continue
        for path, page in site_pages(server.content, site, DAY).items():
            status, headers, body = get(server, site.id, path)
            assert status == 200
            assert body == server.located(page.body.decode("latin-1")).encode("latin-1")
            assert headers["Content-Type"] == page.media_type
            served += 1
    assert served > 300


def test_a_page_that_is_not_there(server: Server) -> None:
    status, headers, _ = get(server, "edu", "/xxgk/nb/index_1.html")
    assert status == 404
    assert "ETag" not in headers
    status, headers, body = get(server, "nanji-housing", "/robots.txt")
    assert status == 200
    assert "不存在" in body.decode()


def test_what_has_not_changed_is_answered_by_304(server: Server) -> None:
    path = "/xxgk/nb/"
    _, headers, body = get(server, "edu", path)
    for ask in (
        {"If-None-Match": headers["ETag"]},
        {"If-Modified-Since": headers["Last-Modified"]},
        {"If-None-Match": f'"other", W/{headers["ETag"]}'},
    ):
        status, again, nothing = get(server, "edu", path, ask)
        assert (status, nothing) == (304, b"")
        assert again["ETag"] == headers["ETag"]
    status, _, whole = get(
        server,
        "edu",
        path,
        {"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]},
    )
    assert (status, whole) == (200, body)


def test_a_later_day_answers_old_validators_in_full(server: Server) -> None:
    listing = "/zfxxgk/ndbg/index.html"
    server.day = date(2025, 2, 3)
    _, before, _ = get(server, "civil", listing)
    server.day = DAY
    for ask in (
        {"If-None-Match": before["ETag"]},
        {"If-Modified-Since": before["Last-Modified"]},
    ):
        status, _, _ = get(server, "civil", listing, ask)
        assert status == 200


def test_head_has_the_headers_alone(server: Server) -> None:
    status, headers, body = get(server, "edu", "/xxgk/nb/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_the_walls(server: Server) -> None:
    with pytest.raises(ConnectionRefusedError):
        get(server, "audit", "/xxgk/nb/")
    status, headers, body = get(server, "finance", "/zfxxgk/nb/")
    assert status == 412
    assert "Set-Cookie" in headers
    assert b"<script" in body
    assert b"Disallow: /\n" in get(server, "police", "/robots.txt")[2]
    status, headers, body = get(server, "nanji-market", "/xxgk/nb/")
    assert (status, body[:8]) == (521, b"<script>")
    assert "__jsluid" in headers["Set-Cookie"]
    status, _, body = get(server, "urban", "/gk/nb/index.html")
    assert status == 200
    assert "安全验证" in body.decode()
    scripted = get(server, "market", "/gk/ndbg/list.html")[2].decode()
    assert 'data-url="/gk/ndbg/data.json"' in scripted
    assert "<li>" not in scripted


def test_redirects_lead_to_the_ports_of_this_machine(server: Server) -> None:
    for site, path, status, target in (
        ("nanji-transport", "/xxgk/nb/list.html", 302, "/"),
        ("nanji-water", "/xxgk/nb/list.html", 302, server.url("mirror", "/xxgk/nb/list.html")),
    ):
        answered, headers, _ = get(server, site, path)
        assert (answered, headers["Location"]) == (status, target)
    server.day = date(2025, 2, 19)
    assert get(server, "nanji-old", "/zwgk/nb/index.html")[0] == 200
    server.day = date(2025, 2, 20)
    status, headers, _ = get(server, "nanji-old", "/zwgk/nb/index.html?a=1")
    assert (status, headers["Location"]) == (301, server.url("nanji", "/zwgk/nb/index.html?a=1"))
    assert get(server, "nanji", "/zwgk/nb/index.html")[0] == 200


def test_a_posted_form_reaches_the_platform(server: Server) -> None:
    status, _, body = get(
        server,
        "health",
        "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=3&perpage=3",
        {"Content-Type": "application/x-www-form-urlencoded"},
        method="POST",
        body="col=1&appid=1&webid=61&columnid=1229350012&unitid=5550012",
    )
    assert status == 200
    assert body.count(b"<record>") == 3
    assert server.requests[-1].method == "POST"


def test_a_file_says_what_it_is_called(server: Server) -> None:
    path = (
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1391&wbfileid=9410010"
    )
    status, headers, body = get(server, "hr", path)
    assert (status, body[:2]) == (200, b"PK")
    assert headers["Content-Disposition"].endswith(".docx")
    assert get(server, "hr", path.replace("9410010", "1"))[0] == 404


def test_the_log_outlives_the_server(tmp_path: Path) -> None:
    for day in (DAY, date(2025, 4, 1)):
        with demo.serve(tmp_path, day=day) as running:
            get(running, "edu", "/xxgk/nb/", {"User-Agent": "test/1"})
            host = running.host("edu")
    first, second = read_log(tmp_path)
    assert (first.day, second.day) == (DAY, date(2025, 4, 1))
    assert (first.host, first.site, first.method, first.path) == (host, "edu", "GET", "/xxgk/nb/")
    assert (first.user_agent, first.status) == ("test/1", 200)
    assert first.at < second.at
    assert read_log(tmp_path / "nowhere") == ()


def test_requests_are_noted(server: Server) -> None:
    get(server, "edu", "/xxgk/nb/?a=1", {"User-Agent": "test/1"})
    (request,) = server.requests
    assert (request.site, request.method, request.path) == ("edu", "GET", "/xxgk/nb/?a=1")
    assert request.status == 200
    assert request.headers["user-agent"] == "test/1"
    assert request.at.tzinfo is not None


def test_a_client_that_is_killed_leaves_no_traceback(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    host, port = server.host("edu").split(":")
    with socket.create_connection((host, int(port))) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        client.recv(1)
        # Closing with unread data and no linger sends a reset, as the kernel does after a kill.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(5)
    assert [request.path for request in server.requests] == ["/"]
    assert capfd.readouterr().err == ""


def test_the_registry_loads_and_leads_to_the_sites(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "registry.csv"
    path.write_text(demo.registry_csv(server), encoding="utf-8")
    registry = load_registry([path])
    assert [agency.id for agency in registry.agencies] == [
        row.id for row in server.content.agencies
    ]
    reached = {}
    for agency, row in zip(registry.agencies, server.content.agencies, strict=True):
        for listing in agency.listings:
            if row.sites[0] != "audit":
                target = listing.removeprefix("http://").partition("/")[2]
                site = next(s for s in row.sites if server.host(s) in listing)
                reached[agency.id, listing] = get(server, site, f"/{target}")[0]
    assert set(reached.values()) == {200, 302, 412, 521}
    assert registry.agencies[13].region_name == "云渡县"
    shared = [agency.hosts for agency in registry.agencies if agency.region == "999901"]
    assert len(shared) == 2
    assert len(set(shared)) == 1
    by_id = {str(agency.id): agency for agency in registry.agencies}
    assert by_id["qilan-edu"].listings == by_id["qilan-health"].listings
    assert len(by_id["qinghe-science"].listings) == 2
    assert by_id["nanji-gov"].hosts == (server.host("nanji-old"), server.host("nanji"))
    mirror = server.host("mirror")
    assert all(mirror not in agency.hosts for agency in registry.agencies)


def test_a_second_start_gives_the_same_addresses(tmp_path: Path) -> None:
    with demo.serve(tmp_path, day=DAY) as first:
        hosts = [first.host(site.id) for site in first.content.sites]
        # The server closes first: its end of the connection lingers while the next one starts.
        assert get(first, "edu", "/", {"Connection": "close"})[0] == 200
    with demo.serve(tmp_path, day=DAY) as second:
        assert [second.host(site.id) for site in second.content.sites] == hosts
        assert get(second, "edu", "/")[0] == 200
    assert len(set(hosts)) == len(hosts)


def test_two_demos_at_once(tmp_path: Path) -> None:
    with demo.serve(tmp_path, day=DAY) as first:
        with demo.serve(tmp_path / "other", day=DAY) as second:
            assert get(first, "edu", "/")[0] == get(second, "edu", "/")[0] == 200
            assert first.host("edu") != second.host("edu")
        with pytest.raises(UsageError) as raised, demo.serve(tmp_path, day=DAY):
            pass
    assert "still running" in raised.value.remedy.en


def test_a_damaged_port_file(tmp_path: Path) -> None:
    (tmp_path / "demo-ports.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="damaged"), demo.serve(tmp_path, day=DAY):
        pass
