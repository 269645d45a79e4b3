"""What takes time to work out, kept for all readers and renewed behind their backs."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Kept(Generic[T]):
    """The last answer of `work`, at most `age` old when somebody comes by often enough.

    The first reader waits for at most `patience` seconds and then gets None; everyone gets the old
    answer while a new one is on its way. One thread works at a time.
    """

    def __init__(
        self,
        work: Callable[[], T],
        *,
        age: timedelta,
        patience: float,
        clock: Callable[[], datetime],
    ) -> None:
        self._work = work
        self._age = age
        self._patience = patience
        self._clock = clock
        self._lock = Lock()
        self._answer: T | None = None
        self._at: datetime | None = None
        self._worker: Thread | None = None

    def __call__(self) -> T | None:
        worker = self._begin()
        if self._answer is None and worker is not None:
            worker.join(self._patience)
        return self._answer

    def _begin(self) -> Thread | None:
        """The thread that is at work, begun if it is time."""
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                return self._worker
            if self._at is not None and self._clock() - self._at < self._age:
                return None
            # Also after a failure the next attempt waits for `age`: it is in the log by then.
            self._at = self._clock()
            self._worker = Thread(target=self._run, name="nianbao-kept", daemon=True)
            self._worker.start()
            return self._worker

    def _run(self) -> None:
        self._answer = self._work()
