"""AES-256-GCM with a random nonce; the context (company, row, pack, key version) is authenticated with the bytes."""

import hashlib
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kaodoki.errors import KaodokiError

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBroken(KaodokiError):
    code = "seal_broken"
    ja = "暗号化されたデータを開けません。暗号鍵(KAODOKI_TEMPLATE_KEY)を確認してください。"
    en = "An encrypted value cannot be opened. Check that KAODOKI_TEMPLATE_KEY is the key this data was written with."


def new_key() -> bytes:
    """A fresh random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def context(parts: Iterable[object]) -> bytes:
    """Associated data from parts in order; length-prefixed, so that no two lists of parts give the same bytes."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def seal(key: bytes, plaintext: bytes, *, bound_to: bytes) -> bytes:
    """nonce ‖ ciphertext ‖ tag. `bound_to` must be given again, unchanged, to open it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to)


def unseal(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """The plaintext, or `SealBroken` when key, bytes or context differ from when it was sealed."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def secret_hash(secret: str) -> str:
    """SHA-256 in hex: enough for secrets of 128 random bits or more, which cannot be guessed from their hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
