"""Where a request for an agency may go: `host` or `host:port`."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_BRACKETED = re.compile(r"\[([0-9a-f:.]+)\](?::(\d{1,5}))?")


def split_host(entry: str) -> tuple[str, int | None] | None:
    """Host in lower case and port of a `hosts` entry, or None when it is not one."""
    entry = entry.lower()
    if bracketed := _BRACKETED.fullmatch(entry):
        host, port = bracketed[1], bracketed[2]
    else:
        host, _, port = entry.partition(":")
        if ":" in entry and not port:
            return None
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return None
    if _address(host) is None and not _is_domain(host):
        return None
    return host, int(port) if port else None


def split_url(url: str) -> tuple[str, int | None] | None:
    """Host and port of an http(s) URL, or None when it is not one. A scheme's own port is None."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or re.search(r"\s", url):
        return None
    if parts.username is not None:  # http://gov.cn@elsewhere is a trick, not a listing
        return None
    return parts.hostname, None if port == _DEFAULT_PORTS[parts.scheme] else port


def admits(hosts: Iterable[str], url: str) -> bool:
    """Whether a URL lies on one of these hosts.

    `host` admits the scheme's own port only; `host:port` exactly that port.
    """
    place = split_url(url)
    if place is None:
        return False
    host, port = place
    ports = {port} if port is not None else {None, _DEFAULT_PORTS[urlsplit(url).scheme]}
    entries = (split_host(entry) for entry in hosts)
    return any(entry is not None and entry[0] == host and entry[1] in ports for entry in entries)


def is_official(host: str) -> bool:
    """Under gov.cn: the domain that only government bodies can register."""
    return host == "gov.cn" or host.endswith(".gov.cn")


def is_loopback(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _is_domain(host: str) -> bool:
    return 0 < len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
