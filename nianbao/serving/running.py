"""Uvicorn, told where to listen and when to say so."""

import errno
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from model.errors import UsageError
from model.text import Text
from web.app import create_app
from web.reviewing.people import LOOPBACK, named_by_proxies
from web.site import Site


def run_server(
    site: Site, host: str, port: int, *, ready: Callable[[str], None], verbose: bool
) -> None:
    """Serves until it is interrupted. `ready` is told the address once it can be asked.

    Raises: UsageError when it cannot listen there.
    """
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            _behind_proxies(site),
            proxy_headers=False,  # as `_behind_proxies` has it
            log_level="info" if verbose else "warning",
            access_log=verbose,
            server_header=False,
            timeout_keep_alive=15,
            h11_max_incomplete_event_size=64 * 1024,
        )
        ready(_address(listener))
        with suppress(KeyboardInterrupt):  # Uvicorn ends in order, and then tells of Ctrl-C
            uvicorn.Server(config).run(sockets=[listener])


def _behind_proxies(site: Site) -> Callable[..., Awaitable[None]]:
    """What trusted proxies say of their readers is believed, and nobody else's word for it."""
    app = ProxyHeadersMiddleware(
        create_app(site),  # type: ignore[arg-type]  # uvicorn has types of its own for ASGI
        trusted_hosts=[*LOOPBACK, *site.proxies],
    )
    return named_by_proxies(app, site)  # type: ignore[arg-type]  # the same


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _no_place(host, port, error) from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _no_place(host: str, port: int, error: OSError) -> UsageError:
    taken = error.errno == errno.EADDRINUSE
    said = os.strerror(error.errno) if error.errno else str(error)
    return UsageError(
        f"--host {host} --port {port}",
        Text("已被占用" if taken else f"不能监听（{said}）", "is taken" if taken else said),
        Text("换一个 --port，或写 --port 0", "choose another --port, or --port 0"),
    )
