"""The sites over real HTTP on loopback: one port a host, and a demo day that can be set."""

import selectors
import socket
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, quote

from demo.content import content
from demo.log import Request, RequestLog
from demo.places import Content, Site
from demo.platforms import platform_of
from demo.ports import ADDRESS, STATE_FILE, listeners, port_of
from demo.sites import answer
from demo.web import Ask, Page

_LONGEST_FORM = 1 << 16


class Server:
    """The running sites. `day` may be set at any time, from any thread."""

    def __init__(self, day: date, ports: Mapping[str, int], log: RequestLog) -> None:
        self.content: Content = content()
        self.day = day
        self._ports = dict(ports)
        self._log = log
        self._requests: list[Request] = []
        self._lock = threading.Lock()

    @property
    def requests(self) -> tuple[Request, ...]:
        """Of this run, in the order they were answered."""
        with self._lock:
            return tuple(self._requests)

    def note(self, request: Request) -> None:
        with self._lock:
            self._requests.append(request)
            self._log.add(request)

    def host(self, site: str) -> str:
        """`127.0.0.1:port` of a site."""
        return f"{ADDRESS}:{self._ports[site]}"

    def url(self, site: str, path: str = "/") -> str:
        return f"http://{self.host(site)}{path}"

    def listings(self, agency: str) -> tuple[str, ...]:
        """URLs of the columns of an agency, as the registry names them."""
        return tuple(
            self.url(site.id, column.alias or platform_of(site).listing(site, column))
            for site, column in self.content.columns_of(agency)
        )

    def located(self, text: str) -> str:
        """With the addresses of other sites of ours as they are on this machine."""
        for domain, host in self._hosts.items():
            text = text.replace(f"http://{domain}/", f"http://{host}/")
        return text

    @cached_property
    def _hosts(self) -> dict[str, str]:
        return {site.domain: self.host(site.id) for site in self.content.sites}


@contextmanager
def serve(folder: Path, *, day: date) -> Iterator[Server]:
    """Serves all sites until the context ends; `folder` keeps their ports and their log.

    Raises UsageError when one of the ports is taken by now.
    """
    sites = content().sites
    with ExitStack() as stack:
        bound = listeners(folder / STATE_FILE, sites, stack)
        log = stack.enter_context(RequestLog(folder))
        ports = {site: port_of(listener) for site, listener in bound.items()}
        server = Server(day, ports, log)
        hosts = [_HostServer(server, site, bound[site.id]) for site in sites if site.lives]
        stack.enter_context(_running(hosts))
        yield server


@contextmanager
def _running(hosts: Iterable["_HostServer"]) -> Iterator[None]:
    """One thread waits for all hosts: each would wake up many times a second by itself."""
    waker, waking = socket.socketpair()
    with waker, waking, selectors.DefaultSelector() as selector:
        selector.register(waking, selectors.EVENT_READ)
        for host in hosts:
            selector.register(host, selectors.EVENT_READ, host)
        thread = threading.Thread(target=_accept, args=(selector,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            waker.send(b".")
            thread.join()


def _accept(selector: selectors.BaseSelector) -> None:
    while True:
        for key, _ in selector.select():
            if key.data is None:
                return
            key.data.handle_request()


class _HostServer(ThreadingHTTPServer):
    daemon_threads = True
    timeout = 0

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
        self._answer({})

    def do_HEAD(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), _LONGEST_FORM)
        body = self.rfile.read(length).decode("utf-8", errors="replace")
        self._answer(dict(parse_qsl(body, keep_blank_values=True)))

    def _answer(self, form: Mapping[str, str]) -> None:
        came = datetime.now(UTC)
        demo, site = self.server.demo, self.server.site
        ask = Ask(method=self.command, target=self.path, form=form)
        page = _located(demo, answer(demo.content, site, ask, demo.day))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = 304 if page.status == 200 and _is_current(page, headers) else page.status
        demo.note(
            Request(
                at=came,
                day=demo.day,
                host=headers.get("host", ""),
                site=site.id,
                method=self.command,
                path=self.path,
                headers=headers,
                status=status,
            )
        )
        self.send_response(status)
        self._send_headers(page, status)
        if self.command != "HEAD" and status != 304:
            self.wfile.write(page.body)

    def _send_headers(self, page: Page, status: int) -> None:
        if page.modified is not None and page.etag is not None and status in {200, 304}:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        if status != 304:
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
        if page.location:
            self.send_header("Location", page.location)
        if page.filename:
            name = quote(page.filename)
            self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        if page.cookie:
            self.send_header("Set-Cookie", page.cookie)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Requests are kept in `Server.requests` and in the log's file instead."""


def _located(server: Server, page: Page) -> Page:
    if page.location is not None:
        return replace(page, location=server.located(page.location))
    text = page.media_type.startswith(("text/html", "application/json"))
    if not text or b"http://" not in page.body:
        return page
    # Addresses are ASCII: whatever the charset of the page, they are themselves in Latin-1.
    body = server.located(page.body.decode("latin-1")).encode("latin-1")
    return replace(page, body=body)


def _is_current(page: Page, headers: Mapping[str, str]) -> bool:
    """RFC 9110: If-None-Match decides when it is there, else If-Modified-Since."""
    if page.modified is None:
        return False
    if "if-none-match" in headers:
        tags = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return page.etag in tags or "*" in tags
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return page.modified <= since
