"""Hosts and pages that are left alone: turned away in this crawl, in an earlier one, or down."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.backing_off import FORBIDDEN_IN_A_ROW, place_of, refusals
from crawler.judging import Judgement
from crawler.outcomes import CONTENT
from crawler.plan import BackOff
from crawler.robots import is_wall
from model.capture import Outcome, Purpose, Visit

DOWN_AFTER = 3
"""Visits in a row without an answer, each tried repeatedly; then the host is given up for now."""


@dataclass(slots=True)
class _Host:
    wall: Visit | None = None
    failures: int = 0
    forbidden: int = 0
    """Pages in a row that were blocked one by one."""
    last: Visit | None = None


class Walls:
    """What need not be asked, because the answer is known."""

    def __init__(self, seen: Iterable[Visit] = (), remembered: Iterable[BackOff] = ()) -> None:
        """`seen` are answered visits of this crawl, from its earlier runs."""
        self._remembered = refusals(remembered)
        self._hosts: dict[str, _Host] = {}
        for visit in seen:
            self.note(visit)

    def refusal(self, url: str) -> Judgement | None:
        """Why `url` is not asked now, or None when it may be."""
        place = place_of(url)
        known = self._remembered.get(url) or self._remembered.get(place)
        if known is not None:
            day = known.since.date()
            detail = f"left alone until {known.next_day}: {known.reason} on {day}"
            return Judgement(outcome=known.outcome, detail=detail)
        host = self._hosts.get(place)
        if host is None or host.last is None:
            return None
        if host.wall is not None:
            return Judgement(outcome=Outcome.BLOCKED, detail=f"like {host.wall.url}")
        if host.forbidden >= FORBIDDEN_IN_A_ROW:
            return Judgement(outcome=Outcome.BLOCKED, detail=f"like {host.last.url}")
        if host.failures >= DOWN_AFTER:
            return Judgement(
                outcome=Outcome.UNREACHABLE, detail=f"like {host.last.url}: {host.last.detail}"
            )
        return None

    def note(self, visit: Visit) -> None:
        """Takes in a visit that was really made."""
        host = self._hosts.setdefault(place_of(visit.url), _Host())
        if is_wall(visit):
            host.wall = host.wall or visit
        if visit.purpose is Purpose.ROBOTS:
            host.last = host.last or visit
            return
        host.last = visit
        host.failures = host.failures + 1 if visit.outcome is Outcome.UNREACHABLE else 0
        if visit.outcome is Outcome.BLOCKED:
            host.forbidden += 1
        elif visit.outcome in CONTENT:
            host.forbidden = 0
