"""One URL asked, at the site's pace, and again where its trouble may pass."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from crawler.asking import Ask
from crawler.backing_off import place_of
from crawler.causes import explain
from crawler.judging import Judgement, judge
from crawler.outcomes import FAILURES, outcome_of_failure
from crawler.plan import HarvestPlan
from crawler.recorder import TRANSFER, Transfer
from crawler.resolver import refused_address
from crawler.retrying import may_pass, passes, retry_after, wait_before
from crawler.tls import TlsPolicy
from model.capture import Capture, Outcome, Purpose
from storage.archive import Exchange
from storage.database import Database

Download = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of a request, or why nothing did."""

    exchange: Exchange | None = None
    capture: Capture | None = None
    failure: Judgement | None = None
    """None when there is an exchange."""
    not_before: datetime | None = None
    """When the site asked us to come back."""


class Requester:
    """Sends requests: under conditions, paced, repeated when that may help."""

    def __init__(
        self,
        plan: HarvestPlan,
        *,
        download: Download,
        database: Database,
        pace: Callable[[str], float],
    ) -> None:
        """`pace` gives the seconds between two requests that a URL's site asks for."""
        self._plan = plan
        self._download = download
        self._database = database
        self._pace = pace
        self._turns: dict[str, float] = {}
        self._tls = TlsPolicy(plan.tls)

    async def request(self, ask: Ask, url: str) -> Reply:
        """Raises: NoSpace, ArchiveError, StorageError."""
        for attempt in count(1):
            transfer, error = await self._send(ask, url)
            reply = _judged(transfer, error, url)
            wait = self._wait(attempt + 1, ask, reply, error)
            if wait is None:
                return reply
            await asyncio.sleep(wait)
        raise AssertionError("counted to the end")

    def _wait(self, attempt: int, ask: Ask, reply: Reply, error: Exception | None) -> float | None:
        """Seconds before it is asked again, or None when this is the answer."""
        pause = self._plan.retry_pause
        if reply.exchange is None:
            return wait_before(attempt, pause) if error is not None and may_pass(error) else None
        if not passes(reply.exchange) or self._is_block(ask, reply.exchange):
            return None
        if reply.not_before is None:
            return wait_before(attempt, pause)
        asked = (reply.not_before - reply.exchange.at).total_seconds()
        return wait_before(attempt, pause, asked)

    def _is_block(self, ask: Ask, exchange: Exchange) -> bool:
        """Challenge pages come with a 503, too."""
        return judge(exchange, ask.purpose, self._plan.max_bytes).outcome is Outcome.BLOCKED

    async def _send(self, ask: Ask, url: str) -> tuple[Transfer, Exception | None]:
        transfer = Transfer(clock=self._plan.clock, tls_exception=self._tls_exception(url))
        conditions = self._conditions(url, transfer) if _may_be_conditional(ask) else {}
        await self._keep_pace(url)
        request = Request(
            url,
            method=ask.method,
            body=ask.body,
            headers=dict(ask.headers) | dict(conditions),
            meta={TRANSFER: transfer},
            dont_filter=True,
        )
        try:
            await self._download(request)
        except FAILURES as error:
            return transfer, error
        finally:
            self._was_answered(url)
        return transfer, None

    async def _keep_pace(self, url: str) -> None:
        """Waits until it is this request's turn at its host."""
        now = asyncio.get_running_loop().time()
        place = place_of(url)
        turn = max(now, self._turns.get(place, now))
        self._turns[place] = turn + self._distance(url)
        if turn > now:
            await asyncio.sleep(turn - now)

    def _was_answered(self, url: str) -> None:
        """The distance counts from the answer: Scrapy counts from when a request is taken up, and
        on a busy machine that may be long before it leaves."""
        place = place_of(url)
        turn = asyncio.get_running_loop().time() + self._distance(url)
        self._turns[place] = max(self._turns.get(place, turn), turn)

    def _distance(self, url: str) -> float:
        return max(self._pace(url), self._plan.delay)

    def _conditions(self, url: str, transfer: Transfer) -> Mapping[str, str]:
        known = self._database.validators(url)
        if known is None:
            return {}
        transfer.holder = known.holder
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in conditions.items() if value is not None}

    def _tls_exception(self, url: str) -> str | None:
        parts = urlsplit(url)
        if parts.scheme != "https":
            return None
        exception = self._tls.exception_for(parts.hostname or "", parts.port)
        return None if exception is None else exception.words


def _may_be_conditional(ask: Ask) -> bool:
    """Listings are always fetched whole: a look must see what was there at its time."""
    return ask.method == "GET" and ask.purpose in (Purpose.REPORT, Purpose.ATTACHMENT)


def _judged(transfer: Transfer, error: Exception | None, url: str) -> Reply:
    if error is not None:
        return Reply(failure=_judge_failure(error, url))
    if transfer.trouble is not None:
        raise transfer.trouble
    if transfer.exchange is None or transfer.capture is None:
        raise RuntimeError("a response came that was not archived")
    return Reply(
        exchange=transfer.exchange,
        capture=transfer.capture,
        not_before=retry_after(transfer.exchange),
    )


def _judge_failure(error: Exception, url: str) -> Judgement:
    outcome = outcome_of_failure(error)
    if outcome is not Outcome.UNREACHABLE:
        return Judgement(outcome=outcome, detail=type(error).__name__)
    address = refused_address(_host(url))
    if address is not None:
        return Judgement(outcome=Outcome.REJECTED, detail=f"resolves to {address}")
    return Judgement(outcome=outcome, detail=explain(error))


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
