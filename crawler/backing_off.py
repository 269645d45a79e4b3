"""How long a site that turned us away is left in peace. Pure.

What is remembered are the visits themselves: no list beside them could come to disagree with them,
and a database rebuilt from the archive knows every back-off again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from crawler.outcomes import CONTENT
from crawler.plan import CHINA, BackOff
from crawler.robots import is_wall
from model.capture import Outcome, Purpose, Visit

DAYS = (2, 4, 7, 14)
"""After the first day in a row on which we were turned away, the second, and so on."""

MEMORY = timedelta(days=60)
"""Older visits do not count: twice the longest wait that anything can cause."""

FORBIDDEN_IN_A_ROW = 3
"""So many different pages forbidden, nothing given in between: it is the site, not the page."""


@dataclass(slots=True)
class _Record:
    """What one place or page did to us, in the order of time."""

    days: set[date] = field(default_factory=set)
    last: Visit | None = None

    def turned_away(self, visit: Visit) -> None:
        self.days.add(_day(visit.at))
        self.last = visit

    def back_off(self, place: str, url: str | None) -> BackOff | None:
        if self.last is None:
            return None
        wait = DAYS[min(len(self.days), len(DAYS)) - 1]
        until = _begin(_day(self.last.at) + timedelta(days=wait))
        return _back_off(self.last, place, url, max(until, self.last.not_before or until))


@dataclass(slots=True)
class _Place:
    whole: _Record = field(default_factory=_Record)
    pages: dict[str, _Record] = field(default_factory=dict)
    in_a_row: list[str] = field(default_factory=list)
    asked_to_wait: Visit | None = None

    def take(self, visit: Visit) -> None:
        robots = visit.purpose is Purpose.ROBOTS
        if visit.not_before is not None:
            self.asked_to_wait = visit
        if is_wall(visit):
            self.whole.turned_away(visit)
        elif visit.outcome is Outcome.BLOCKED and not robots:  # a forbidden robots.txt allows all
            self._forbidden(visit)
        elif visit.outcome in CONTENT and not robots:
            self.whole = _Record()
            self.in_a_row.clear()
            self.pages.pop(visit.url, None)

    def _forbidden(self, visit: Visit) -> None:
        self.pages.setdefault(visit.url, _Record()).turned_away(visit)
        if visit.url not in self.in_a_row:
            self.in_a_row.append(visit.url)
        if len(self.in_a_row) >= FORBIDDEN_IN_A_ROW:
            self.whole.turned_away(visit)

    def back_offs(self, place: str) -> Iterator[BackOff]:
        whole = self.whole.back_off(place, None)
        waiting = self.asked_to_wait
        if whole is not None:
            yield whole
        elif waiting is not None and waiting.not_before is not None:
            yield _back_off(waiting, place, None, waiting.not_before)
        for url, page in self.pages.items():
            found = page.back_off(place, url)
            if found is not None:
                yield found


def back_offs(visits: Iterable[Visit], now: datetime) -> tuple[BackOff, ...]:
    """Those in force. `visits` are answered ones, oldest first."""
    places: dict[str, _Place] = {}
    for visit in visits:
        places.setdefault(place_of(visit.url), _Place()).take(visit)
    found = (each for place, it in places.items() for each in it.back_offs(place))
    return tuple(each for each in found if each.until > now)


def refusals(found: Iterable[BackOff]) -> Mapping[str, BackOff]:
    """By host or URL, whichever is left alone."""
    return {each.url or each.place: each for each in found}


def place_of(url: str) -> str:
    """Host and port: what one wall stands before."""
    return urlsplit(url).netloc


def _back_off(visit: Visit, place: str, url: str | None, until: datetime) -> BackOff:
    return BackOff(
        place=place,
        url=url,
        since=visit.at,
        until=until,
        outcome=visit.outcome,
        reason=visit.detail or f"HTTP {visit.http_status}",
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CHINA)
