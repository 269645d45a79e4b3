"""The archive: a folder of WARC files that only grows."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from model.capture import Capture, Look, RecordPlace, Visit
from model.errors import ArchiveError
from model.finding import Decision
from model.ids import CaptureId
from model.text import Text
from storage.archive.build import (
    NOT_MODIFIED,
    Built,
    Spot,
    build_conversion,
    build_metadata,
    build_request,
    build_resource,
    build_resource_revisit,
    build_response,
    build_revisit,
)
from storage.archive.cdxj import conclusions_in, write_index
from storage.archive.census import Census, take_census
from storage.archive.exchange import Exchange
from storage.archive.files import Damage, safe_name, warc_files
from storage.archive.foreign import ForeignRecord
from storage.archive.identity import digest_of, from_record_id
from storage.archive.importing import Origin, imported_ids, write_imported
from storage.archive.members import read_member
from storage.archive.metadata import Conclusion, to_body, uri_of
from storage.archive.reading import (
    CLOCK_FIELD,
    SIMULATED,
    Archived,
    entity_of,
    item_of,
    read_archived,
)
from storage.archive.record import BadRecordError, Record, parse_record
from storage.archive.verify import verify_files
from storage.archive.verifying import WORKERS, Verified, verify_all
from storage.archive.wacz import Packed, Packing, write_package
from storage.archive.writer import Writer

Importer = Callable[[Sequence[ForeignRecord]], tuple[Capture | None, ...]]
"""Makes records durable, all or none; gives the capture of each that is one."""


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
        """`software` is name/version, `contact` the operator, for `warcinfo`. Creates nothing."""
        self.folder = folder
        self.software = software
        self._max_file_bytes = max_file_bytes
        self._writer: Writer | None = None
        self._waits = True
        self._info = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/",
            "robots": "obey",
        }
        if contact:
            self._info["operator"] = contact
        if simulated_clock:
            self._info[CLOCK_FIELD] = SIMULATED
            self._info["description"] = "The clock was simulated: no date in this file is real."

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
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    @contextmanager
    def in_batches(self) -> Iterator[None]:
        """What is written within is durable only when `sync_later` or the whole is done.

        For many writers of one thread: they need not wait for the disk one by one.
        """
        self._waits = False
        try:
            yield
        finally:
            self._waits = True
            self.sync_later()()

    def sync_later(self) -> Callable[[], None]:
        """What makes all that was written so far durable; it may be called in another thread.

        It raises: NoSpace, ArchiveError.
        """
        return (lambda: None) if self._writer is None else self._writer.sync_later()

    def write_exchange(self, exchange: Exchange, *, known: Capture | None = None) -> Capture:
        """Archives a request and its response; what is returned is durable but `in_batches`.

        `known` is a capture that holds a payload (its `refers_to` is None). If the response brings
        the same stored body, or is a 304, a `revisit` record that refers to it is written instead
        of the body, and the returned capture's `refers_to` names it. Otherwise `known` is ignored.

        Raises: NoSpace, ArchiveError (another process writes).
        """

        def build(spot: Spot) -> tuple[Built, ...]:
            if known is not None and _stands_for(known, exchange):
                answer = build_revisit(spot, exchange, known)
            else:
                answer = build_response(spot, exchange)
            behind = replace(spot, offset=spot.offset + len(answer.member))
            return answer, build_request(behind, exchange, answer.id)

        return self._write_capture(exchange.at, build)

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

        Raises: NoSpace, ArchiveError.
        """
        digest = digest_of(payload)
        uri = f"urn:nianbao:file:{digest[:12]}:{safe_name(name)}"

        def build(spot: Spot) -> tuple[Built, ...]:
            if known is not None and (known.stored_digest or known.payload_digest) == digest:
                return (build_resource_revisit(spot, at, uri, known, media_type),)
            return (build_resource(spot, at, uri, payload, media_type),)

        return self._write_capture(at, build)

    def write_conversion(self, source: Capture, payload: bytes, media_type: str) -> None:
        """Archives what was made of a capture and read in its place: a page as rendered.

        No capture: nobody sent it. Raises: NoSpace, ArchiveError.
        """
        self._writing().append(
            source.at,
            lambda spot: (build_conversion(spot, source, payload, media_type).member,),
            wait=self._waits,
        )

    def write_visit(self, visit: Visit) -> RecordPlace:
        """Archives what a visit concluded. Store it with `replace(visit, record=place)`."""
        return self._write_conclusion(visit, visit.at, visit.capture)

    def write_look(self, look: Look) -> RecordPlace:
        """Archives what a look at a listing saw."""
        return self._write_conclusion(look, look.at, look.pages[0] if look.pages else None)

    def write_decision(self, decision: Decision) -> RecordPlace:
        """Archives what a person decided, so that it survives the loss of the database."""
        return self._write_conclusion(decision, decision.at, None)

    def imported_ids(self) -> set[str]:
        """Record ids of everything that was imported before."""
        return imported_ids(self.folder)

    @contextmanager
    def importing(self, origin: Origin) -> Iterator[Importer]:
        """What is given to the importer is archived as others' records, in files of their own.

        Raises: ArchiveError when another process writes.
        """
        writer = self._writing()
        writer.turn_to(origin.fields())
        try:
            yield lambda records: write_imported(writer, origin.at, records)
        finally:
            writer.turn_to(None)

    def heal(self) -> None:
        """Cuts off what a killed writer left half written (kept aside as `.torn`).

        The first write does it too. Raises: ArchiveError when another process writes.
        """
        self._writing()

    def payload(self, capture: Capture, holder: Capture | None = None) -> bytes:
        """The entity a capture brought, content-decoded, its digest verified.

        For a revisit give the capture that it refers to as `holder`.

        Raises: ArchiveError when the record is missing, damaged or not the one of `capture`.
        """
        source = capture if capture.refers_to is None else holder
        if source is None or source.id != (capture.refers_to or capture.id):
            raise _unreadable(
                capture.record,
                Text(
                    "这条重访记录所引用的记录不在手边", "the record that it refers to is not known"
                ),
            )
        record = self._read(source.record)
        if from_record_id(record.fields.get("warc-record-id", "")) != source.id:
            raise _unreadable(
                source.record, Text("此处是另一条记录", "another record stands at this place")
            )
        entity = entity_of(record)
        if digest_of(entity) != capture.payload_digest:
            raise _unreadable(
                source.record,
                Text("载荷与其摘要不符", "the payload does not agree with its digest"),
            )
        return entity

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
        files = warc_files(self.folder)
        for path in files:
            for found in read_archived(path, (since or {}).get(path.name, 0)):
                if isinstance(found, Archived):
                    yield found
                elif found.torn and path == files[-1]:
                    continue
                elif on_damage is None:
                    raise _damage_error(found)
                else:
                    on_damage(found)

    def verify(self) -> Iterator[Damage]:
        """Recomputes every digest of every record; yields each damage with file and offset."""
        return verify_files(warc_files(self.folder))

    def verify_in_parallel(
        self,
        scratch: Path,
        *,
        now: datetime,
        afresh: bool = False,
        workers: int = WORKERS,
        advance: Callable[[], None] = lambda: None,
    ) -> Verified:
        """The same in several processes; goes on where an interrupted run of late stopped.

        `scratch` is the file that remembers how far it came; `advance` is called for each file.
        """
        files = warc_files(self.folder)
        return verify_all(files, scratch, now=now, afresh=afresh, workers=workers, advance=advance)

    def census(self, *, advance: Callable[[], None] = lambda: None) -> Census:
        """How much of what there is. Reads what is new since the last time."""
        return take_census(self.folder, self.files(), advance=advance)

    def files(self) -> tuple[Path, ...]:
        """The WARC files in the order they were written."""
        return warc_files(self.folder)

    def write_cdxj(self, *, afresh: bool = False) -> Path:
        """Brings the sorted CDXJ index of the whole folder up to date, replacing it at once.

        Reads what is new since the last time, or with `afresh` everything.
        Raises: NoSpace, ArchiveError.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        return write_index(self.folder, warc_files(self.folder), afresh=afresh)

    def write_package(self, target: Path, packing: Packing) -> Packed:
        """Writes a WACZ package of chosen records. Brings the index up to date first.

        Raises: ArchiveError when one of the records is damaged; NoSpace.
        """
        return write_package(target, self.folder, self.write_cdxj(), packing)

    def looks_at(self, moments: Collection[datetime]) -> Iterator[tuple[Look, RecordPlace]]:
        """The archived looks of these moments (to the second), and where they stand."""
        seconds = {f"{at.astimezone(UTC):%Y%m%d%H%M%S}" for at in moments}
        for place in conclusions_in(self.write_cdxj(), "look", seconds):
            item = item_of(self._read(place))
            if isinstance(item, Look):
                yield item, place

    def _writing(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(self.folder, info=self._info, max_file_bytes=self._max_file_bytes)
        return self._writer

    def _write_capture(self, at: datetime, build: Callable[[Spot], tuple[Built, ...]]) -> Capture:
        built: list[Built] = []

        def pack(spot: Spot) -> tuple[bytes, ...]:
            built.extend(build(spot))
            return tuple(each.member for each in built)

        spot, members = self._writing().append(at, pack, wait=self._waits)
        place = RecordPlace(warc=spot.warc, offset=spot.offset, length=len(members[0]))
        # Read back from the octets just written, so that a rebuild cannot give another capture.
        item = item_of(parse_record(built[0].octets, place))
        if not isinstance(item, Capture):
            raise TypeError(f"wrote no capture: {item!r}")
        return item

    def _write_conclusion(
        self, item: Conclusion, at: datetime, refers_to: CaptureId | None
    ) -> RecordPlace:
        body = to_body(item)
        uri = uri_of(item, body)
        spot, members = self._writing().append(
            at,
            lambda spot: (build_metadata(spot, at, uri, body, refers_to).member,),
            wait=self._waits,
        )
        return RecordPlace(warc=spot.warc, offset=spot.offset, length=len(members[0]))

    def _read(self, place: RecordPlace) -> Record:
        try:
            with (self.folder / place.warc).open("rb") as file:
                member = read_member(file, place.offset)
        except OSError as error:
            what = Text(f"无法打开（{error.strerror}）", f"cannot be opened ({error.strerror})")
            raise _unreadable(place, what) from error
        if member is None:
            raise _unreadable(place, Text("记录已损坏", "the record is damaged"))
        try:
            return parse_record(member.data, place)
        except BadRecordError as error:
            what = Text(f"不是完整的记录（{error}）", f"no whole record ({error})")
            raise _unreadable(place, what) from error


def _stands_for(known: Capture, exchange: Exchange) -> bool:
    if exchange.status == NOT_MODIFIED:
        return True
    # An empty body costs nothing; to refer it to another page's would only mislead.
    same = (known.stored_digest or known.payload_digest) == digest_of(exchange.body)
    return same and bool(exchange.body)


def _damage_error(damage: Damage) -> ArchiveError:
    return ArchiveError(f"{damage.warc}@{damage.offset}", damage.what, _REMEDY)


def _unreadable(place: RecordPlace, what: Text) -> ArchiveError:
    return ArchiveError(f"{place.warc}@{place.offset}", what, _REMEDY)


_REMEDY = Text(
    "请运行 nianbao archive verify 查看全部损坏之处，并从备份中恢复该文件。",
    "Run `nianbao archive verify` to see all damage, and restore the file from a copy.",
)
