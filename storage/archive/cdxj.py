"""The CDXJ index of the archive: what pywb and other replay tools look pages up in."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from storage.archive.appending import writing_error
from storage.archive.files import Damage, read_file
from storage.archive.record import BadRecordError, Record, date_of
from storage.archive.surt import surt

NAME = "index.cdxj"
_INDEXED = ("response", "revisit", "resource", "metadata")


def write_index(folder: Path, files: tuple[Path, ...]) -> Path:
    """Writes the index of `files`, sorted, and puts it in the old one's place at once.

    Damaged records are left out: `verify` names them. Raises: NoSpace, ArchiveError.
    """
    lines = sorted({line for path in files for line in _lines(path)})
    target = folder / NAME
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=folder, prefix=f".{NAME}.", delete=False, encoding="utf-8"
        ) as file:
            temporary = Path(file.name)
            try:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(target)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise writing_error(target, error) from error
    return target


def _lines(path: Path) -> Iterator[str]:
    for record in read_file(path):
        if isinstance(record, Damage) or not _is_indexed(record):
            continue
        try:
            url = record.require("warc-target-uri")
            moment = f"{date_of(record):%Y%m%d%H%M%S}"
        except BadRecordError:
            continue
        yield f"{surt(url)} {moment} {json.dumps(_fields(record, url))}\n"


def _is_indexed(record: Record) -> bool:
    is_fields = record.fields.get("content-type") == "application/warc-fields"
    return record.kind in _INDEXED and not is_fields


def _fields(record: Record, url: str) -> dict[str, str]:
    fields = {
        "url": url,
        "mime": _mime(record),
        "status": None if record.http_status is None else str(record.http_status),
        "digest": record.fields.get("warc-payload-digest"),
        "length": str(record.place.length),
        "offset": str(record.place.offset),
        "filename": record.place.warc,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _mime(record: Record) -> str | None:
    if record.kind == "revisit":
        return "warc/revisit"
    if record.kind == "response":
        values = (v for n, v in record.http_headers if n.lower() == "content-type")
        value = next(values, None)
    else:
        value = record.fields.get("content-type")
    if value is None:
        return None
    return value.replace(";", " ").strip(" ").split(" ", 1)[0] if value.strip() else ""
