"""The outcome of a visit that got an answer. Pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.media import is_html, may_hold_a_report, to_html, to_source
from crawler.outcomes import outcome_of_status
from crawler.signs import is_challenge, is_soft_404
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


def judge(exchange: Exchange, purpose: Purpose, max_bytes: int) -> Judgement:
    """What a final response (no redirect, no 304) is, for the purpose it was asked for."""
    outcome = outcome_of_status(exchange.status)
    body = exchange.payload()
    told = None if exchange.status == 200 else f"HTTP {exchange.status}"
    if len(body) > max_bytes:
        return Judgement(outcome=Outcome.TOO_LARGE, detail=f"{len(body)} bytes decoded")
    media_type = exchange.header("Content-Type")
    html = is_html(body, media_type)
    if html and (200 <= exchange.status < 300 or exchange.status in _DOORS):
        source = to_source(body, media_type, exchange.url)
        if is_challenge(to_html(source), source):
            return Judgement(outcome=Outcome.BLOCKED, detail=CHALLENGE)
    if outcome is not Outcome.CAPTURED:
        return Judgement(outcome=outcome, detail=told)
    if exchange.truncated is not None:
        return Judgement(outcome=Outcome.TRUNCATED, detail=exchange.truncated)
    if html and is_soft_404(to_html(to_source(body, media_type, exchange.url))):
        return Judgement(outcome=Outcome.SOFT_404)
    return _judge_type(body, media_type, purpose, html=html)


def _judge_type(body: bytes, media_type: str | None, purpose: Purpose, *, html: bool) -> Judgement:
    wrong = {
        Purpose.ROBOTS: False,
        Purpose.LISTING: not html,
        Purpose.REPORT: not body or not (html or may_hold_a_report(body, media_type)),
        Purpose.ATTACHMENT: not body or html or not may_hold_a_report(body, media_type),
    }[purpose]
    if wrong:
        return Judgement(outcome=Outcome.WRONG_TYPE, detail=media_type if body else "empty")
    return Judgement(outcome=Outcome.CAPTURED)


def leads_home(url: str, target: str) -> bool:
    """Whether a redirect sends a deeper URL to the front page, as sites do with what is gone."""
    return _is_home(target) and not _is_home(url)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    name = parts.path.lstrip("/").partition(".")[0].lower()
    return name in _HOME_NAMES and "/" not in parts.path.lstrip("/") and not parts.query
