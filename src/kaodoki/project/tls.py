"""A certificate of our own for the local network: browsers open cameras only over TLS or on this very machine."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 397  # the longest that current browsers accept
RENEW_BEFORE_DAYS = 30
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Files in PEM; `authority` is what a tablet installs, None where the operator brought a certificate."""

    certificate: Path
    key: Path
    authority: Path | None


def is_loopback(host: str) -> bool:
    return host in LOOPBACK_NAMES or host.startswith("127.")


def is_everywhere(host: str) -> bool:
    """Whether that means all addresses of this machine."""
    return host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound


def address_for_tablets(host: str) -> str | None:
    """The name or address by which the network reaches what listens on `host`; None: it does not."""
    if is_loopback(host):
        return None
    return next(iter(_own_addresses()), None) if is_everywhere(host) else host


def is_due(folder: Path, host: str) -> bool:
    """Whether the certificate ends soon, or does not name an address that this machine has got since."""
    authority = folder / "ca.pem"
    if not authority.exists():
        return True
    return not _is_good(folder / "server.pem", x509.load_pem_x509_certificate(authority.read_bytes()), _names(host))


def self_signed_certificate(folder: Path, host: str) -> Certificate:
    """The certificate for `host` and this machine's names, signed by an authority made once; renewed when due."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = Certificate(certificate=folder / "server.pem", key=folder / "server-key.pem", authority=folder / "ca.pem")
    authority, authority_key = _authority(folder / "ca.pem", folder / "ca-key.pem")
    names = _names(host)
    if not _is_good(files.certificate, authority, names):
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _sign_server(key, names, authority, authority_key)
        _write(files.key, _pem_of_key(key))
        _write(files.certificate, _pem(certificate) + _pem(authority))
    return files


def _authority(file: Path, key_file: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if file.exists() and key_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(file.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Kaodoki on {socket.gethostname()}"[:64])])
    builder = _builder(name, name, key, days=AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(signs_certificates=True), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    _write(key_file, _pem_of_key(key))
    _write(file, _pem(certificate))
    return certificate, key


def _sign_server(
    key: ec.EllipticCurvePrivateKey,
    names: tuple[str, ...],
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    builder = _builder(subject, authority.subject, key, days=CERTIFICATE_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(signs_certificates=False), critical=True)
    # Strict clients (RFC 5280, section 4.2.1) want to be told whose signature it is.
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(
        x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False
    )
    return builder.sign(authority_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(tz=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a tablet's clock may be behind
        .not_valid_after(now + timedelta(days=days - 1))
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _names(host: str) -> tuple[str, ...]:
    """What a tablet may type: the host, or every name and address of this machine where `host` means all of them."""
    name = socket.gethostname()
    local = () if "." in name else (f"{name}.local",)  # as mDNS announces it
    first = (name, *local, *_own_addresses()) if is_everywhere(host) else (host,)
    return tuple(dict.fromkeys((*first, *LOOPBACK_NAMES)))


def _own_addresses() -> tuple[str, ...]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent, the kernel only picks a route
        except OSError:
            return ()
        return (str(probe.getsockname()[0]),)


def _is_good(file: Path, authority: x509.Certificate, names: tuple[str, ...]) -> bool:
    if not file.exists():
        return False
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = certificate.not_valid_after_utc - datetime.now(tz=UTC) > timedelta(days=RENEW_BEFORE_DAYS)
    return lasts and certificate.issuer == authority.subject and set(map(_general_name, names)) <= set(found)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes) -> None:
    unfinished = file.with_name(f".{file.name}.new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(content)
    unfinished.replace(file)
