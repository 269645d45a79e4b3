"""The one table of how a visit can end: every exception and every HTTP status has its outcome."""

import OpenSSL.SSL
import scrapy.exceptions as scrapy_errors
import twisted.internet.defer
import twisted.internet.error as twisted_errors
import twisted.web.client as twisted_web
import twisted.web.error as twisted_web_errors
from service_identity import VerificationError

from model.capture import LookEnd, Outcome

_BY_FAILURE: dict[type[Exception], Outcome] = {
    scrapy_errors.CannotResolveHostError: Outcome.UNREACHABLE,
    scrapy_errors.DownloadConnectionRefusedError: Outcome.UNREACHABLE,
    scrapy_errors.DownloadTimeoutError: Outcome.UNREACHABLE,
    scrapy_errors.DownloadFailedError: Outcome.UNREACHABLE,
    # Scrapy cancels a download of itself for one reason only, its size limit.
    scrapy_errors.DownloadCancelledError: Outcome.TOO_LARGE,
    scrapy_errors.StopDownload: Outcome.TOO_LARGE,
    scrapy_errors.ResponseDataLossError: Outcome.TRUNCATED,
    scrapy_errors.UnsupportedURLSchemeError: Outcome.REJECTED,
    scrapy_errors.NotSupported: Outcome.REJECTED,
    scrapy_errors.IgnoreRequest: Outcome.REJECTED,
    twisted_errors.ConnectError: Outcome.UNREACHABLE,
    twisted_errors.ConnectionClosed: Outcome.UNREACHABLE,
    twisted_errors.ConnectionAborted: Outcome.UNREACHABLE,
    twisted_errors.ConnectionLost: Outcome.UNREACHABLE,
    twisted_errors.BindError: Outcome.UNREACHABLE,
    twisted_errors.CertificateError: Outcome.UNREACHABLE,
    twisted_errors.ConnectingCancelledError: Outcome.UNREACHABLE,
    twisted_errors.DNSLookupError: Outcome.UNREACHABLE,
    twisted_errors.NotConnectingError: Outcome.UNREACHABLE,
    twisted_errors.UnsupportedAddressFamily: Outcome.UNREACHABLE,
    twisted_errors.VerifyError: Outcome.UNREACHABLE,
    twisted_errors.TimeoutError: Outcome.UNREACHABLE,
    twisted.internet.defer.TimeoutError: Outcome.UNREACHABLE,
    twisted_web.RequestGenerationFailed: Outcome.UNREACHABLE,
    twisted_web.RequestNotSent: Outcome.UNREACHABLE,  # type: ignore[attr-defined]  # not in __all__
    twisted_web.RequestTransmissionFailed: Outcome.UNREACHABLE,
    twisted_web.ResponseFailed: Outcome.UNREACHABLE,
    twisted_web.ResponseNeverReceived: Outcome.UNREACHABLE,
    twisted_web_errors.SchemeNotSupported: Outcome.REJECTED,
    twisted_web_errors.Error: Outcome.UNREACHABLE,
    OpenSSL.SSL.Error: Outcome.UNREACHABLE,
    VerificationError: Outcome.UNREACHABLE,
    OSError: Outcome.UNREACHABLE,
}
"""Looked up by the exception's class, then its bases."""

FAILURES = tuple(_BY_FAILURE)
"""What `except` may catch of a download. Anything else is a bug and must not become an outcome."""

WALLS = frozenset({412, 418, 429, 456, 468, 493, 521})
"""Statuses that only anti-robot systems and firewalls were seen to answer."""

_BY_STATUS: dict[int, Outcome] = {
    202: Outcome.BLOCKED,  # 瑞数 answers so while its script runs
    204: Outcome.WRONG_TYPE,
    205: Outcome.WRONG_TYPE,
    206: Outcome.TRUNCATED,
    304: Outcome.UNCHANGED,
    404: Outcome.NOT_FOUND,
    410: Outcome.NOT_FOUND,
    **dict.fromkeys((401, 403, 405, 406, 407, 451), Outcome.BLOCKED),
    **dict.fromkeys(WALLS, Outcome.BLOCKED),
}

CONTENT = frozenset({Outcome.CAPTURED, Outcome.UNCHANGED})
"""There is something to read."""

_ENDS: dict[Outcome, LookEnd] = {
    Outcome.BLOCKED: LookEnd.BLOCKED,
    Outcome.ROBOTS: LookEnd.ROBOTS,
    Outcome.NEEDS_SCRIPT: LookEnd.NEEDS_SCRIPT,
    Outcome.UNREACHABLE: LookEnd.UNREACHABLE,
    Outcome.NOT_FOUND: LookEnd.UNREADABLE,
    Outcome.SOFT_404: LookEnd.UNREADABLE,
    Outcome.MOVED: LookEnd.UNREADABLE,
    Outcome.WRONG_TYPE: LookEnd.UNREADABLE,
    Outcome.TRUNCATED: LookEnd.UNREADABLE,
    Outcome.TOO_LARGE: LookEnd.UNREADABLE,
    Outcome.REJECTED: LookEnd.UNREADABLE,
}


def outcome_of_failure(error: Exception) -> Outcome:
    """Of one of FAILURES or a subclass, by its nearest listed ancestor."""
    return next(_BY_FAILURE[kind] for kind in type(error).__mro__ if kind in _BY_FAILURE)


def outcome_of_status(status: int) -> Outcome:
    """CAPTURED for every success: whether it is what was asked for, its body says.

    A status that nobody has thought of is *unreachable*: it must never become a statement that
    something is not there.
    """
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 200 <= status < 300:
        return Outcome.CAPTURED
    if 300 <= status < 400:
        return Outcome.MOVED  # and does not say to where
    # 400 and its like say nothing about the page, 5xx is trouble of the server.
    return Outcome.UNREACHABLE


def look_end(outcome: Outcome) -> LookEnd:
    """How a look ends when one of its pages brought no content."""
    return _ENDS[outcome]
