"""robots.txt (RFC 9309): fetched once a crawl for every origin, archived like everything else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from crawler.asking import Answer, Ask
from crawler.judging import CHALLENGE, Judgement
from crawler.outcomes import CONTENT, WALLS
from model.capture import Outcome, Purpose, Visit

SLOWEST = 60.0
"""Seconds. A Crawl-delay beyond this is meant for search engines that come every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Policy:
    rules: Protego | None = None
    """None: everything is allowed."""
    closed: Judgement | None = None
    """Why nothing may be asked at all."""


class Robots:
    """What the sites allow us."""

    def __init__(self, visit: Callable[[Ask], Awaitable[Answer]], user_agent: str) -> None:
        self._visit = visit
        self._product = user_agent.partition("/")[0].strip()
        self._policies: dict[str, _Policy] = {}

    def pace(self, url: str) -> float:
        """Seconds between two requests that the site asks for (Crawl-delay); 0 when it does not."""
        policy = self._policies.get(_origin(url))
        if policy is None or policy.rules is None:
            return 0.0
        return min(policy.rules.crawl_delay(self._product) or 0.0, SLOWEST)

    async def refusal(self, ask: Ask, url: str) -> Judgement | None:
        """Why `url` may not be asked, or None when it may."""
        origin = _origin(url)
        policy = self._policies.get(origin)
        if policy is None:
            policy = _policy(await self._visit(_ask_robots(ask, origin)))
            self._policies[origin] = policy
        if policy.closed is not None:
            return policy.closed
        if policy.rules is None or policy.rules.can_fetch(url, self._product):
            return None
        return Judgement(outcome=Outcome.ROBOTS, detail="robots.txt")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _ask_robots(ask: Ask, origin: str) -> Ask:
    return Ask(
        url=f"{origin}/robots.txt",
        purpose=Purpose.ROBOTS,
        agency=ask.agency,
        listing=ask.listing,
    )


def _policy(answer: Answer) -> _Policy:
    visit = answer.visit
    if visit.outcome in CONTENT and answer.body is not None:
        return _Policy(rules=Protego.parse(answer.body.decode("utf-8", errors="replace")))
    if is_wall(visit):
        detail = f"robots.txt: {visit.detail}"
        return _Policy(closed=Judgement(outcome=Outcome.BLOCKED, detail=detail))
    if visit.outcome in (Outcome.UNREACHABLE, Outcome.TOO_LARGE, Outcome.TRUNCATED):
        # RFC 9309 2.3.1.4: what cannot be read may forbid everything.
        detail = f"robots.txt: {visit.detail}"
        return _Policy(closed=Judgement(outcome=Outcome.UNREACHABLE, detail=detail))
    # 2.3.1.3: no robots.txt (any 4xx, or a page in its place) allows everything.
    return _Policy()


def is_wall(visit: Visit) -> bool:
    """Whether an anti-robot system answered; a 403 alone may just be one forbidden file."""
    if visit.outcome is not Outcome.BLOCKED:
        return False
    return visit.http_status in WALLS or visit.detail == CHALLENGE
