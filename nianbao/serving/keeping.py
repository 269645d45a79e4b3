"""Things that were made at some cost, kept up to so many bytes: those unused longest go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class KeptBytes:
    """Threads may share one."""

    def __init__(self, most: int) -> None:
        """`most` bytes in all."""
        self._most = most
        self._held = 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Two that ask for the same at once may both make it; nothing waits while it is made."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._held += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._held > self._most:
                _, gone = self._kept.popitem(last=False)
                self._held -= len(gone)
        return made
