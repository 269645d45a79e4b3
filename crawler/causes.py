"""Why a request brought no answer. Pure."""

from collections.abc import Iterator
from enum import StrEnum

import scrapy.exceptions as scrapy_errors
import twisted.internet.defer
import twisted.internet.error as twisted_errors
from OpenSSL.SSL import Error as SslError
from service_identity import CertificateError, VerificationError


class Cause(StrEnum):
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    BROKEN = "broken"
    """The connection was made and broke off, or what came was no HTTP."""


_BY_FAILURE: tuple[tuple[Cause, tuple[type[BaseException], ...]], ...] = (
    # First what hides in others: a failed handshake comes as a response that never came.
    (
        Cause.TLS,
        (
            SslError,
            VerificationError,
            CertificateError,
            twisted_errors.CertificateError,
            twisted_errors.VerifyError,
        ),
    ),
    (Cause.DNS, (scrapy_errors.CannotResolveHostError, twisted_errors.DNSLookupError)),
    (
        Cause.REFUSED,
        (
            scrapy_errors.DownloadConnectionRefusedError,
            twisted_errors.ConnectionRefusedError,
            ConnectionRefusedError,
        ),
    ),
    (
        Cause.TIMEOUT,
        (
            scrapy_errors.DownloadTimeoutError,
            twisted_errors.TimeoutError,
            twisted.internet.defer.TimeoutError,
            TimeoutError,
        ),
    ),
)


def cause_of(error: BaseException) -> Cause:
    """Of an exception whose outcome is *unreachable*."""
    whole = tuple(_with_reasons(error))
    for cause, kinds in _BY_FAILURE:
        if any(isinstance(each, kinds) for each in whole):
            return cause
    return Cause.BROKEN


def explain(error: BaseException) -> str:
    """For a visit's `detail`: `tls: certificate verify failed (DownloadFailedError)`."""
    cause = cause_of(error)
    name = type(error).__name__
    said = "; ".join(_said_by_tls(error)) if cause is Cause.TLS else ""
    return f"{cause}: {said} ({name})" if said else f"{cause}: {name}"


def _with_reasons(error: BaseException) -> Iterator[BaseException]:
    """The exception, what Scrapy made it of, and what Twisted gathered in it."""
    yield error
    if error.__cause__ is not None:
        yield from _with_reasons(error.__cause__)
    for failure in getattr(error, "reasons", ()):
        yield from _with_reasons(failure.value)


def _said_by_tls(error: BaseException) -> Iterator[str]:
    for each in _with_reasons(error):
        if isinstance(each, SslError):
            # OpenSSL's queue of (library, function, reason).
            for entry in each.args[0] if each.args else ():
                yield str(entry[-1])
        elif isinstance(each, VerificationError):
            yield "the certificate is for another host"
