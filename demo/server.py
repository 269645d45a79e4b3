"""The sites over real HTTP on loopback: one port a host, and a demo day that can be set."""

import json
import secrets
import socket
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from demo.content import Behaviour, Content, Site, content
from demo.sites import Page, answer
from model.errors import UsageError
from model.text import Text

ADDRESS = "127.0.0.1"
STATE_FILE = "demo-ports.json"
# Below the ports that systems hand out to clients, so that a port is still free after a restart.
_FIRST_PORT, _LAST_PORT = 20100, 29999
_BACKLOG = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that came in, for tests of the crawler's manners."""

    at: datetime
    site: str
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    status: int


class Server:
    """The running sites. `day` may be set at any time, from any thread."""

    def __init__(self, day: date, ports: Mapping[str, int]) -> None:
        self.content: Content = content()
        self.day = day
        self._ports = dict(ports)
        self._requests: list[Request] = []
        self._lock = threading.Lock()

    @property
    def requests(self) -> tuple[Request, ...]:
        """In the order they were answered."""
        with self._lock:
            return tuple(self._requests)

    def note(self, request: Request) -> None:
        with self._lock:
            self._requests.append(request)

    def host(self, site: str) -> str:
        """`127.0.0.1:port` of a site."""
        return f"{ADDRESS}:{self._ports[site]}"

    def url(self, site: str, path: str = "/") -> str:
        return f"http://{self.host(site)}{path}"

    def listings(self, agency: str) -> tuple[str, ...]:
        """URLs of the columns of an agency, as the registry names them."""
        return tuple(
            self.url(site.id, column.path + column.entry)
            for site in self.content.sites
            for column in site.columns
            if column.agency == agency
        )


@contextmanager
def serve(folder: Path, *, day: date) -> Iterator[Server]:
    """Serves all sites until the context ends.

    Ports are chosen at the first start and kept in `folder`, so that a demo that was killed comes
    back under the same addresses. Raises UsageError when one of them is taken by now.
    """
    sites = content().sites
    with ExitStack() as stack:
        listeners = _listeners(folder / STATE_FILE, sites, stack)
        server = Server(day, {site: _port(listener) for site, listener in listeners.items()})
        for site in sites:
            if _is_live(site):
                listener = listeners[site.id]
                stack.enter_context(_running(_HostServer(server, site, listener)))
        yield server


def _listeners(state: Path, sites: Sequence[Site], stack: ExitStack) -> dict[str, socket.socket]:
    """A bound socket for each site, on its remembered port or on a free one."""
    remembered = _remembered(state)
    bound: dict[str, socket.socket] = {}
    # Anywhere in the range: two demos that do not run at the same time must not want the same.
    following = _FIRST_PORT + secrets.randbelow((_LAST_PORT - _FIRST_PORT) // 2)
    for site in sites:
        if site.id in remembered:
            listener = _bind(remembered[site.id], state, live=_is_live(site))
        else:
            listener = _bind_free(following, state, live=_is_live(site))
            following = _port(listener) + 1
        bound[site.id] = stack.enter_context(listener)
    ports = {site: _port(listener) for site, listener in bound.items()}
    if ports != remembered:
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(json.dumps(ports, indent=1) + "\n", encoding="utf-8")
    return bound


def _is_live(site: Site) -> bool:
    return site.behaviour is not Behaviour.DEAD


def _port(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def _remembered(state: Path) -> dict[str, int]:
    if not state.exists():
        return {}
    try:
        ports: dict[str, int] = json.loads(state.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(
            str(state),
            Text("演示的端口记录已损坏", "the demo's record of its ports is damaged"),
            Text("删除该文件后重新开始演示", "delete the file and start the demo again"),
        ) from error
    return ports


def _bind_free(first: int, state: Path, *, live: bool) -> socket.socket:
    for port in range(first, _LAST_PORT + 1):
        if listener := _try_bind(port, live=live):
            return listener
    raise UsageError(
        str(state),
        Text("没有空闲的端口", "no port is free"),
        Text(
            f"释放 {_FIRST_PORT}–{_LAST_PORT} 之间的端口",
            f"free some of the ports {_FIRST_PORT} to {_LAST_PORT}",
        ),
    )


def _bind(port: int, state: Path, *, live: bool) -> socket.socket:
    listener = _try_bind(port, live=live)
    if listener is None:
        raise UsageError(
            str(state),
            Text(f"端口 {port} 已被占用", f"port {port} is in use"),
            Text(
                "结束仍在运行的演示，或换一个目录重新演示",
                "end the demo that is still running, or use another folder",
            ),
        )
    return listener


def _try_bind(port: int, *, live: bool) -> socket.socket | None:
    """A socket that holds the port, or None when it is taken.

    One that listens may follow a killed one whose connections linger. One that is only bound
    refuses every connection, and keeps the port from anybody else.
    """
    listener = socket.socket()
    try:
        if live:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
        if live:
            listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        return None
    return listener


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _HostServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, server: Server, site: Site, listener: socket.socket) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.demo = server
        self.site = site

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no news; anything else is shown as the base shows it."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    # Small answers would wait for acknowledgements otherwise: 40 ms each.
    disable_nagle_algorithm = True
    server: _HostServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        demo, site = self.server.demo, self.server.site
        page = answer(demo.content, site, urlsplit(self.path).path, demo.day)
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = 304 if page.status == 200 and _is_current(page, headers) else page.status
        demo.note(
            Request(
                at=datetime.now(UTC),
                site=site.id,
                method=self.command,
                path=self.path,
                headers=headers,
                status=status,
            )
        )
        self.send_response(status)
        self._send_headers(page, status)
        if with_body and status != 304:
            self.wfile.write(page.body)

    def _send_headers(self, page: Page, status: int) -> None:
        if status in {200, 304}:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        if status != 304:
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
        if page.cookie:
            self.send_header("Set-Cookie", page.cookie)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Requests are kept in `Server.requests` instead."""


def _is_current(page: Page, headers: Mapping[str, str]) -> bool:
    """RFC 9110: If-None-Match decides when it is there, else If-Modified-Since."""
    if "if-none-match" in headers:
        tags = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return page.etag in tags or "*" in tags
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return page.modified <= since
