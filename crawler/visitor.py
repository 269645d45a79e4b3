"""One visit to one URL: what we may ask, the redirects, the outcome."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import urldefrag, urljoin, urlsplit
from weakref import WeakValueDictionary

from scrapy.http import Request, Response
from w3lib.url import safe_url_string

from crawler.asking import Answer, Ask
from crawler.judging import Judgement, judge, leads_home
from crawler.outcomes import CONTENT, FAILURES, outcome_of_failure
from crawler.past import Past
from crawler.plan import HarvestPlan
from crawler.recorder import TRANSFER, Recorder, Transfer
from crawler.resolver import refused_address
from crawler.robots import Robots, is_wall
from model.capture import Capture, Outcome, Purpose, Visit
from model.ids import CrawlId, VisitId
from registry import admits
from storage.archive import Exchange
from storage.database import Database

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_SAME_AGAIN = (307, 308)
"""What was posted is posted again; after the others everybody goes on with a GET."""

Download = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """How a chain of requests ended."""

    judgement: Judgement
    capture: Capture | None = None
    body: bytes | None = None
    media_type: str | None = None


class Visitor:
    """Visits URLs and records every visit; a URL is asked at most once in a crawl."""

    def __init__(
        self,
        plan: HarvestPlan,
        *,
        download: Download,
        recorder: Recorder,
        database: Database,
        past: Past,
    ) -> None:
        self._plan = plan
        self._download = download
        self._recorder = recorder
        self._database = database
        self._past = past
        self._robots = Robots(self.visit, plan.user_agent)
        self._turns: dict[str, float] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._walls = {_place(visit.url): visit for visit in past.visits if is_wall(visit)}

    async def visit(self, ask: Ask) -> Answer:
        """Raises: NoSpace, ArchiveError, StorageError."""
        # Two agencies may link to one URL: the second waits for the answer that the first gets.
        lock = self._locks.setdefault(ask.key, asyncio.Lock())
        async with lock:
            known = self._known(ask)
            if known is not None:
                return self._answer_of(known)
            at = self._plan.clock()
            ending = await self._ask(ask)
            visit = self._recorder.add_visit(self._to_visit(ask, ending, at))
        if is_wall(visit):
            self._walls.setdefault(_place(visit.url), visit)
        return Answer(
            visit=visit,
            url=ending.capture.url if ending.capture else ask.url,
            body=ending.body,
            media_type=ending.media_type,
        )

    def _known(self, ask: Ask) -> Visit | None:
        """The visit that this crawl has made already; for another agency it is written down anew.

        Hosts are those of an agency's row: what one may see, another may have to refuse.
        """
        own = self._past.visit_for(ask.agency.id, ask.key)
        other = self._past.visit_to(ask.key)
        if own is not None or other is None or not admits(ask.agency.hosts, ask.url):
            return own
        capture = self._capture(other)
        if capture is not None and not admits(ask.agency.hosts, capture.url):
            return None
        if ask.purpose is Purpose.ROBOTS:
            return other
        return self._recorder.add_visit(_shared(ask, other))

    def _answer_of(self, visit: Visit) -> Answer:
        capture = self._capture(visit)
        if capture is None or visit.outcome not in CONTENT:
            return Answer(visit=visit, url=visit.url)
        return Answer(
            visit=visit,
            url=capture.url,
            body=self._recorder.payload(capture),
            media_type=capture.media_type,
        )

    def _capture(self, visit: Visit) -> Capture | None:
        if visit.capture is None:
            return None
        return self._database.captures([visit.capture]).get(visit.capture)

    def _to_visit(self, ask: Ask, ending: _Ending, at: datetime) -> Visit:
        capture = ending.capture
        return Visit(
            id=_visit_id(self._plan.crawl, ask),
            crawl=self._plan.crawl,
            url=ask.key,
            at=capture.at if capture else at,
            purpose=ask.purpose,
            outcome=ending.judgement.outcome,
            agency=ask.agency.id,
            listing=ask.listing,
            title=ask.title,
            declared=ask.declared,
            reporting_year=ask.reporting_year,
            http_status=capture.http_status if capture else None,
            detail=ending.judgement.detail,
            capture=capture.id if capture else None,
        )

    async def _ask(self, ask: Ask) -> _Ending:
        """Goes along the redirects, each step checked before it is taken."""
        url = ask.url
        redirect: Capture | None = None
        for _ in range(MAX_REDIRECTS + 1):
            refused = await self._refusal(ask, url)
            if refused is not None:
                return _Ending(judgement=refused, capture=redirect)
            transfer, failed = await self._transfer(ask, url)
            if failed is not None:
                return _Ending(judgement=failed, capture=redirect)
            exchange, capture = _archived(transfer)
            target = _target(exchange)
            if target is None:
                return self._end(ask, exchange, capture)
            if leads_home(url, target):
                detail = f"redirects to {target}"
                return _Ending(
                    judgement=Judgement(outcome=Outcome.MOVED, detail=detail), capture=capture
                )
            url, redirect = target, capture
            if exchange.status not in _SAME_AGAIN:
                ask = replace(ask, method="GET", body=b"", headers=())
        # Anti-robot systems send whoever keeps no cookies around in circles.
        endless = Judgement(outcome=Outcome.BLOCKED, detail=f"more than {MAX_REDIRECTS} redirects")
        return _Ending(judgement=endless, capture=redirect)

    async def _refusal(self, ask: Ask, url: str) -> Judgement | None:
        """Why a request is not made."""
        if not admits(ask.agency.hosts, url):
            return Judgement(outcome=Outcome.REJECTED, detail=f"not in the registry: {_place(url)}")
        if ask.purpose is Purpose.ROBOTS:
            return None
        wall = self._walls.get(_place(url))
        if wall is not None:
            return Judgement(outcome=Outcome.BLOCKED, detail=f"like {wall.url}")
        return await self._robots.refusal(ask, url)

    async def _transfer(self, ask: Ask, url: str) -> tuple[Transfer, Judgement | None]:
        transfer = Transfer(clock=self._plan.clock)
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
            return transfer, _judge_failure(error, url)
        return transfer, None

    async def _keep_pace(self, url: str) -> None:
        """Waits where robots.txt asks for more distance than Scrapy keeps anyhow."""
        now = asyncio.get_running_loop().time()
        pace = self._robots.pace(url)
        turn = max(now, self._turns.get(_place(url), now))
        self._turns[_place(url)] = turn + pace
        if pace > self._plan.delay:
            await asyncio.sleep(turn - now)

    def _conditions(self, url: str, transfer: Transfer) -> Mapping[str, str]:
        known = self._database.validators(url)
        if known is None:
            return {}
        transfer.holder = known.holder
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in conditions.items() if value is not None}

    def _end(self, ask: Ask, exchange: Exchange, capture: Capture) -> _Ending:
        if exchange.status == 304:
            if capture.refers_to is None:
                # Nobody asked under a condition: what the server means cannot be known.
                odd = Judgement(outcome=Outcome.UNREACHABLE, detail="HTTP 304 without a condition")
                return _Ending(judgement=odd, capture=capture)
            exchange = _as_if_sent(capture, self._recorder.payload(capture))
        judgement = judge(exchange, ask.purpose, self._plan.max_bytes)
        if judgement.outcome is not Outcome.CAPTURED:
            return _Ending(judgement=judgement, capture=capture)
        if capture.refers_to is not None:
            judgement = Judgement(outcome=Outcome.UNCHANGED)
        return _Ending(
            judgement=judgement,
            capture=capture,
            body=exchange.payload(),
            media_type=exchange.header("Content-Type"),
        )


def _as_if_sent(capture: Capture, payload: bytes) -> Exchange:
    """What a 304 stands for: an error page with a good status may be unchanged, too."""
    media_type = capture.media_type
    return Exchange(
        url=capture.url,
        at=capture.at,
        status=200,
        response_headers=(("Content-Type", media_type),) if media_type else (),
        body=payload,
    )


def _may_be_conditional(ask: Ask) -> bool:
    """Listings are always fetched whole: a look must see what was there at its time."""
    return ask.method == "GET" and ask.purpose in (Purpose.REPORT, Purpose.ATTACHMENT)


def _archived(transfer: Transfer) -> tuple[Exchange, Capture]:
    if transfer.trouble is not None:
        raise transfer.trouble
    if transfer.exchange is None or transfer.capture is None:
        raise RuntimeError("a response came that was not archived")
    return transfer.exchange, transfer.capture


def _target(exchange: Exchange) -> str | None:
    """Where a response sends us, or None when it is an answer itself."""
    location = exchange.header("Location")
    if exchange.status not in _REDIRECTS or not location:
        return None
    try:
        return safe_url_string(urldefrag(urljoin(exchange.url, location.strip())).url)
    except ValueError:
        return None


def _judge_failure(error: Exception, url: str) -> Judgement:
    outcome = outcome_of_failure(error)
    address = refused_address(_host(url)) if outcome is Outcome.UNREACHABLE else None
    if address is not None:
        return Judgement(outcome=Outcome.REJECTED, detail=f"resolves to {address}")
    return Judgement(outcome=outcome, detail=type(error).__name__)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _place(url: str) -> str:
    """Host and port: what one wall stands before."""
    return urlsplit(url).netloc


def _shared(ask: Ask, known: Visit) -> Visit:
    """The same answer for another agency whose listing leads to it too."""
    return replace(
        known,
        id=_visit_id(known.crawl, ask),
        purpose=ask.purpose,
        agency=ask.agency.id,
        listing=ask.listing,
        title=ask.title,
        declared=ask.declared,
        reporting_year=ask.reporting_year,
        record=None,
    )


def _visit_id(crawl: CrawlId, ask: Ask) -> VisitId:
    """The same for the same visit, so that a repetition cannot be stored as another one."""
    name = f"{ask.agency.id} {ask.key}".encode()
    return VisitId(f"{crawl}-{sha256(name).hexdigest()[:16]}")
