"""A small site on loopback that answers as its test says, and remembers what it was asked."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Reply:
    body: bytes = b""
    status: int = 200
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    stated_length: int | None = None
    """Content-Length to send in place of the true one."""
    reset: bool = False
    """Reset the connection where the body ends."""
    wait: float = 0.0
    """Seconds before anything is answered."""
    octets: Callable[[], Iterator[bytes]] | None = None
    """What is sent in place of all this, status line and headers too, until the client has gone."""


def html(text: str, **more: object) -> Reply:
    return Reply(body=text.encode(), **more)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Asked:
    at: float
    """time.monotonic()"""
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class Site:
    port: int
    scheme: str = "http"
    address: str = "127.0.0.1"
    replies: dict[str, Reply] = field(default_factory=dict)
    """By path with query; what is posted stands behind it: `/list.jsp page=2`."""
    asked: list[Asked] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"{self.address}:{self.port}"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms between its head and its body
    site: Site

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self) -> None:
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(at=time.monotonic(), path=self.path, headers=headers, body=body)
        self.site.asked.append(asked)
        name = f"{self.path} {body.decode()}".rstrip()
        reply = self.site.replies.get(name, Reply(status=404, body=b"nothing here"))
        time.sleep(reply.wait)
        if reply.octets is not None:
            self._send_octets(reply.octets())
            return
        if reply.etag is not None and headers.get("if-none-match") == reply.etag:
            self.send_response(304)
            self.send_header("ETag", reply.etag)
            self.end_headers()
            return
        self._send(reply)

    def _send_octets(self, octets: Iterator[bytes]) -> None:
        self.close_connection = True
        with suppress(OSError):
            for chunk in octets:
                self.wfile.write(chunk)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        length = len(reply.body) if reply.stated_length is None else reply.stated_length
        self.send_header("Content-Length", str(length))
        if reply.etag is not None:
            self.send_header("ETag", reply.etag)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.reset or reply.stated_length is not None:
            self.close_connection = True
        if reply.reset:
            self.wfile.flush()
            time.sleep(0.1)
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what some tests are about."""


@contextmanager
def serve(
    replies: Mapping[str, Reply] | None = None,
    tls: ssl.SSLContext | None = None,
    address: str = "127.0.0.1",
) -> Iterator[Site]:
    handler = type("Handler", (_Handler,), {})
    server = _Server((address, 0), handler)
    if tls is not None:
        # The handshake is made by the thread of the connection: a client may well break it off.
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    scheme = "http" if tls is None else "https"
    site = Site(
        port=server.server_address[1],
        scheme=scheme,
        address=address,
        replies=dict(replies or {}),
    )
    handler.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
