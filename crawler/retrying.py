"""What is worth asking once more in the same crawl, and when. Pure.

Trouble that passes: a server overloaded or restarting, a connection that broke off. Never a block:
asking again would only prove the anti-robot system right.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.causes import Cause, cause_of
from crawler.outcomes import outcome_of_failure
from model.capture import Outcome
from storage.archive import Exchange

ATTEMPTS = 3
"""Requests for one answer in one crawl."""

LONGEST_WAIT = 120.0
"""Seconds. Who asks us to come back later than this is asked again by a later crawl."""

_PASSING_STATUS = frozenset({408, 425, 500, 502, 503, 504, 520, 522, 523, 524})
_FURTHEST = timedelta(days=30)
"""A Retry-After beyond this is a slip of the server's clock."""


def passes(exchange: Exchange) -> bool:
    """Whether an answer that is no block is of the kind that soon may be another."""
    return exchange.status in _PASSING_STATUS or exchange.truncated == "disconnect"


def wait_before(attempt: int, pause: float, asked: float | None = None) -> float | None:
    """Seconds until attempt number `attempt` (2 is the first repetition), or None to give up.

    `pause` doubles with every repetition; `asked` is what the server wants us to wait.
    """
    wait = max(pause * 2 ** (attempt - 2), asked or 0.0)
    return None if attempt > ATTEMPTS or wait > LONGEST_WAIT else wait


def may_pass(error: Exception) -> bool:
    """Whether a request that brought no answer may bring one soon; a certificate does not mend
    itself within seconds."""
    unreachable = outcome_of_failure(error) is Outcome.UNREACHABLE
    return unreachable and cause_of(error) is not Cause.TLS


def retry_after(exchange: Exchange) -> datetime | None:
    """When the server asks us to come back (RFC 9110 10.2.3); None when it does not say so."""
    value = (exchange.header("Retry-After") or "").strip()
    moment = _after_seconds(value, exchange.at) if value.isdecimal() else _at(value)
    if moment is None or moment <= exchange.at:
        return None
    return min(moment, exchange.at + _FURTHEST)


def _after_seconds(value: str, since: datetime) -> datetime:
    return since + timedelta(seconds=min(int(value[:9]), _FURTHEST.total_seconds()))


def _at(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
