"""An authority of our own and the certificates it gives, good and bad."""

import ssl
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass(frozen=True)
class Authority:
    folder: Path
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def path(self) -> Path:
        """For SSL_CERT_FILE."""
        return self.folder / "authority.pem"

    @classmethod
    def founded(cls, folder: Path) -> "Authority":
        key = rsa.generate_private_key(65537, 2048)
        builder = _builder(_name("清禾市测试根证书"), _name("清禾市测试根证书"), key)
        authority = x509.BasicConstraints(ca=True, path_length=None)
        certificate = builder.add_extension(authority, critical=True).sign(key, hashes.SHA256())
        made = cls(folder, key, certificate)
        made.path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return made

    def server(
        self,
        *,
        address: str = "127.0.0.1",
        expired: bool = False,
        self_signed: bool = False,
        old: bool = False,
    ) -> ssl.SSLContext:
        """A server's side of TLS; `old` speaks TLS 1.0 only."""
        key = rsa.generate_private_key(65537, 2048)
        subject = _name(address)
        issuer, signer = (subject, key) if self_signed else (self.certificate.subject, self.key)
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        builder = _builder(subject, issuer, key, expired=expired)
        signed = builder.add_extension(names, critical=False).sign(signer, hashes.SHA256())
        path = self.folder / f"{signed.serial_number}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        return _context(path, old=old)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, *, expired: bool = False
) -> x509.CertificateBuilder:
    now = datetime.now(tz=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=-1 if expired else 400))
    )


def _context(path: Path, *, old: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    if old:
        # Security level 0 is the only one at which OpenSSL 3 signs as TLS 1.0 wants it.
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
    return context
