"""Time stamps of RFC 3161: what is asked, and what an answer must be to count.

Home of rfc3161-client (extra `seal`): only loaded where a stamp is asked for or looked at.
"""

import ssl
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from model.errors import SettingsError
from model.text import Text

Certificates = tuple[x509.Certificate, ...]


class BadStampError(ValueError):
    """An answer that is no stamp of what was asked; its message says why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """That an authority saw a seal at a moment."""

    at: datetime
    """UTC, by the clock of the authority."""
    by: str
    """Subject of the certificate that signed it: `CN=…,O=…`."""


def ask_for(data: bytes) -> TimeStampRequest:
    """For a stamp on the SHA-256 of `data`, with a nonce, and the signer's certificate in it."""
    return TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()


def checked(answer: bytes, data: bytes, roots: Certificates, *, nonce: int | None = None) -> Stamp:
    """The stamp in `answer`, which is on `data` and signed by somebody whom `roots` vouch for.

    `nonce` is that of the request, where it is known. Raises BadStampError.
    """
    try:
        response = decode_timestamp_response(answer)
        if response.status != PKIStatus.GRANTED:
            told = " ".join([str(response.status), *response.status_string])
            raise BadStampError(f"it refused: {told}")
        VerifierBuilder(roots=list(roots), nonce=nonce).build().verify_message(response, data)
        return _stamp(response)
    except (ValueError, VerificationError) as error:
        raise BadStampError(str(error)) from error


def moment_of(answer: bytes) -> datetime | None:
    """What an answer claims, unchecked; None when it cannot be read."""
    try:
        return decode_timestamp_response(answer).tst_info.gen_time
    except ValueError:
        return None


def trusted(roots: Path | None) -> Certificates:
    """The certificates of a PEM file, or those that the system trusts. Raises SettingsError."""
    if roots is None:
        return _of_the_system()
    try:
        return tuple(x509.load_pem_x509_certificates(roots.read_bytes()))
    except (OSError, ValueError) as error:
        raise SettingsError(
            str(roots),
            Text("不是可读的 PEM 证书文件", "is no readable PEM file of certificates"),
            Text(
                "把时间戳机构的根证书（PEM）存于此处，或改 [seal] tsa_roots",
                "put the authority's root certificates (PEM) there, or mend [seal] tsa_roots",
            ),
        ) from error


def _of_the_system() -> Certificates:
    found = ssl.create_default_context().get_ca_certs(binary_form=True)
    with warnings.catch_warnings():
        # Some old roots bear serial numbers that the standard forbids: theirs to mend.
        warnings.simplefilter("ignore")
        return tuple(x509.load_der_x509_certificate(one) for one in found)


def _stamp(response: TimeStampResponse) -> Stamp:
    (signer,) = response.signed_data.signer_infos
    names = [
        certificate.subject.rfc4514_string()
        for certificate in map(x509.load_der_x509_certificate, response.signed_data.certificates)
        if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number)
    ]
    return Stamp(at=response.tst_info.gen_time, by=names[0])
