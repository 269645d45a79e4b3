"""The long-lived process: wakes once a day, and does what the plan says. Only APScheduler is here.

Its jobs are kept in memory on purpose. What is due follows from what was seen
(`nianbao.schedule.planning`), so a stored job would be a second truth: it could disagree with the
archive after a restore or a rebuild, and a pickled one with the next version of the program. A
process that was down for a week finds on its first wake exactly what is due now, once.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from nianbao.clock import CHINA, Clock, system_clock
from nianbao.schedule.ran import Ran

_POLL = 1.0
"""Seconds between two looks at whether we are asked to end: a signal must find Python awake."""


class Daily:
    """Calls `run` every day at `at` (`HH:MM` in China), until it is stopped.

    Never two runs side by side. Runs that were missed while the machine slept or the process was
    down become one. `run` is given the moment; when it says busy, it is called again later.
    """

    def __init__(
        self,
        run: Callable[[datetime], Ran],
        *,
        at: str,
        retry: timedelta,
        clock: Clock = system_clock,
    ) -> None:
        self._run = run
        self._trigger = trigger(at)
        self._retry = retry
        self._clock = clock
        self._ended = threading.Event()
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=CHINA,
        )
        # A bug ends the process with its traceback; APScheduler would log it and sleep on.
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self.last: Ran | None = None
        self.trouble: BaseException | None = None

    def serve(self, until: datetime | None = None) -> None:
        """Blocks until `stop` or the moment `until`. Raises what a run raised."""
        self._scheduler.add_job(self._wake, self._trigger, id="daily")
        if self.missed_today(self._clock()):
            self._scheduler.add_job(self._wake, id="at once")
        if until is not None:
            self._scheduler.add_job(self._ended.set, "date", run_date=until, id="end")
        self._scheduler.start()
        try:
            while not self._ended.wait(_POLL):
                pass
        finally:
            self._scheduler.shutdown(wait=True)
        if self.trouble is not None:
            raise self.trouble

    def stop(self) -> None:
        self._ended.set()

    def missed_today(self, now: datetime) -> bool:
        """Whether today's moment has passed: what is due then is done at once."""
        midnight = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
        moment = self._trigger.get_next_fire_time(None, midnight)
        return moment is not None and moment <= now

    def _wake(self) -> None:
        self.last = self._run(self._clock())
        if self.last.busy and not self._ended.is_set():
            again = self._clock() + self._retry
            self._scheduler.add_job(
                self._wake, "date", run_date=again, id="again", replace_existing=True
            )

    def _failed(self, event: JobExecutionEvent) -> None:
        self.trouble = event.exception
        self._ended.set()


def trigger(at: str) -> CronTrigger:
    hour, minute = at.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=CHINA)


def moments(at: str, first: datetime, last: datetime) -> Iterator[datetime]:
    """When it would wake from `first` to `last`; a simulated clock plays them without waiting."""
    daily = trigger(at)
    moment = daily.get_next_fire_time(None, first)
    while moment is not None and moment <= last:
        yield moment
        moment = daily.get_next_fire_time(moment, moment + timedelta(seconds=1))
