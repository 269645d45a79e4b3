"""Who is logged in, and how long somebody who guesses has to wait."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

LIFETIME = timedelta(hours=12)
_MOST = 1000
"""Sessions, and addresses, that are remembered."""
_FREE = 3
"""Wrong tokens that cost nothing: anybody mistypes."""
_LONGEST = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=1)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    until: datetime


class Sessions:
    """Known to this process only: a restart, like logging out, really ends them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._begun: OrderedDict[str, _Session] = OrderedDict()

    def begin(self, name: str) -> str:
        """The secret that the browser keeps."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._begun[_digest(secret)] = _Session(name, self._clock() + LIFETIME)
            if len(self._begun) > _MOST:
                self._begun.popitem(last=False)
        return secret

    def name_of(self, secret: str) -> str | None:
        with self._lock:
            session = self._begun.get(_digest(secret))
        if session is None or session.until <= self._clock():
            return None
        return session.name

    def end(self, secret: str) -> None:
        with self._lock:
            self._begun.pop(_digest(secret), None)


@dataclass(frozen=True, slots=True)
class _Guesses:
    wrong: int
    at: datetime


class Patience:
    """After some wrong tokens from one address each further one costs twice the wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._guesses: OrderedDict[str, _Guesses] = OrderedDict()

    def try_once(self, address: str, *, right: bool) -> timedelta:
        """How long to wait before it counts; zero: it counted, right or wrong.

        While one has to wait, the right token is no better than a wrong one.
        """
        now = self._clock()
        with self._lock:
            known = self._guesses.pop(address, _Guesses(0, now))
            if now - known.at > _FORGOTTEN:
                known = _Guesses(0, now)
            left = known.at + _wait_after(known.wrong) - now
            if left > timedelta():
                self._guesses[address] = known
                return left
            if not right:
                self._guesses[address] = _Guesses(known.wrong + 1, now)
                if len(self._guesses) > _MOST:
                    self._guesses.popitem(last=False)
            return timedelta()


def _wait_after(wrong: int) -> timedelta:
    if wrong < _FREE:
        return timedelta()
    return min(_LONGEST, timedelta(seconds=2 ** min(wrong - _FREE + 1, 20)))


def _digest(secret: str) -> str:
    # What is kept opens nothing, and looking it up takes as long for any guess.
    return sha256(secret.encode()).hexdigest()
