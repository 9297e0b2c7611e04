"""Opening what a kiosk sealed while it was alone: ephemeral ECDH on P-256, HKDF-SHA256, AES-256-GCM. Pure.

The format is in docs/reference/sealed-attempts.md; the page's half is `web/static/kiosk/offline/seal.js`.
"""

import uuid
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kaodoki.terminals.errors import SealedAttemptUnreadable

VERSION = "kaodoki sealed attempt 1"
POINT_BYTES = 65
NONCE_BYTES = 12
SCALAR_BYTES = 32
_CURVE = ec.SECP256R1()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A fresh pair: the public point, uncompressed (65 bytes), and the private number (32 bytes, big-endian)."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBox:
    """What arrived: the sender's ephemeral point, the nonce, and ciphertext with tag."""

    ephemeral: bytes
    nonce: bytes
    ciphertext: bytes = field(repr=False)


def new_pair() -> KeyPair:
    """A key pair of the company's next sealing key."""
    key = ec.generate_private_key(_CURVE)
    number = key.private_numbers().private_value.to_bytes(SCALAR_BYTES, "big")
    return KeyPair(public=_point(key.public_key()), private=number)


def bound_to(terminal_id: uuid.UUID, sequence: int, key_id: uuid.UUID) -> bytes:
    """The associated data: a sealed attempt opens at its own terminal's place in the order only."""
    return f"{VERSION}\n{terminal_id}\n{sequence}\n{key_id}".encode()


def open_box(private: bytes, box: SealedBox, *, associated: bytes) -> bytes:
    """The plaintext; raises `SealedAttemptUnreadable` for bytes, key or associated data that differ."""
    key = ec.derive_private_key(int.from_bytes(private, "big"), _CURVE)
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, box.ephemeral)
        secret = key.exchange(ec.ECDH(), sender)
        derived = _derive(secret, box.ephemeral + _point(key.public_key()))
        return AESGCM(derived).decrypt(box.nonce, box.ciphertext, associated)
    except (InvalidTag, ValueError) as error:
        raise SealedAttemptUnreadable from error


def seal_box(public: bytes, plaintext: bytes, *, nonce: bytes, associated: bytes) -> SealedBox:
    """As the page seals it: the reference of the format, and what tests send."""
    once = ec.generate_private_key(_CURVE)
    secret = once.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public))
    ephemeral = _point(once.public_key())
    derived = _derive(secret, ephemeral + public)
    return SealedBox(ephemeral=ephemeral, nonce=nonce, ciphertext=AESGCM(derived).encrypt(nonce, plaintext, associated))


def _derive(secret: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=VERSION.encode()).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
