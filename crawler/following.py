"""A question followed along its redirects, each step checked before it is taken."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag, urljoin

from w3lib.url import safe_url_string

from crawler.asking import Ask
from crawler.backing_off import place_of
from crawler.judging import Judgement, judge, leads_home
from crawler.outcomes import CONTENT
from crawler.plan import HarvestPlan
from crawler.recorder import Recorder
from crawler.requesting import Reply, Requester
from crawler.robots import Robots
from crawler.walls import Walls
from model.capture import Capture, Outcome, Purpose
from registry import admits
from storage.archive import Exchange

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_SAME_AGAIN = (307, 308)
"""What was posted is posted again; after the others everybody goes on with a GET."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a chain of requests ended."""

    judgement: Judgement
    capture: Capture | None = None
    body: bytes | None = None
    media_type: str | None = None
    page: Exchange | None = None
    """What a browser would make something of."""
    not_before: datetime | None = None
    asked: bool = True
    """False when the last step was not taken: nothing was learnt about the site."""


class Follower:
    """Asks, and goes where the answers lead in so far as we may."""

    def __init__(
        self,
        plan: HarvestPlan,
        *,
        requester: Requester,
        recorder: Recorder,
        robots: Robots,
        walls: Walls,
    ) -> None:
        self._plan = plan
        self._requester = requester
        self._recorder = recorder
        self._robots = robots
        self._walls = walls

    async def follow(self, ask: Ask) -> Ending:
        """Raises: NoSpace, ArchiveError, StorageError."""
        url = ask.url
        redirect: Capture | None = None
        for _ in range(MAX_REDIRECTS + 1):
            refused = await self._refusal(ask, url)
            if refused is not None:
                return Ending(judgement=refused, capture=redirect, asked=False)
            reply = await self._requester.request(ask, url)
            if reply.exchange is None or reply.capture is None:
                return _failed(reply, redirect)
            target = _target(reply.exchange)
            if target is None:
                return self._end(ask, reply, reply.exchange, reply.capture)
            if leads_home(url, target):
                moved = Judgement(outcome=Outcome.MOVED, detail=f"redirects to {target}")
                return Ending(judgement=moved, capture=reply.capture)
            url, redirect = target, reply.capture
            if reply.exchange.status not in _SAME_AGAIN:
                ask = replace(ask, method="GET", body=b"", headers=())
        # Anti-robot systems send whoever keeps no cookies around in circles.
        endless = Judgement(outcome=Outcome.BLOCKED, detail=f"more than {MAX_REDIRECTS} redirects")
        return Ending(judgement=endless, capture=redirect)

    async def _refusal(self, ask: Ask, url: str) -> Judgement | None:
        """Why a request is not made."""
        if not admits(ask.agency.hosts, url):
            detail = f"not in the registry: {place_of(url)}"
            return Judgement(outcome=Outcome.REJECTED, detail=detail)
        if ask.purpose is Purpose.ROBOTS:
            return None
        return self._walls.refusal(url) or await self._robots.refusal(ask, url)

    def _end(self, ask: Ask, reply: Reply, exchange: Exchange, capture: Capture) -> Ending:
        if exchange.status == 304:
            if capture.refers_to is None:
                # Nobody asked under a condition: what the server means cannot be known.
                odd = Judgement(outcome=Outcome.UNREACHABLE, detail="HTTP 304 without a condition")
                return Ending(judgement=odd, capture=capture)
            exchange = _as_if_sent(capture, self._recorder.payload(capture))
        judgement = judge(exchange, ask.purpose, self._plan.max_bytes)
        if judgement.outcome not in CONTENT:
            return Ending(
                judgement=judgement,
                capture=capture,
                page=exchange if judgement.outcome is Outcome.NEEDS_SCRIPT else None,
                not_before=reply.not_before,
            )
        if capture.refers_to is not None:
            judgement = Judgement(outcome=Outcome.UNCHANGED, page=judgement.page)
        return Ending(
            judgement=judgement,
            capture=capture,
            page=exchange,
            body=exchange.payload(),
            media_type=exchange.header("Content-Type"),
        )


def _failed(reply: Reply, redirect: Capture | None) -> Ending:
    if reply.failure is None:
        raise RuntimeError("neither an answer nor a failure")
    return Ending(judgement=reply.failure, capture=redirect)


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


def _target(exchange: Exchange) -> str | None:
    """Where a response sends us, or None when it is an answer itself."""
    location = exchange.header("Location")
    if exchange.status not in _REDIRECTS or not location:
        return None
    try:
        return safe_url_string(urldefrag(urljoin(exchange.url, location.strip())).url)
    except ValueError:
        return None
