"""The archive: a folder of WARC files that only grows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from model.capture import Capture, Look, RecordPlace, Visit
from model.finding import Decision
from model.text import Text
from storage.archive.exchange import Exchange

CDXJ_NAME = "index.cdxj"


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One thing read back from the archive, and where it stood."""

    item: Capture | Visit | Look | Decision
    place: RecordPlace
    simulated: bool
    """Whether its file says that the clock was simulated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A place of the archive that is not as it was written."""

    warc: str
    offset: int
    what: Text


class Archive:
    """Reads and writes the WARC files of one folder.

    Reading needs no lock and may go on while another process writes. The first write takes the
    folder's lock, heals what a killed writer left half written, and begins a new file.
    """

    def __init__(
        self,
        folder: Path,
        *,
        software: str,
        contact: str | None = None,
        simulated_clock: bool = False,
        max_file_bytes: int = 1 << 30,
    ) -> None:
        """`software` is name/version for `warcinfo`; `contact` its operator. Creates nothing yet."""
        self.folder = folder
        self._software = software
        self._contact = contact
        self._simulated_clock = simulated_clock
        self._max_file_bytes = max_file_bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends writing and gives up the lock. The archive may be written again afterwards."""
        raise NotImplementedError

    def write_exchange(self, exchange: Exchange, *, known: Capture | None = None) -> Capture:
        """Archives a request and its response; what is returned is durable.

        `known` is a capture that holds a payload (its `refers_to` is None). If the response brings
        the same stored body, or is a 304, a `revisit` record that refers to it is written instead
        of the body, and the returned capture's `refers_to` names it. Otherwise `known` is ignored.

        Raises: NoSpace, ArchiveError (another process writes).
        """
        raise NotImplementedError

    def write_visit(self, visit: Visit) -> RecordPlace:
        """Archives what a visit concluded. Store it with `replace(visit, record=place)`."""
        raise NotImplementedError

    def write_look(self, look: Look) -> RecordPlace:
        """Archives what a look at a listing saw."""
        raise NotImplementedError

    def write_decision(self, decision: Decision) -> RecordPlace:
        """Archives what a person decided, so that it survives the loss of the database."""
        raise NotImplementedError

    def write_file(
        self,
        *,
        name: str,
        payload: bytes,
        media_type: str | None,
        at: datetime,
        known: Capture | None = None,
    ) -> Capture:
        """Archives a local file as a `resource` record (or a `revisit` of `known`).

        `name` is the file's name; a folder in front of it is dropped, for paths tell about people.
        The capture's URL is `urn:nianbao:file:<12 digits of its digest>:<name>`.
        """
        raise NotImplementedError

    def payload(self, capture: Capture, holder: Capture | None = None) -> bytes:
        """The entity a capture brought, content-decoded, its digest verified.

        For a revisit give the capture that it refers to as `holder`.

        Raises: ArchiveError when the record is missing, damaged or not the one of `capture`.
        """
        raise NotImplementedError

    def records(
        self,
        *,
        since: Mapping[str, int] | None = None,
        on_damage: Callable[[Damage], None] | None = None,
    ) -> Iterator[Archived]:
        """Everything archived, in writing order; `since` gives for a file the offset to start at.

        A damaged record raises ArchiveError, unless `on_damage` takes note of it and the reading
        goes on behind it. A half-written last record is not there yet and is passed over.
        """
        raise NotImplementedError

    def verify(self) -> Iterator[Damage]:
        """Recomputes every digest of every record; yields each damage with file and offset."""
        raise NotImplementedError

    def write_cdxj(self) -> Path:
        """Writes the sorted CDXJ index of the whole folder, replacing the old one at once."""
        raise NotImplementedError
