"""Answers of the database, kept for all readers until anything is written to it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from storage.database import Database

T = TypeVar("T")

MOST = 256
"""Answers of one database; those asked for longest ago go first."""


class _Kept:
    """Of one database. Threads share one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = ""
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, version: str, question: Hashable) -> tuple[Any, ...]:
        """One answer, or none."""
        with self._lock:
            if version != self._version or question not in self._answers:
                return ()
            self._answers.move_to_end(question)
            return (self._answers[question],)

    def put(self, version: str, question: Hashable, answer: object) -> None:
        with self._lock:
            if version != self._version:
                self._answers.clear()
                self._version = version
            self._answers[question] = answer
            if len(self._answers) > MOST:
                self._answers.popitem(last=False)


_all: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()
_beginning = Lock()


def until_written(database: Database, question: Hashable, ask: Callable[[], T]) -> T:
    """What `ask` answers, as often as there was a write, by whatever process.

    `question` names all that the answer depends on beside the database. Two that ask the same at
    once may both read.
    """
    # From before the reading: what is written meanwhile makes the next one read again.
    version = database.version()
    if not version:  # a database in memory has none
        return ask()
    with _beginning:
        kept = _all.setdefault(database, _Kept())
    for known in kept.get(version, question):
        answer: T = known
        return answer
    found = ask()
    kept.put(version, question, found)
    return found
