"""What a person compares or types while setting up: the one-time code, and the fingerprint of a certificate."""

import base64
import hashlib
import hmac
import ssl

_PURPOSE = b"kaodoki: the first administrator"
_CODE_LENGTH = 20  # of base 32: 100 bits
_GROUP = 5


def set_up_code(secret_key: str) -> str:
    """Who knows it may make the first administrator. The same for all parts of an installation, and kept nowhere."""
    digest = hmac.new(secret_key.encode(), _PURPOSE, hashlib.sha256).digest()
    plain = base64.b32encode(digest).decode()[:_CODE_LENGTH]
    return "-".join(plain[start : start + _GROUP] for start in range(0, _CODE_LENGTH, _GROUP))


def is_set_up_code(typed: str, secret_key: str) -> bool:
    """Whatever the case, and with or without its hyphens."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return hmac.compare_digest(plain.encode(), set_up_code(secret_key).replace("-", "").encode())


def certificate_fingerprint(pem: str) -> str:
    """SHA-256 of the first certificate, as browsers and tablets show it: `AB:CD:…`."""
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    return ":".join(digest[start : start + 2] for start in range(0, len(digest), 2))
