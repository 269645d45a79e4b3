"""What others archived, taken into the archive and the database; nothing twice.

Two passes over each file: first everything that stands for itself, then the revisits, because what
holds their payload may come later, or in another file of the same package.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from model.capture import Capture
from model.errors import UsageError
from model.ids import CaptureId, Digest
from model.text import Text
from storage.archive import Archive, Flaw, ForeignRecord, Importer, Origin
from storage.archive.foreign import AGAIN, read_foreign
from storage.archive.identity import from_record_id
from storage.archive.importing import with_holder
from storage.archive.package import WACZ_SUFFIX, PackedWarc, clear_scratch, read_package
from storage.archive.reading import entity_of, item_of
from storage.archive.record import BadRecordError, date_of, target_of
from storage.archive.verify import faults
from storage.codec import CodecError
from storage.database import Database

WARC_SUFFIXES = (".warc", ".warc.gz")
_BATCH_RECORDS = 64
_BATCH_OCTETS = 1 << 23
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A response or resource of a file of others, as it is now in the archive."""

    capture: Capture
    record: ForeignRecord

    def entity(self) -> bytes:
        return entity_of(self.record.record)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the records of one import."""

    new: int = 0
    known: int = 0
    """Archived before."""
    captures: int = 0
    """Of the new ones, those that are responses, resources or revisits."""
    flaws: list[Flaw] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Whether a file's name says that it is a WARC or a WACZ."""
    return path.name.lower().endswith((*WARC_SUFFIXES, WACZ_SUFFIX))


class Importing:
    """One import: any number of files, with what they share."""

    def __init__(self, archive: Archive, database: Database, *, at: datetime) -> None:
        """Takes the archive's lock. Raises: ArchiveError when another process writes."""
        archive.heal()
        archive.folder.mkdir(parents=True, exist_ok=True)
        clear_scratch(archive.folder)
        self.tally = Tally()
        self._archive = archive
        self._database = database
        self._at = at
        self._ids = archive.imported_ids()
        self._seen = 0
        self._revisits = False
        self._told: dict[tuple[str, datetime], CaptureId] = {}
        """By URL and date, as revisits refer to what holds their payload."""

    def take(self, path: Path) -> Iterator[Found]:
        """Archives what one file holds; gives its captures, also those that were known before.

        What is wrong with it goes into `tally.flaws`, and the rest is taken. Nothing else may be
        archived until the last capture was given.
        Raises: UsageError when it is no archive at all, or made to do harm; NoSpace, ArchiveError.
        """
        if path.name.lower().endswith(WACZ_SUFFIX):
            yield from self._take_package(path)
            return
        origin = self._origin(path.name, None, _digest_of(path))
        seen = self._seen
        yield from self._first_pass(path, path.name, origin)
        if self._seen == seen:
            raise UsageError(path.name, _NO_RECORDS, AGAIN)
        self._second_pass(path, path.name, origin)

    def _take_package(self, path: Path) -> Iterator[Found]:
        for packed in read_package(path, self._archive.folder):
            if isinstance(packed, Flaw):
                self.tally.flaws.append(packed)
                continue
            yield from self._first_pass(packed.path, *self._names_of(packed, path))
        # Unpacked once more: a revisit may refer to a record of any file of the package.
        for packed in read_package(path, self._archive.folder):
            if isinstance(packed, PackedWarc):
                self._second_pass(packed.path, *self._names_of(packed, path))

    def _names_of(self, packed: PackedWarc, path: Path) -> tuple[str, Origin]:
        """For messages, and for the archive."""
        origin = self._origin(path.name, packed.name, Digest(packed.sha256))
        return f"{path.name}:{packed.name}", origin

    def _origin(self, name: str, member: str | None, digest: Digest) -> Origin:
        return Origin(name=name, member=member, digest=digest, at=self._at)

    def _first_pass(self, path: Path, name: str, origin: Origin) -> Iterator[Found]:
        with self._archive.importing(origin) as importer:
            for batch in _batches(self._sound(path, name)):
                yield from self._archive_batch(importer, batch)

    def _sound(self, path: Path, name: str) -> Iterator[ForeignRecord]:
        for found in read_foreign(path, name):
            if isinstance(found, Flaw):
                self.tally.flaws.append(found)
                continue
            self._seen += 1
            self._revisits = self._revisits or found.record.kind == "revisit"
            if found.record.kind != "revisit":
                wrong = why_unsound(found)
                if wrong is None:
                    yield found
                else:
                    self._flaw(found, wrong, AGAIN)

    def _archive_batch(self, importer: Importer, batch: Sequence[ForeignRecord]) -> Iterator[Found]:
        known = self._known_captures(batch)
        fresh = [found for found in batch if not self._is_known(found, known)]
        self.tally.known += len(batch) - len(fresh)
        written = importer(fresh) if fresh else ()
        self._registered(fresh, written)
        captures = {
            **known,
            **{capture.id: capture for capture in written if capture is not None},
        }
        for found in batch:
            capture = captures.get(_id_of(found))
            if capture is not None:
                self._told[target_of(found.record), date_of(found.record)] = capture.id
                yield Found(capture=capture, record=found)

    def _registered(
        self, fresh: Sequence[ForeignRecord], written: Sequence[Capture | None]
    ) -> None:
        captures = [capture for capture in written if capture is not None]
        self._ids.update(found.record.fields.get("warc-record-id", "") for found in fresh)
        self._database.record(captures=captures)
        self.tally.new += len(fresh)
        self.tally.captures += len(captures)

    def _known_captures(self, batch: Iterable[ForeignRecord]) -> dict[CaptureId, Capture]:
        """Of the records themselves, and of those that requests and metadata belong to."""
        ids = [_id_of(found) for found in batch]
        ids += [owner for found in batch if (owner := _owner_of(found)) is not None]
        return dict(self._database.captures(ids))

    def _is_known(self, found: ForeignRecord, known: dict[CaptureId, Capture]) -> bool:
        if found.record.fields.get("warc-record-id", "") in self._ids:
            return True
        if found.record.kind in ("request", "metadata"):
            # What we exported ourselves comes back with records that stand in our own files.
            owner = known.get(_owner_of(found) or CaptureId(""))
            return owner is not None and not owner.imported
        return _id_of(found) in known

    def _second_pass(self, path: Path, name: str, origin: Origin) -> None:
        if not self._revisits:
            return
        revisits = (
            found
            for found in read_foreign(path, name)
            if isinstance(found, ForeignRecord) and found.record.kind == "revisit"
        )
        with self._archive.importing(origin) as importer:
            for batch in _batches(revisits):
                known = self._known_captures(batch)
                fresh = [found for found in batch if not self._is_known(found, known)]
                self.tally.known += len(batch) - len(fresh)
                held = [whole for found in fresh if (whole := self._with_holder(found))]
                if held:
                    self._registered(held, importer(held))

    def _with_holder(self, found: ForeignRecord) -> ForeignRecord | None:
        holder = self._holder(found)
        if holder is None:
            self._flaw(found, _NO_HOLDER, _WITH_ITS_HOLDER)
            return None
        return with_holder(found, holder)

    def _holder(self, found: ForeignRecord) -> Capture | None:
        fields = found.record.fields
        named = fields.get("warc-refers-to")
        told = _referred(found)
        ids = [from_record_id(named)] if named else []
        ids += [self._told[told]] if told in self._told else []
        holders = self._database.captures(ids).values()
        return next((holder for holder in holders if holder.refers_to is None), None)

    def _flaw(self, found: ForeignRecord, what: Text, remedy: Text) -> None:
        place = found.record.place
        self.tally.flaws.append(
            Flaw(source=place.warc, offset=place.offset, what=what, remedy=remedy)
        )


