"""Issue, look up, renew and revoke access tokens.

A token has no expiry; it is renewed or revoked explicitly, as over there.
"""

import hashlib
import ipaddress
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from attendance_server.linkage.models import AccessToken

ALL_PERMISSIONS = "*"
ANY_ADDRESS = ("0.0.0.0/0", "::/0")
_FIND = """
SELECT id, digest, purpose, permissions, addresses, issued_at FROM linkage_accesstoken WHERE digest = %s
"""


def issue_token(*, token: str, purpose: str, now: datetime) -> AccessToken:
    """Make exactly this token valid, with every permission and from any address. Asking twice is no error."""
    defaults = {
        "purpose": purpose,
        "permissions": [ALL_PERMISSIONS],
        "addresses": list(ANY_ADDRESS),
        "issued_at": now,
    }
    found, _ = AccessToken.objects.get_or_create(digest=_digest(token), defaults=defaults)
    return found


def create_token(*, purpose: str, permissions: Sequence[str], addresses: Sequence[str], now: datetime) -> str:
    """A new token of these settings; it is known only to the caller and cannot be shown again."""
    token = secrets.token_hex(16)
    AccessToken.objects.create(
        digest=_digest(token),
        purpose=purpose,
        permissions=list(permissions),
        addresses=list(addresses),
        issued_at=now,
    )
    return token


def list_tokens() -> list[AccessToken]:
    """Every valid token, the oldest first."""
    return list(AccessToken.objects.all())


def find_token(token: str) -> AccessToken | None:
    """By a statement of its own: every request asks, and the mapper would take more time than the database."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [_digest(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    number, digest, purpose, permissions, addresses, issued_at = row
    return AccessToken(
        id=number,
        digest=digest,
        purpose=purpose,
        permissions=json.loads(permissions),
        addresses=json.loads(addresses),
        issued_at=issued_at,
    )


def reissue_token(token: str, *, now: datetime) -> str | None:
    """Revoke `token` and return a new one with the same settings, or None if it was not valid."""
    renewed = secrets.token_hex(16)
    with transaction.atomic():
        changed = AccessToken.objects.filter(digest=_digest(token)).update(digest=_digest(renewed), issued_at=now)
    return renewed if changed else None


def reissue_by_id(token_id: int, *, now: datetime) -> str | None:
    """As `reissue_token`, for whoever does not hold the token."""
    renewed = secrets.token_hex(16)
    changed = AccessToken.objects.filter(pk=token_id).update(digest=_digest(renewed), issued_at=now)
    return renewed if changed else None


def revoke_by_id(token_id: int) -> bool:
    """As `revoke_token`, for whoever does not hold the token."""
    deleted, _ = AccessToken.objects.filter(pk=token_id).delete()
    return deleted > 0


def revoke_token(token: str) -> bool:
    """Whether there was such a token to revoke."""
    deleted, _ = AccessToken.objects.filter(digest=_digest(token)).delete()
    return deleted > 0


def is_address_permitted(token: AccessToken, address: str) -> bool:
    """Whether a caller at `address` may use the token. A token without any address is of no use, as over there."""
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(network) for network in token.addresses)


def is_permitted(token: AccessToken, permission: str) -> bool:
    """Whether the token has `permission`, such as "employees:read"."""
    return ALL_PERMISSIONS in token.permissions or permission in token.permissions


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
