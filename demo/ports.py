"""A port for every site, chosen once and kept: a demo that was killed comes back where it was."""

import json
import secrets
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from demo.places import Site
from model.errors import UsageError
from model.text import Text

ADDRESS = "127.0.0.1"
STATE_FILE = "demo-ports.json"
# Below the ports that systems hand out to clients, so that a port is still free after a restart.
_FIRST_PORT, _LAST_PORT = 20100, 29999
_BACKLOG = 16


def listeners(state: Path, sites: Sequence[Site], stack: ExitStack) -> dict[str, socket.socket]:
    """A bound socket for each site, on its remembered port or on a free one; closed by `stack`.

    Raises UsageError when a remembered port is taken by now.
    """
    remembered = _remembered(state)
    bound: dict[str, socket.socket] = {}
    # Anywhere in the range: two demos that do not run at the same time must not want the same.
    following = _FIRST_PORT + secrets.randbelow((_LAST_PORT - _FIRST_PORT) // 2)
    for site in sites:
        if site.id in remembered:
            listener = _bind(remembered[site.id], state, live=site.lives)
        else:
            listener = _bind_free(following, state, live=site.lives)
            following = port_of(listener) + 1
        bound[site.id] = stack.enter_context(listener)
    ports = {site: port_of(listener) for site, listener in bound.items()}
    if ports != remembered:
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(json.dumps(ports, indent=1) + "\n", encoding="utf-8")
    return bound


def port_of(listener: socket.socket) -> int:
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