def why_unsound(found: ForeignRecord) -> Text | None:
    """What speaks against archiving a record that could be read; None for a sound one."""
    record = found.record
    wrong = next(faults(record), None)
    if wrong is not None:
        return wrong
    try:
        record.require("warc-record-id")
        item_of(record)
        if record.kind in ("response", "resource"):
            target_of(record)
    except (BadRecordError, CodecError, ValueError) as error:
        return Text(f"记录内容无法识读（{error}）", f"cannot be read ({error})")
    return None


def _id_of(found: ForeignRecord) -> CaptureId:
    return from_record_id(found.record.fields.get("warc-record-id", ""))


def _owner_of(found: ForeignRecord) -> CaptureId | None:
    fields = found.record.fields
    owner = fields.get("warc-concurrent-to") or fields.get("warc-refers-to")
    return from_record_id(owner) if owner else None


def _referred(found: ForeignRecord) -> tuple[str, datetime] | None:
    fields = found.record.fields
    uri, date = fields.get("warc-refers-to-target-uri"), fields.get("warc-refers-to-date")
    if uri is None or date is None:
        return None
    try:
        return uri.strip("<>"), datetime.fromisoformat(date)
    except ValueError:
        return None


def _batches(records: Iterable[ForeignRecord]) -> Iterator[list[ForeignRecord]]:
    batch: list[ForeignRecord] = []
    octets = 0
    for found in records:
        batch.append(found)
        octets += len(found.octets)
        if len(batch) >= _BATCH_RECORDS or octets >= _BATCH_OCTETS:
            yield batch
            batch, octets = [], 0
    if batch:
        yield batch


def _digest_of(path: Path) -> Digest:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return Digest(digest.hexdigest())


_NO_RECORDS = Text("里面没有可读的 WARC 记录", "holds no readable WARC record")
_NO_HOLDER = Text(
    "这条重访记录所引用的原始记录不在存档中",
    "what this revisit record refers to is not in the archive",
)
_WITH_ITS_HOLDER = Text(
    "请把保存原始记录的 WARC 文件也一并导入。",
    "Import the WARC file that holds it as well, or in the same package.",
)

__all__ = ["Found", "Importing", "Tally", "is_archive"]
