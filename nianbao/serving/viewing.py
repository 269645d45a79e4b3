"""Archived originals for people to look at, by workers in a cage."""

from collections.abc import Callable
from typing import Any, TypeVar

from extract.crop import count_pages, crop_png, page_png
from extract.office import converter, to_docx
from extract.original import Kind, MarkedHtml, MarkedTable, as_utf8, find_cell, kind_of
from extract.readers.old_word import media_type_of
from model.capture import Capture
from model.errors import ConversionError
from model.ids import MeasureId
from model.place import Place
from nianbao.serving.cage import Cage
from nianbao.serving.keeping import KeptBytes
from storage.archive import Archive
from storage.database import Database

T = TypeVar("T")
_KEPT = 64 * 1024 * 1024
"""Bytes of pictures and conversions in memory."""


class CagedViewer:
    """A `web.site.Viewer`. Pictures are kept for a while: a page shows the same to all readers."""

    def __init__(
        self, archive: Archive, database: Database, cage: Cage, *, time_limit: float
    ) -> None:
        """`time_limit` in seconds, for a document that another program must convert."""
        self._archive = archive
        self._database = database
        self._cage = cage
        self._time_limit = time_limit
        self._kept = KeptBytes(_KEPT)

    def kind(self, capture: Capture) -> Kind:
        return kind_of(self.payload(capture), capture.url)

    def payload(self, capture: Capture) -> bytes:
        holder = None
        if capture.refers_to is not None:
            holder = self._database.captures([capture.refers_to]).get(capture.refers_to)
        return self._archive.payload(capture, holder)

    def text(self, capture: Capture) -> bytes:
        return self._run(as_utf8, capture)

    def pages(self, capture: Capture) -> int:
        return self._run(count_pages, capture)

    def page(self, capture: Capture, number: int) -> bytes:
        key = (capture.payload_digest, number)
        return self._kept.get(key, lambda: self._run(page_png, capture, number))

    def crop(self, capture: Capture, place: Place) -> bytes:
        key = (capture.payload_digest, place)
        return self._kept.get(key, lambda: self._run(crop_png, capture, place))

    def find(
        self, capture: Capture, measure: MeasureId, raw: str | None
    ) -> MarkedHtml | MarkedTable | None:
        data = self.payload(capture)
        if media_type_of(data) is not None:
            data = self._kept.get(capture.payload_digest, lambda: self._converted(capture, data))
        return self._cage.run(find_cell, data, measure, raw, capture.url)

    def _converted(self, capture: Capture, data: bytes) -> bytes:
        """An old Word document as docx, by a program with limits of its own.

        Raises: ConversionError.
        """
        (answer,) = to_docx([(capture.url, data)], program=converter(), time_limit=self._time_limit)
        if isinstance(answer, ConversionError):
            raise answer
        return answer

    def _run(self, work: Callable[..., T], capture: Capture, *given: Any) -> T:
        return self._cage.run(work, self.payload(capture), *given, capture.url)
