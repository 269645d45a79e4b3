"""How often phrases stand in documents, kept as long as an index stays as it is.

Whoever searches goes on with the same words: narrowed, on the next page, in another order. To find
a phrase that no posting proves, thousands of texts are read.
"""

from array import array
from collections import OrderedDict
from threading import Lock

from index.docsets import DocSet
from index.needles import Needle

Sought = tuple[Needle, str | None]
"""A needle, and the one part where it is looked for."""

_KEPT = 64
"""Phrases: four bytes a document each."""

_TYPE = "I"


def nowhere(size: int) -> "array[int]":
    """No occurrence in any document."""
    return array(_TYPE, bytes(array(_TYPE).itemsize * size))


class Counted:
    """Of phrases that were looked for in all documents. Threads may share one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Sought, tuple[array[int], DocSet]] = OrderedDict()

    def get(self, sought: Sought) -> "tuple[array[int], DocSet] | None":
        """Occurrences by document, and the documents with any. Not to be changed."""
        with self._lock:
            if sought in self._kept:
                self._kept.move_to_end(sought)
            return self._kept.get(sought)

    def put(self, sought: Sought, counts: "array[int]", found: DocSet) -> None:
        with self._lock:
            self._kept[sought] = (counts, found)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
