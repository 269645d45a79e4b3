"""Verifies a dossier: every file, and every record of the archived pages, against its digest;
and, where the days of its captures were sealed, that these records lie behind the seals, and
that the time stamps are on these seals. Who signed a time stamp, OpenSSL can tell.

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
from typing import Dict, Iterator, List  # noqa: UP035 - Python 3.8 must run this

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
PACKAGE = "evidence.wacz"
PROOFS = "seals.json"


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
    if PROOFS in listed:
        yield from unsealed_records(folder)
        yield from unstamped_seals(folder)


def unsealed_records(folder: Path) -> Iterator[str]:
    """Which records do not lie behind the seal of their day, as its proof says they do."""
    try:
        seals = json.loads((folder / PROOFS).read_bytes())["seals"]
        held = held_records(folder / PACKAGE)
        claims = [
            (seal["day"], seal["root"], seal["leaves"], one["record"], one["index"], one["path"])
            for seal in seals
            for one in seal["records"]
        ]
        for day, root, leaves, record, index, path in claims:
            leaf = hashlib.sha256(b"\0" + f"{record} {held.get(record)}".encode()).digest()
            if record not in held:
                yield f"{PROOFS}: {record} 不在存档包中 is not in {PACKAGE}"
            elif not leads_to(leaf, index, leaves, [bytes.fromhex(x) for x in path], root):
                yield f"{PROOFS}: {record} 与 {day} 的封存不符 is not behind the seal of {day}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile):
        yield f"{PROOFS} / {PACKAGE}: 无法读取 cannot be read"


def unstamped_seals(folder: Path) -> Iterator[str]:
    """Which stamps are not on the seals of the proofs: on their roots, by the digest they bear."""
    try:
        roots = {
            seal["day"]: seal["root"]
            for seal in json.loads((folder / PROOFS).read_bytes())["seals"]
        }
        for stamp in sorted(folder.glob("seal-*.tsr")):
            seal = stamp.with_suffix(".json").read_bytes()
            sealed = json.loads(seal)
            if sealed["root"] != f"sha256:{roots.get(sealed['day'])}":
                yield f"{stamp.stem}.json: 与 {PROOFS} 不符 does not agree with {PROOFS}"
            if hashlib.sha256(seal).digest() not in stamp.read_bytes():
                yield f"{stamp.name}: 不是该日封存的时间戳 is no stamp on the seal of its day"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        yield f"{PROOFS} / seal-*.json: 无法读取 cannot be read"


def held_records(package: Path) -> Dict[str, str]:  # noqa: UP006 - Python 3.8 must run this
    """Record id → `sha256:` and the digest of its block, computed from its octets."""
    held = {}
    with zipfile.ZipFile(package) as opened:
        warcs = [entry for entry in opened.namelist() if entry.endswith(".warc.gz")]
        records = (record for warc in warcs for _, record in members(opened.read(warc)))
        for record in records:
            head, _, rest = (record or b"").partition(b"\r\n\r\n")
            fields = fields_of(head)
            if "WARC-Record-ID" in fields:
                block = rest[: int(fields["Content-Length"])]
                held[fields["WARC-Record-ID"]] = f"sha256:{sha256(block)}"
    return held


def leads_to(leaf: bytes, index: int, leaves: int, path: List[bytes], root: str) -> bool:  # noqa: UP006 - Python 3.8
    """RFC 9162, section 2.1.3.2: whether `path` leads from the leaf at `index` to `root`."""
    here, last, node = index, leaves - 1, leaf
    if not 0 <= here <= last:
        return False
    for beside in path:
        if last == 0:
            return False
        if here % 2 or here == last:
            node = hashlib.sha256(b"\1" + beside + node).digest()
            while here and not here % 2:
                here, last = here // 2, last // 2
        else:
            node = hashlib.sha256(b"\1" + node + beside).digest()
        here, last = here // 2, last // 2
    return last == 0 and node.hex() == root


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
    fields = fields_of(head)
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


def fields_of(head: bytes) -> Dict[str, str]:  # noqa: UP006 - Python 3.8 must run this
    return dict(re.findall(r"(?m)^([A-Za-z-]+): *(.*?)\r?$", head.decode("utf-8", "replace")))


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
