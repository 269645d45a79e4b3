"""Servers that misbehave on the wire: each ends in its outcome, and the archive stays sound."""

import gzip
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path

import pytest

from model.capture import LookEnd, Outcome
from tests.crawler.child import Harvest, an_agency, harvest, listing, open_archive, open_database
from tests.crawler.site import Reply, Site, html, serve

NAME = "清禾市教育局2024年政府信息公开工作年度报告"
LIST = html(listing({"/nb/1.html": (NAME, "2025-01-18")}))
PAGE = ("<h1>" + NAME + "</h1><p>" + "总体情况。" * 200).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LIMIT = 200_000
TIMEOUT = 3.0


def a_chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def endless_chunks() -> Iterator[bytes]:
    yield CHUNKED
    yield from repeat(a_chunk(b" " * 10_000))


def endless_without_length() -> Iterator[bytes]:
    yield HEAD + b"Connection: close\r\n\r\n"
    yield from repeat(b" " * 10_000)


def endless_headers() -> Iterator[bytes]:
    yield HEAD
    for number in range(10_000):
        yield b"X-%d: %s\r\n" % (number, b"x" * 1000)
        time.sleep(0.002)


def slow_drip() -> Iterator[bytes]:
    yield HEAD + b"Content-Length: 1000\r\n\r\n"
    for _ in range(1000):
        yield b"x"
        time.sleep(0.1)


def one(*octets: bytes) -> Reply:
    return Reply(octets=lambda: iter(octets))


def packed(data: bytes, coding: str = "gzip", body: bytes | None = None) -> Reply:
    return Reply(body=body or gzip.compress(data), headers=(("Content-Encoding", coding),))


def bomb(megabytes: int) -> bytes:
    """Zeros in a gzip member. One packed piece is repeated: to pack them all takes a second."""
    piece = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed_piece = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(megabytes):
        checksum = zlib.crc32(piece, checksum)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    tail = packer.flush() + struct.pack("<II", checksum, megabytes << 20)
    return head + packed_piece * megabytes + tail


FAULTS: Mapping[str, tuple[Reply, Outcome]] = {
    "endless chunks": (Reply(octets=endless_chunks), Outcome.TOO_LARGE),
    "endless without a length": (Reply(octets=endless_without_length), Outcome.TOO_LARGE),
    "endless headers": (Reply(octets=endless_headers), Outcome.UNREACHABLE),
    "slow drip": (Reply(octets=slow_drip), Outcome.UNREACHABLE),
    "nothing for long": (Reply(body=PAGE, wait=TIMEOUT * 3), Outcome.UNREACHABLE),
    "bomb": (Reply(body=bomb(20), headers=(("Content-Encoding", "gzip"),)), Outcome.TOO_LARGE),
    "big bomb": (Reply(body=bomb(300), headers=(("Content-Encoding", "gzip"),)), Outcome.TOO_LARGE),
    "packed": (packed(PAGE + "一".encode()), Outcome.CAPTURED),
    "said to be packed": (packed(b"", body=PAGE + "二".encode()), Outcome.CAPTURED),
    "packed as nobody asked": (packed(b"", "br", b"\x8b\x02\x80" + PAGE[::-1]), Outcome.WRONG_TYPE),
    "damaged packing": (
        packed(b"", body=gzip.compress(PAGE)[:-8] + bytes(8)),
        Outcome.WRONG_TYPE,
    ),
    "chunks cut short": (one(CHUNKED, a_chunk(PAGE)), Outcome.TRUNCATED),
    "chunk cut short": (one(CHUNKED, a_chunk(PAGE)[:500]), Outcome.TRUNCATED),
    "chunks of no size": (one(CHUNKED, b"zz\r\n" + PAGE), Outcome.TRUNCATED),
    "length too great": (Reply(body=PAGE, stated_length=99_999), Outcome.TRUNCATED),
    "reset": (Reply(body=PAGE, stated_length=99_999, reset=True), Outcome.TRUNCATED),
    "length is no number": (one(HEAD + b"Content-Length: viel\r\n\r\n", PAGE), Outcome.UNREACHABLE),
    "two lengths": (
        one(HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n", PAGE),
        Outcome.UNREACHABLE,
    ),
    "no HTTP": (one(b"SSH-2.0-OpenSSH_9.2\r\n"), Outcome.UNREACHABLE),
    "hung up": (one(), Outcome.UNREACHABLE),
    "hung up in the head": (one(HEAD), Outcome.UNREACHABLE),
    "odd status": (one(b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), Outcome.UNREACHABLE),
    "circle": (Reply(status=302, headers=(("Location", "/nb/1.html"),)), Outcome.BLOCKED),
}

# Where a redirect may not lead. {port} is that of the site itself: it would answer.
NOT_THERE = (
    "http://localhost:{port}/x",
    "http://127.0.0.2:{port}/x",
    "http://127.1:{port}/x",
    "http://2130706433:{port}/x",
    "http://0x7f000001:{port}/x",
    "http://0177.0.0.1:{port}/x",
    "http://0.0.0.0:{port}/x",
    "http://0:{port}/x",
    "http://[::1]:{port}/x",
    "http://[::ffff:127.0.0.1]:{port}/x",
    "http://127.0.0.1:{port}@localhost:{port}/x",
    "http://10.0.0.7/x",
    "//10.0.0.7/x",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "data:text/html,x",
    "javascript:alert(1)",
    "http://[::1/x",
)


def harvest_reports(home: Path, replies: Mapping[str, Reply]) -> tuple[Harvest, dict[str, Site]]:
    """Every reply is that of a report on a site of its own: trouble is counted by site."""
    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(serve({"/nb/": LIST, "/nb/1.html": reply}))
            for name, reply in replies.items()
        }
        agencies = [
            an_agency(site.url("/nb/"), hosts=(site.host,), id_=f"qinghe-{number}")
            for number, site in enumerate(sites.values())
        ]
        done = harvest(home, *agencies, max_bytes=LIMIT, timeout=TIMEOUT)
        return done, sites


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Harvest, dict[str, Site]]:
    return harvest_reports(
        tmp_path_factory.mktemp("faults"), {name: reply for name, (reply, _) in FAULTS.items()}
    )


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_outcome(faults: tuple[Harvest, dict[str, Site]], name: str) -> None:
    done, sites = faults
    visit = done.visit(sites[name].url("/nb/1.html"))
    assert (visit.outcome, visit.detail) == (FAULTS[name][1], visit.detail)
    assert visit.detail or visit.outcome is Outcome.CAPTURED
    (look,) = [look for look in done.looks if look.listing == sites[name].url("/nb/")]
    assert look.end is LookEnd.READ_TO_END


