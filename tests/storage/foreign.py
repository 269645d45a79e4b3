"""WARC and WACZ files as other programs write them. The places are invented."""

import gzip
import io
import json
import zipfile
from base64 import b32encode
from collections.abc import Mapping
from hashlib import sha1, sha256
from pathlib import Path

PAGE = "http://www.yundu.example/zwgk/nb/2024.html"
LATER = "2025-02-20T08:00:00Z"
HTML = "<html><title>云渡县人民政府2024年政府信息公开工作年度报告</title><body>正文</body></html>"


def sha1_of(data: bytes) -> str:
    return f"sha1:{b32encode(sha1(data).digest()).decode()}"


def record(
    kind: str,
    block: bytes,
    *,
    number: int = 1,
    uri: str | None = PAGE,
    version: str = "1.0",
    date: str = "2025-01-20T08:00:00Z",
    content_type: str = "application/http; msgtype=response",
    fields: Mapping[str, str] | None = None,
) -> bytes:
    """One record, not compressed."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id(number),
        "WARC-Date": date,
        "Content-Type": content_type,
        **({"WARC-Target-URI": uri} if uri is not None else {}),
        "WARC-Block-Digest": sha1_of(block),
        **(fields or {}),
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def record_id(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def http(
    body: bytes = HTML.encode(), *, status: str = "200 OK", headers: Mapping[str, str] | None = None
) -> bytes:
    given = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def response(number: int = 1, *, uri: str = PAGE, body: bytes = HTML.encode()) -> bytes:
    digest = {"WARC-Payload-Digest": sha1_of(body)}
    return record("response", http(body), number=number, uri=uri, fields=digest)


def revisit(
    number: int, *, of: bytes, uri: str = PAGE, date: str = "2025-02-20T08:00:00Z"
) -> bytes:
    """As most crawlers write it: by URL and date, without the id of what it refers to."""
    fields = {
        "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        "WARC-Refers-To-Target-URI": uri,
        "WARC-Refers-To-Date": "2025-01-20T08:00:00Z",
        "WARC-Payload-Digest": sha1_of(of),
    }
    return record("revisit", http(b""), number=number, uri=uri, date=LATER, fields=fields)


def write_warc(path: Path, *records: bytes, how: str = "members") -> Path:
    """`how`: a gzip member a record, all in `one` member, or `plain`."""
    if how == "members":
        path.write_bytes(b"".join(gzip.compress(each, mtime=0) for each in records))
    elif how == "one":
        path.write_bytes(gzip.compress(b"".join(records), mtime=0))
    else:
        path.write_bytes(b"".join(records))
    return path


def write_wacz(
    path: Path, warcs: Mapping[str, bytes], *, compress: int = zipfile.ZIP_STORED, lie: bool = False
) -> Path:
    """A package with WARC files by path; `lie`: its description gives other digests."""
    resources = [
        {
            "name": name,
            "path": name,
            "hash": f"sha256:{sha256(data + (b'x' if lie else b'')).hexdigest()}",
            "bytes": len(data),
        }
        for name, data in warcs.items()
    ]
    with zipfile.ZipFile(path, "w", compress) as package:
        for name, data in warcs.items():
            package.writestr(name, data)
        described = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
        package.writestr("datapackage.json", json.dumps(described))
    return path


def members(*records: bytes) -> bytes:
    out = io.BytesIO()
    for each in records:
        out.write(gzip.compress(each, mtime=0))
    return out.getvalue()
