"""The certificates themselves: an authority that lasts two years, and a server's certificate for this machine's addresses."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = "Hokkaido × Hạ Long – local authority"  # what a phone shows in its settings
_AUTHORITY_DAYS = 730
_SERVER_DAYS = (
    180  # iPhones refuse server certificates that are valid for more than 825 days, of public authorities 398
)
_LEAST_DAYS = 14  # a certificate that lasts no longer is made anew


@dataclass(frozen=True, slots=True)
class Files:
    """Where the certificates lie."""

    authority: Path
    certificate: Path
    key: Path


def provide(folder: Path, hosts: Sequence[str]) -> Files:
    """Return certificates for `hosts` (names or addresses); makes in `folder` what is missing, does not fit or ends soon."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder / "authority.crt", folder / "server.crt", folder / "server.key")
    authority, authority_key = _authority(files.authority, folder / "authority.key")
    names = [_name(host) for host in hosts]
    if not files.key.exists() or not _is_good(files.certificate, authority, names):
        _make_server(files, authority, authority_key, names)
    return files


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _authority(certificate: Path, key: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if certificate.exists() and key.exists():
        kept = x509.load_pem_x509_certificate(certificate.read_bytes())
        private = load_pem_private_key(key.read_bytes(), None)
        if isinstance(private, ec.EllipticCurvePrivateKey) and kept.not_valid_after_utc > datetime.now(
            UTC
        ) + timedelta(days=_SERVER_DAYS):
            return kept, private
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        _builder(name, name, private.public_key(), _AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    _write_key(key, private)
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    return made, private


def _is_good(certificate: Path, authority: x509.Certificate, names: list[x509.GeneralName]) -> bool:
    if not certificate.exists():
        return False
    kept = x509.load_pem_x509_certificate(certificate.read_bytes())
    covered = set(kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    lasts = kept.not_valid_after_utc > datetime.now(UTC) + timedelta(days=_LEAST_DAYS)
    own = kept.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    return (
        lasts
        and set(names) <= covered
        and own == x509.SubjectKeyIdentifier.from_public_key(authority.public_key()).digest
    )


def _make_server(
    files: Files,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    names: list[x509.GeneralName],
) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hokkaido × Hạ Long")])
    made = (
        _builder(subject, authority.subject, private.public_key(), _SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    _write_key(files.key, private)
    files.certificate.write_bytes(made.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a phone's clock may be a little behind
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)  # one that was left readable is closed
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
