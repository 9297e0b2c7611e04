"""The signature of Standard Webhooks 1.0.0 (symmetric, v1), which receivers verify with a library of theirs. Pure."""

import base64
import binascii
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook as Signer

from kaodoki.errors import InvalidInput

SECRET_PREFIX = "whsec_"  # noqa: S105 - a prefix, no secret
# Specification, signature scheme: 192 to 512 bits.
SECRET_BYTES = range(24, 65)


def parse_secret(text: str) -> bytes:
    """The key in `whsec_…`; raises `InvalidInput` for anything else."""
    try:
        key = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(SECRET_PREFIX) or len(key) not in SECRET_BYTES:
        reason = (
            "署名シークレットは whsec_ と24〜64バイトのBase64です / the secret is whsec_ and 24 to 64 bytes in base64"
        )
        raise InvalidInput(reason=reason)
    return key


def signed_headers(key: bytes, *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers for `body`, which is UTF-8. `at` is the time of the attempt, and not the event's."""
    # In UTC: the library takes the hours and minutes of any other zone for those of UTC.
    signature = Signer(key).sign(msg_id=message_id, timestamp=at.astimezone(UTC), data=body.decode())
    return {"webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
