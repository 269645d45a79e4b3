"""Archive first: responses are written as they arrive, before anything reads their bodies."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Request, Response

from crawler.rounds import Rounds
from model.capture import Capture, Look, Visit
from model.errors import AppError
from model.ids import Digest
from storage.archive import Archive, Exchange
from storage.database import Database

# Scrapy's flag of a response whose body is not whole: the reason in the words of WARC-Truncated.
_CUTS = {"download_stopped": "length", "dataloss": "disconnect"}

TRANSFER = "nianbao_transfer"
"""Key of a request's Transfer in its `meta`."""


@dataclass(slots=True, kw_only=True)
class Transfer:
    """One request on its way. The sender and the recorder write into it."""

    clock: Callable[[], datetime]
    at: datetime | None = None
    """When it was sent; it may have waited for its turn before."""
    tls_exception: str | None = None
    """What the host was allowed in TLS, and why."""
    holder: Capture | None = None
    """What a 304 stands for, when the request was conditional."""
    received: int = 0
    """Bytes of the body so far."""
    exchange: Exchange | None = None
    capture: Capture | None = None
    trouble: AppError | None = None
    """Why the response could not be archived: Scrapy keeps what signal handlers raise."""


class Recorder:
    """Writes to the archive, then to the database; never the other way round."""

    def __init__(self, archive: Archive, database: Database, *, max_bytes: int) -> None:
        """`archive` writes in batches: a visit waits for the disk together with others."""
        self._archive = archive
        self._database = database
        self._max_bytes = max_bytes
        self._rounds = Rounds(self._settle)
        self._captures: list[Capture] = []
        self._visits: list[Visit] = []
        self._holders: dict[Digest, Capture] = {}
        """Of `_captures`: payloads that the database does not know yet."""

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Handler of Scrapy's signal: cuts a body that grows beyond the limit."""
        transfer: Transfer = request.meta[TRANSFER]
        transfer.received += len(data)
        if transfer.received > self._max_bytes:
            raise StopDownload(fail=False)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Handler of Scrapy's signal: every response, whatever becomes of it later."""
        transfer: Transfer = request.meta[TRANSFER]
        exchange = _exchange(request, response, transfer)
        try:
            transfer.capture = self._write(exchange, transfer.holder)
        except AppError as error:
            transfer.trouble = error
        transfer.exchange = exchange

    async def add_visit(self, visit: Visit) -> Visit:
        """Returns when the visit, and what it brought, is durable and known to the database."""
        archived = replace(visit, record=self._archive.write_visit(visit))
        self._visits.append(archived)
        await self._rounds.pass_one()
        return archived

    def add_look(self, look: Look) -> None:
        self._archive.write_look(look)
        self._archive.sync_later()()
        self._database.record(looks=[look])

    async def _settle(self) -> None:
        captures, visits = self._captures, self._visits
        self._captures, self._visits = [], []
        await asyncio.to_thread(self._archive.sync_later())
        self._database.record(captures=captures, visits=visits)
        for capture in captures:
            self._holders.pop(capture.payload_digest, None)

    def add_conversion(self, capture: Capture, body: bytes, media_type: str) -> None:
        """Keeps what was made of a capture, and read in its place."""
        self._archive.write_conversion(capture, body, media_type)

    def payload(self, capture: Capture) -> bytes:
        """What a capture brought or stands for, read back from the archive."""
        holder = None
        if capture.refers_to is not None:
            holder = self._database.captures([capture.refers_to]).get(capture.refers_to)
        return self._archive.payload(capture, holder)

    def _write(self, exchange: Exchange, holder: Capture | None) -> Capture:
        known = holder
        if exchange.status != HTTPStatus.NOT_MODIFIED:
            whole = exchange.truncated is None
            digest = exchange.payload_digest()
            known = self._holder(digest, exchange.url) if whole else None
        capture = self._archive.write_exchange(exchange, known=known)
        self._captures.append(capture)
        if capture.refers_to is None and capture.truncated is None:
            self._holders[capture.payload_digest] = capture
        return capture

    def _holder(self, digest: Digest, url: str) -> Capture | None:
        return self._holders.get(digest) or self._database.holder_of(digest, url)


def _exchange(request: Request, response: Response, transfer: Transfer) -> Exchange:
    address = response.ip_address
    return Exchange(
        url=request.url,
        at=transfer.at or transfer.clock(),
        ip_address=None if address is None else str(address),
        tls_exception=transfer.tls_exception,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        status=response.status,
        reason=_reason(response.status),
        protocol=response.protocol or "HTTP/1.1",
        response_headers=_pairs(response.headers),
        body=response.body,
        truncated=next((_CUTS[flag] for flag in response.flags if flag in _CUTS), None),
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


def _reason(status: int) -> str:
    # Scrapy drops the phrase of the status line; its standard form is all there is.
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
