"""The outcome of a visit that got an answer. Pure."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler.families import Page
from crawler.families.fragments import is_data
from crawler.media import is_html, may_hold_a_report, to_html, to_source
from crawler.outcomes import outcome_of_status
from crawler.reading import leads_on
from crawler.signs import is_challenge, is_soft_404, loads_by_script
from model.capture import Outcome, Purpose
from storage.archive import Exchange

CHALLENGE = "challenge page"
_DOORS = (400, 401, 403, 405, 503)
"""Statuses that challenge pages come with, besides those that say it themselves and all 2xx."""
_HOME_NAMES = ("", "index", "default", "main", "home")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    outcome: Outcome
    detail: str | None = None
    page: Page | None = field(default=None, compare=False, repr=False)
    """What was judged, when it is a page: whoever reads on need not take it apart again."""


def judge(exchange: Exchange, purpose: Purpose, max_bytes: int) -> Judgement:
    """What a final response (no redirect, no 304) is, for the purpose it was asked for."""
    body = exchange.payload()
    if len(body) > max_bytes:
        return Judgement(outcome=Outcome.TOO_LARGE, detail=f"{len(body)} bytes decoded")
    page = _page(exchange, body)
    may_be_a_door = 200 <= exchange.status < 300 or exchange.status in _DOORS
    if page is not None and may_be_a_door and is_challenge(page.html, page.source):
        return Judgement(outcome=Outcome.BLOCKED, detail=CHALLENGE)
    outcome = outcome_of_status(exchange.status)
    if outcome is not Outcome.CAPTURED:
        return Judgement(outcome=outcome, detail=f"HTTP {exchange.status}")
    if exchange.truncated == "length":
        return Judgement(outcome=Outcome.TOO_LARGE, detail=f"cut after {len(exchange.body)} bytes")
    if exchange.truncated is not None:
        return Judgement(outcome=Outcome.TRUNCATED, detail=exchange.truncated)
    return replace(_judge_content(exchange, body, page, purpose), page=page)


def _undecoded(exchange: Exchange) -> Judgement:
    """Of a body that would not unpack: a bomb, or in a coding that we never asked for."""
    coding = exchange.header("Content-Encoding")
    if exchange.is_bomb():
        return Judgement(outcome=Outcome.TOO_LARGE, detail=f"{coding} bomb")
    return Judgement(outcome=Outcome.WRONG_TYPE, detail=f"Content-Encoding: {coding}")


def _judge_content(
    exchange: Exchange, body: bytes, page: Page | None, purpose: Purpose
) -> Judgement:
    """Of a whole answer with a good status, which need not be a good answer."""
    if exchange.is_left_coded():
        return _undecoded(exchange)
    media_type = exchange.header("Content-Type")
    if page is not None and is_soft_404(page.html):
        return Judgement(outcome=Outcome.SOFT_404)
    if not _fits(purpose, body, media_type, html=page is not None):
        return Judgement(outcome=Outcome.WRONG_TYPE, detail=media_type if body else "empty")
    if purpose is Purpose.LISTING and page is not None and _is_filled_by_script(page):
        return Judgement(outcome=Outcome.NEEDS_SCRIPT, detail="no entries, and a script")
    return Judgement(outcome=Outcome.CAPTURED)


def _page(exchange: Exchange, body: bytes) -> Page | None:
    media_type = exchange.header("Content-Type")
    # Data is often sent as text/html; it has no words for people by which to judge it.
    if not is_html(body, media_type) or is_data(body):
        return None
    source = to_source(body, media_type)
    return Page(html=to_html(source), source=source, url=exchange.url, number=1)


def _fits(purpose: Purpose, body: bytes, media_type: str | None, *, html: bool) -> bool:
    """Whether such a thing can be what was asked for."""
    if purpose in (Purpose.ROBOTS, Purpose.DISCOVERY, Purpose.PART):
        return True
    if purpose is Purpose.LISTING:
        return html or is_data(body)
    if purpose is Purpose.ATTACHMENT and html:
        return False  # the page that says why there is no file
    return bool(body) and (html or may_hold_a_report(body, media_type))


def _is_filled_by_script(page: Page) -> bool:
    return loads_by_script(page.source) and not leads_on(page)


def leads_home(url: str, target: str) -> bool:
    """Whether a redirect sends a deeper URL to the front page, as sites do with what is gone."""
    return _is_home(target) and not _is_home(url)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    name = parts.path.lstrip("/").partition(".")[0].lower()
    return name in _HOME_NAMES and "/" not in parts.path.lstrip("/") and not parts.query