def test_only_what_came_whole_is_ever_read(faults: tuple[Harvest, dict[str, Site]]) -> None:
    done, sites = faults
    whole = {name for name, (_, outcome) in FAULTS.items() if outcome is Outcome.CAPTURED}
    with open_database(done.home) as database:
        urls = {work.capture.url for work in database.unprocessed("1")}
    assert urls == {sites[name].url("/nb/1.html") for name in whole}


def test_the_archive_of_all_that_is_sound(faults: tuple[Harvest, dict[str, Site]]) -> None:
    with open_archive(faults[0].home) as archive:
        assert list(archive.verify()) == []


def test_no_redirect_leads_out_of_the_registry(tmp_path: Path) -> None:
    paths = {f"/nb/{number}.html": target for number, target in enumerate(NOT_THERE)}
    rows = {path: (f"{NAME}（{path}）", "2025-01-18") for path in paths}
    with serve({"/nb/": html(listing(rows)), "/x": html("secret")}) as site:
        for path, target in paths.items():
            away = (("Location", target.format(port=site.port)),)
            site.replies[path] = Reply(status=302, headers=away)
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert "/x" not in site.paths
    ended = {target: done.visit(site.url(path)).outcome for path, target in paths.items()}
    # What is no URL leads nowhere: the page has moved, and does not say to where.
    assert ended == {
        target: Outcome.MOVED if target == "http://[::1/x" else Outcome.REJECTED
        for target in NOT_THERE
    }


def test_a_number_is_no_way_round_the_resolver(tmp_path: Path) -> None:
    """Rows that name an address as nobody writes it: it resolves, and to a private address."""
    with serve({"/nb/": LIST}) as site:
        agencies = [
            an_agency(
                f"http://{host}:{site.port}/nb/", hosts=(f"{host}:{site.port}",), id_=f"q-{n}"
            )
            for n, host in enumerate(("127.1", "2130706433", "0x7f000001"))
        ]
        done = harvest(tmp_path, *agencies)
    assert site.asked == []
    assert {visit.outcome for visit in done.visits} == {Outcome.REJECTED}
