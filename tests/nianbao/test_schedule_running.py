"""The process that wakes: when, how often, beside whom, and how it ends."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from nianbao.clock import CHINA, local_text
from nianbao.schedule.ran import Ran
from nianbao.schedule.running import Daily, moments


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_it_wakes_once_a_day_in_china() -> None:
    woken = list(moments("09:30", at("2025-01-30T10:00"), at("2025-02-02T09:30")))

    assert list(map(local_text, woken)) == [
        "2025-01-31 09:30",
        "2025-02-01 09:30",
        "2025-02-02 09:30",
    ]


class Runs:
    """Counts, and can be slow, busy or broken."""

    def __init__(self, *, busy: int = 0, seconds: float = 0.0, error: Exception | None = None):
        self.at: list[datetime] = []
        self.beside = 0
        self._busy, self._seconds, self._error = busy, seconds, error
        self._inside = threading.Semaphore(1)

    def __call__(self, moment: datetime) -> Ran:
        if not self._inside.acquire(blocking=False):
            self.beside += 1
        self.at.append(moment)
        time.sleep(self._seconds)
        self._inside.release()
        if self._error is not None:
            raise self._error
        return Ran(at=moment, exit=0, busy=len(self.at) <= self._busy)


def soon(seconds: float) -> datetime:
    return datetime.now(tz=UTC) + timedelta(seconds=seconds)


def past() -> str:
    """`HH:MM` of a moment of today in China that is over, or the first of today."""
    return f"{max(datetime.now(tz=CHINA) - timedelta(minutes=1), midnight()):%H:%M}"


def midnight() -> datetime:
    return datetime.now(tz=CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


def daily(run: Runs, *, retry: float = 60.0) -> Daily:
    return Daily(run, at=past(), retry=timedelta(seconds=retry))


def test_what_was_missed_today_is_made_up_for_once_at_the_start() -> None:
    run = Runs()

    daily(run).serve(until=soon(2))

    assert len(run.at) == 1


def test_before_its_hour_nothing_is_missed() -> None:
    watch = Daily(Runs(), at="09:30", retry=timedelta(minutes=10))

    assert not watch.missed_today(at("2025-02-03T09:29"))
    assert watch.missed_today(at("2025-02-03T09:30"))
    assert not watch.missed_today(at("2025-02-04T00:10"))


def test_a_busy_home_is_tried_again_and_never_by_two_runs() -> None:
    run = Runs(busy=2, seconds=0.3)

    daily(run, retry=0.2).serve(until=soon(4))

    assert len(run.at) == 3
    assert run.beside == 0


def test_stopping_waits_for_the_run_under_way() -> None:
    run = Runs(seconds=1.5)
    watch = daily(run)
    threading.Timer(0.5, watch.stop).start()

    watch.serve()

    assert watch.last is not None
    assert len(run.at) == 1


def test_a_bug_ends_it_and_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        daily(Runs(error=ZeroDivisionError("one"))).serve(until=soon(20))
