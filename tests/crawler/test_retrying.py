"""What is asked again in the same crawl, and what is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from OpenSSL.SSL import Error as SslError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from crawler.causes import Cause, cause_of, explain
from crawler.retrying import ATTEMPTS, LONGEST_WAIT, may_pass, passes, retry_after, wait_before
from model.capture import LookEnd, Outcome
from storage.archive import Exchange
from tests.crawler.child import an_agency, harvest, listing
from tests.crawler.site import Reply, Site, html, serve

AT = datetime(2025, 4, 1, tzinfo=UTC)
NAME = "清禾市教育局2024年政府信息公开工作年度报告"
LIST = html(listing({"/nb/1.html": (NAME, "2025-01-18")}))
PAGE = html("<h1>" + NAME + "</h1><p>" + "总体情况。" * 200)
CHALLENGE = '<html><head><script>$_ts=window["$_ts"];</script></head><body></body></html>'


def an_exchange(
    status: int = 200, *, truncated: str | None = None, headers: tuple[tuple[str, str], ...] = ()
) -> Exchange:
    return Exchange(
        url="http://www.qinghe.example/",
        at=AT,
        status=status,
        response_headers=headers,
        body=b"",
        truncated=truncated,
    )


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_trouble_of_a_server_may_pass(status: int) -> None:
    assert passes(an_exchange(status))


@pytest.mark.parametrize("status", [200, 304, 400, 403, 404, 410, 412, 429, 468, 501, 505, 521])
def test_an_answer_a_refusal_and_a_block_stay_what_they_are(status: int) -> None:
    assert not passes(an_exchange(status))


def test_a_body_that_broke_off_may_come_whole_and_one_that_is_too_long_may_not() -> None:
    assert passes(an_exchange(truncated="disconnect"))
    assert not passes(an_exchange(truncated="length"))


def wrapped(error: Exception) -> DownloadFailedError:
    """As Scrapy hands on what Twisted found."""
    failure = Failure(error)  # type: ignore[no-untyped-call]
    never = ResponseNeverReceived([failure])  # type: ignore[no-untyped-call]
    failed = DownloadFailedError(str(never))
    failed.__cause__ = never
    return failed


CAUSES = {
    Cause.DNS: CannotResolveHostError("no such name"),
    Cause.REFUSED: DownloadConnectionRefusedError("refused"),
    Cause.TIMEOUT: DownloadTimeoutError("60 seconds"),
    Cause.BROKEN: wrapped(ConnectionLost()),
    Cause.TLS: wrapped(SslError([("SSL routines", "", "certificate verify failed")])),
}


@pytest.mark.parametrize("cause", Cause)
def test_causes_are_told_apart_however_deep_they_hide(cause: Cause) -> None:
    error = CAUSES[cause]
    assert cause_of(error) is cause
    assert explain(error).startswith(f"{cause}: ")
    assert may_pass(error) is (cause is not Cause.TLS)


def test_what_tls_said_is_told() -> None:
    assert explain(CAUSES[Cause.TLS]) == "tls: certificate verify failed (DownloadFailedError)"


def test_what_is_too_large_or_not_ours_does_not_pass() -> None:
    assert not may_pass(DownloadCancelledError("too large"))
    assert not may_pass(UnsupportedURLSchemeError("ftp"))


def test_pauses_double_and_end() -> None:
    waits = [wait_before(attempt, 5.0) for attempt in range(2, ATTEMPTS + 2)]
    assert waits == [5.0, 10.0, None]


def test_a_server_that_wants_more_gets_it_or_is_left_to_another_crawl() -> None:
    assert wait_before(2, 5.0, 30.0) == 30.0
    assert wait_before(2, 5.0, 1.0) == 5.0
    assert wait_before(2, 5.0, LONGEST_WAIT + 1) is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("120", AT + timedelta(seconds=120)),
        (" 120 ", AT + timedelta(seconds=120)),
        ("Tue, 01 Apr 2025 08:00:00 GMT", AT + timedelta(hours=8)),
        ("9" * 30, AT + timedelta(days=30)),
        ("0", None),
        ("-5", None),
        ("Mon, 31 Mar 2025 08:00:00 GMT", None),
        ("soon", None),
        ("", None),
        ("一小时后", None),
    ],
)
def test_retry_after(value: str, moment: datetime | None) -> None:
    assert retry_after(an_exchange(503, headers=(("retry-after", value),))) == moment


class _Faltering(dict[str, Reply]):
    """Replies, of which one fails the first times."""

    def __init__(self, path: str, failing: Reply, times: int) -> None:
        super().__init__()
        self.path, self.failing, self.times = path, failing, times

    def get(self, path: str, default: Reply | None = None) -> Reply:  # type: ignore[override]
        if path == self.path and self.times > 0:
            self.times -= 1
            return self.failing
        return super().get(path, default) or Reply(status=404)


def faltering(site: Site, failing: Reply, times: int) -> None:
    replies = _Faltering("/nb/", failing, times)
    replies.update({"/nb/": LIST, "/nb/1.html": PAGE})
    site.replies = replies


@pytest.mark.parametrize(
    "failing",
    [
        Reply(status=503),
        Reply(body=LIST.body, stated_length=99_999),
        Reply(stated_length=99, reset=True),
    ],
    ids=["503", "broken off", "reset"],
)
def test_a_site_that_falters_is_read_all_the_same(tmp_path: Path, failing: Reply) -> None:
    with serve() as site:
        faltering(site, failing, ATTEMPTS - 1)
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert done.look.end is LookEnd.READ_TO_END
    assert site.paths.count("/nb/") == ATTEMPTS


def test_a_storm_of_503_is_not_answered_with_a_storm(tmp_path: Path) -> None:
    rows = {
        f"/nb/{n}.html": (NAME.replace("2024", str(n)), "2025-01-18") for n in range(2009, 2025)
    }
    with serve({"/nb/": html(listing(rows))}) as site:
        site.replies.update({path: Reply(status=503) for path in rows})
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    reports = [visit for visit in done.visits if visit.url.endswith(".html")]
    assert len(reports) == len(rows)
    assert {visit.outcome for visit in reports} == {Outcome.UNREACHABLE}
    assert len([path for path in site.paths if path.endswith(".html")]) == 3 * ATTEMPTS


@pytest.mark.parametrize(
    "block", [html("no", status=429), html(CHALLENGE, status=503), html("no", status=403)]
)
def test_a_block_is_never_asked_again(tmp_path: Path, block: Reply) -> None:
    with serve() as site:
        faltering(site, block, 99)
        done = harvest(tmp_path, an_agency(site.url("/nb/"), hosts=(site.host,)))
    assert done.look.end is LookEnd.BLOCKED
    assert site.paths.count("/nb/") == 1
