"""Certificates are verified; a host may be excepted, with a reason, in so far as it must be.

Old government servers have certificates that no browser takes, or speak TLS 1.0. Whoever wants
their pages all the same says so for each host, and every answer got like that says so, too: it is
what somebody in the middle could have said.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import cast

from OpenSSL import SSL, crypto
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.plan import TlsException

_LEGACY_RENEGOTIATION = 0x4
"""SSL_OP_LEGACY_SERVER_CONNECT: servers from before RFC 5746 (2010)."""
_OLD_CIPHERS = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """Twisted asks it for every connection how to speak TLS with a host."""

    def __init__(self, exceptions: Iterable[TlsException]) -> None:
        self._exceptions = {exception.host.lower(): exception for exception in exceptions}

    def exception_for(self, host: str, port: int | None) -> TlsException | None:
        by_port = self._exceptions.get(f"{host.lower()}:{port or 443}")
        return by_port or self._exceptions.get(host.lower())

    def creatorForNetloc(  # noqa: N802 - the interface's name
        self, hostname: bytes, port: int
    ) -> IOpenSSLClientConnectionCreator:
        host = hostname.decode("ascii")
        exception = self.exception_for(host, port)
        if exception is None:
            return optionsForClientTLS(host)
        return cast("IOpenSSLClientConnectionCreator", _Excepted(host, exception))


@implementer(IOpenSSLClientConnectionCreator)
class _Excepted:
    """Connections to a host that has an exception. Twisted's own options cannot go below TLS's
    security level 1, at which TLS 1.0 has no signature left to use."""

    def __init__(self, host: str, exception: TlsException) -> None:
        self._host = host
        self._context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        self._context.set_default_verify_paths()
        if exception.old:
            self._context.set_min_proto_version(SSL.TLS1_VERSION)
            self._context.set_cipher_list(_OLD_CIPHERS)
            self._context.set_options(_LEGACY_RENEGOTIATION)
        else:
            self._context.set_min_proto_version(SSL.TLS1_2_VERSION)
        if not exception.unverified:
            self._context.set_verify(SSL.VERIFY_PEER, self._verified)

    def clientConnectionForTLS(self, _protocol: object) -> SSL.Connection:  # noqa: N802
        connection = SSL.Connection(self._context, None)
        if not _is_address(self._host):
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        return connection

    def _verified(
        self,
        _connection: SSL.Connection,
        certificate: crypto.X509,
        _error: int,
        depth: int,
        ok: int,
    ) -> bool:
        """What Twisted does for the others: the chain as OpenSSL finds it, then the name."""
        if depth != 0 or not ok:
            return bool(ok)
        name = (IPAddress_ID if _is_address(self._host) else DNS_ID)(self._host)
        try:
            verify_service_identity(extract_patterns(certificate), [name], [])
        except (CertificateError, VerificationError):
            return False
        return True


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
