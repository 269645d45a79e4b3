"""How an answer is given: the format that was asked for, and only if the reader lacks it."""

from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from storage.codec import encode
from web.site import Site

JSON, CSV, JSON_LINES = "application/json", "text/csv", "application/jsonl"
SUFFIXES = {".csv": CSV, ".jsonl": JSON_LINES}
_OTHER_NAMES = {"application/x-ndjson": JSON_LINES, "application/x-jsonlines": JSON_LINES}
_PROGRAM = version("nianbao")


def wanted_format(request: Request) -> str:
    """By the header Accept; JSON when it names none that we have. The order counts, not q."""
    for part in request.headers.get("accept", "").split(","):
        name = part.partition(";")[0].strip().lower()
        name = _OTHER_NAMES.get(name, name)
        if name in (JSON, CSV, JSON_LINES):
            return name
    return JSON


def tag_of(request: Request, site: Site, media_type: str) -> str:
    """Changes with whatever is stored, and with the program. Weak: the same facts, not octets."""
    facts = (site.database.version(), _PROGRAM, str(request.url), media_type)
    return f'W/"{sha256(chr(10).join(facts).encode()).hexdigest()[:24]}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """304, when the reader has the answer already."""
    held = request.headers.get("if-none-match", "")
    tags = [one.strip().removeprefix("W/") for one in held.split(",")]
    if held.strip() == "*" or tag.removeprefix("W/") in tags:
        return Response(status_code=304, headers=_headers(tag))
    return None


def answer(value: object, tag: str, headers: dict[str, str] | None = None) -> Response:
    """One JSON document."""
    return Response(encode(value), media_type=JSON, headers={**_headers(tag), **(headers or {})})


def stream(chunks: Iterator[bytes], media_type: str, tag: str, name: str) -> Response:
    """A whole table, as it is read."""
    charset = "; charset=utf-8" if media_type == CSV else ""
    headers = {**_headers(tag), "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(chunks, media_type=f"{media_type}{charset}", headers=headers)


def _headers(tag: str) -> dict[str, str]:
    # Kept, but asked again: what is known may change with the next crawl.
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
