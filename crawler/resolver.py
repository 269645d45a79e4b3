"""Names that lead into private networks are refused, whoever registered them.

A host of the registry is a public site. If its name resolves to a private or loopback address, the
name was hijacked, or somebody wants us to ask inside our own network.
"""

from collections.abc import Sequence
from ipaddress import ip_address

from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


class PublicResolver(CachingThreadedResolver):
    """Resolves to public addresses only. The address it gives is the one that is connected to."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        found = super().getHostByName(name, timeout)
        return found if _names_itself(name) else found.addCallback(_only_public, name)


def refused_address(host: str) -> str | None:
    """The address for which a host was refused, or None when it was not."""
    if _names_itself(host):
        return None
    address = dnscache.get(host)
    return address if isinstance(address, str) and not _is_public(address) else None


def _only_public(address: str, name: str) -> str:
    if not _is_public(address):
        raise DNSLookupError(f"{name} resolves to {address}")
    return address


def _is_public(address: str) -> bool:
    parsed = ip_address(address)
    return parsed.is_global and not parsed.is_multicast


def _names_itself(host: str) -> bool:
    """An address or `localhost`: nothing to be deceived about when the registry row says so."""
    if host == "localhost":
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
