"""The sort key of a URL in a CDXJ index (SURT: `cn,gov,qinghe)/zwgk/nb`), as replay tools make it.

Written from the described rules of the Wayback machine's URL keys and held against the reference
implementation in the tests; that one is under a licence that the product should not depend on.
Rules: scheme, user, default port, `www.` and fragment go; host reversed; the rest lower case,
decoded and encoded again; session ids go; `//`, `.` and `..` resolved; query arguments sorted.
"""

import re
from urllib.parse import unquote, unquote_to_bytes

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_HIERARCHICAL = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_WWW = re.compile(r"^www[0-9]*\.")
_KEPT = frozenset(range(0x21, 0x7F)) - frozenset(b"#%")
_HEX32 = r"[0-9a-z]{32}"
_SESSION = re.compile(
    rf"(?:jsessionid={_HEX32}|phpsessid={_HEX32}|sid={_HEX32}|aspsessionid[a-z]{{8}}=[a-z]{{24}}"
    r"|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)
_ASP_SESSION = re.compile(r"/(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))(?=/[^?]+\.aspx)")


def surt(url: str) -> str:
    match = _HIERARCHICAL.match(url.strip())
    if match is None:
        return _recode(url).lower()
    scheme, authority, path, query = match.groups()
    key = _host(authority, _DEFAULT_PORTS.get(scheme.lower())) + ")" + _path(path)
    arguments = _query(query or "")
    return f"{key}?{arguments}" if arguments else key


def _host(authority: str, default_port: str | None) -> str:
    host, port = _split_port(authority.rpartition("@")[2])
    host = unquote(host).lower()
    host = _recode(host) if host.isascii() else _punycode(host)
    if not host.startswith("["):
        labels = [label for label in _WWW.sub("", host).split(".") if label]
        host = ",".join(reversed(labels))
    else:
        host = host.strip("[]")
    return host if port in ("", default_port) else f"{host}:{port}"


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return _recode(host).lower()


def _split_port(authority: str) -> tuple[str, str]:
    host, colon, port = authority.rpartition(":")
    return (host, str(int(port))) if colon and port.isdecimal() else (authority.rstrip(":"), "")


def _path(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return _ASP_SESSION.sub("", _recode("/" + "/".join(parts)).lower())


def _query(query: str) -> str:
    stripped = _SESSION.sub("", _recode(query).lower())
    arguments = [tuple(argument.split("=", 1)) for argument in stripped.split("&")]
    return "&".join("=".join(argument) for argument in sorted(arguments))


def _recode(text: str) -> str:
    """Percent-decoded until nothing changes, then encoded where it must be."""
    octets = text.encode()
    while (decoded := unquote_to_bytes(octets)) != octets:
        octets = decoded
    return "".join(chr(o) if o in _KEPT else f"%{o:02X}" for o in octets)
