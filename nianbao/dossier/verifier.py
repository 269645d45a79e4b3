"""Verifies a dossier: every file, and every record of the archived pages, against its digest.

    python verify.py [FOLDER]

Needs Python 3.8 or newer and nothing else, no network, and none of the software that made the
dossier. Ends with 0 when everything agrees, and with 1 otherwise, naming what does not.
校验本卷宗：逐一核对文件与网页存档记录的摘要；只需 Python 3.8 以上，不联网。
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Iterator  # noqa: UP035 - Python 3.8 must run this

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"


def faults(folder: Path) -> Iterator[str]:
    """Sentences, each naming what does not agree; none when the dossier is as it was made."""
    manifest_bytes = read(folder / MANIFEST)
    seal = read(folder / SEAL)
    if manifest_bytes is None or seal is None:
        yield f"{MANIFEST} / {SEAL}: 缺失 missing"
        return
    if seal != f"{sha256(manifest_bytes)}  {MANIFEST}\n".encode():
        yield f"{MANIFEST} / {SEAL}: 二者不符 they do not agree with each other"
    try:
        listed = json.loads(manifest_bytes)["files"]
    except (ValueError, KeyError, TypeError):
        yield f"{MANIFEST}: 无法读取 cannot be read"
        return
    for name, expected in sorted(listed.items()):
        data = read(folder / name)
        if data is None:
            yield f"{name}: 缺失 missing"
        elif sha256(data) != expected:
            yield f"{name}: 内容已变 is not what it was"
            if name.endswith(".wacz"):
                yield from damaged_records(name, data)
    allowed = set(listed) | {MANIFEST, SEAL}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in allowed:
            yield f"{name}: 清单中没有 is not listed"


def damaged_records(name: str, data: bytes) -> Iterator[str]:
    """Which archived records of a damaged package are concerned, as far as that can be told."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        warcs = [entry for entry in package.namelist() if entry.endswith((".warc.gz", ".warc"))]
    except (zipfile.BadZipFile, OSError):
        yield f"  {name}: 无法作为 zip 打开 cannot be opened as a zip file"
        return
    for entry in warcs:
        try:
            body = package.read(entry)
        except (zipfile.BadZipFile, zlib.error, OSError):
            body = stored_octets(data, package.getinfo(entry))
        for offset, record in members(body):
            told = record_fault(record)
            if told:
                yield f"  {entry} @ {offset}: {told}"


def stored_octets(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """A member that is stored uncompressed, taken out although its checksum is wrong."""
    start = entry.header_offset
    names = int.from_bytes(data[start + 26 : start + 28], "little")
    extra = int.from_bytes(data[start + 28 : start + 30], "little")
    begin = start + 30 + names + extra
    return data[begin : begin + entry.compress_size]


def members(body: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Offset and content of each gzip member; None where one cannot be unpacked."""
    offset = 0
    while offset < len(body):
        unpacker = zlib.decompressobj(31)
        try:
            record = unpacker.decompress(body[offset:])
            used = len(body) - offset - len(unpacker.unused_data)
        except zlib.error:
            yield offset, None
            following = body.find(b"\x1f\x8b\x08", offset + 1)
            if following < 0:
                return
            offset = following
            continue
        yield offset, record
        offset += used


def record_fault(record: bytes | None) -> str | None:
    """What is wrong with a WARC record, or None."""
    if record is None:
        return "记录无法解开 the record cannot be unpacked"
    head, _, rest = record.partition(b"\r\n\r\n")
    fields = dict(re.findall(r"(?m)^([A-Za-z-]+): *(.*?)\r?$", head.decode("utf-8", "replace")))
    about = f"{fields.get('WARC-Type')} {fields.get('WARC-Target-URI', '')}"
    try:
        block = rest[: int(fields["Content-Length"])]
    except (KeyError, ValueError):
        return f"{about}: 记录头已损 its head is damaged"
    digest = fields.get("WARC-Block-Digest", "")
    if not digest.startswith("sha256:"):
        return f"{about}: 没有可核对的摘要 has no digest to compare with"
    if digest[len("sha256:") :] != sha256(block):
        return f"{about}: 内容与其摘要不符 does not agree with its digest"
    return None


def read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    found = list(faults(folder))
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    if found:
        return 1
    digest = sha256((folder / MANIFEST).read_bytes())
    sys.stdout.write(f"全部相符 everything agrees: {folder}\nmanifest SHA-256 {digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
