"""The token of an existing connection: reissued, revoked when nobody needs it. Callers hold the company's scope."""

import logging

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.linking.connectors.protocol import Ambiguous, ConnectorFault, CredentialsRefused
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.linking.errors import (
    AttendanceSystemAway,
    NotConnected,
    TokenLost,
    TokenRefused,
    TokenReissueUnsupported,
)
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import TOKEN_PARTS, allowed_for
from kaodoki.people.keys import cipher
from kaodoki.people.models import Company
from kaodoki.punches.queue import wake_delivery

logger = logging.getLogger(__name__)


def sealed(company: Company, access_token: str) -> dict[str, object]:
    """The columns that keep the token."""
    key = cipher(company)
    return {"key_version": key.key_version, "sealed_token": key.seal(access_token.encode(), parts=TOKEN_PARTS)}


def token_of(company: Company, connection: Connection) -> str:
    """The token itself, to be used at once and kept nowhere."""
    key = cipher(company, key_version=connection.key_version)
    return key.unseal(bytes(connection.sealed_token), parts=TOKEN_PARTS).decode()


def reissue_token(company: Company, *, by: str) -> None:
    """The attendance system revokes the token and gives another, which is kept at once. Works at any hour.

    Raises `NotConnected`, `TokenReissueUnsupported`, `AttendanceSystemAway` (nothing has changed), `TokenRefused`, or
    `TokenLost`: the old one is revoked and nobody has the new one. After these two the company links again.
    """
    with transaction.atomic():
        failure = _reissue(company, by=by)
    if failure is not None:
        raise failure
    wake_delivery(company.id, at=clock.now())


def try_revoking(company: Company, connection: Connection, access_token: str) -> bool:
    """Whether the other side revoked the token. It cannot always be asked, and an administrator can do it there."""
    revoke = CONNECTORS[connection.connector].revoke_token
    if revoke is None:
        return False
    try:
        revoke(connection.base_url, access_token, allowed_for(company))
    except ConnectorFault as fault:
        logger.warning("a token was not revoked: %s", fault.__class__.__name__)
        return False
    return True


def _reissue(company: Company, *, by: str) -> TokenRefused | TokenLost | None:
    """What makes the connection useless; it is written down then, and raised only when that is committed."""
    # The lock makes a drain that is refused with the old token wait, and then see that the connection has another one.
    connection = Connection.objects.select_for_update().filter(company=company).first()
    if connection is None:
        raise NotConnected
    reissue = CONNECTORS[connection.connector].reissue_token
    if reissue is None:
        raise TokenReissueUnsupported
    former = token_of(company, connection)
    try:
        renewed = reissue(connection.base_url, former, allowed_for(company))
    except CredentialsRefused:
        return _useless(company, connection, TokenRefused(), by=by)
    except Ambiguous as fault:
        found = _after_silence(company, connection, former)
        if isinstance(found, TokenLost):
            return _useless(company, connection, found, by=by)
        raise found from fault
    except ConnectorFault as fault:
        raise AttendanceSystemAway from fault
    columns = {**sealed(company, renewed), "state": Connection.State.LINKED, "retry_after": None, "failures": 0}
    Connection.objects.filter(pk=connection.pk).update(**columns)
    record_event(company.id, "token_reissued", subject=connection.connector, by=by)
    return None


def _useless(
    company: Company, connection: Connection, failure: TokenRefused | TokenLost, *, by: str
) -> TokenRefused | TokenLost:
    Connection.objects.filter(pk=connection.pk).update(state=Connection.State.CREDENTIALS_REFUSED)
    record_event(company.id, "token_reissue_failed", by=by, reason=failure.code)
    return failure


def _after_silence(company: Company, connection: Connection, former: str) -> AttendanceSystemAway | TokenLost:
    """Whether the old token still works tells what became of the request."""
    opened = CONNECTORS[connection.connector].open(connection.base_url, former, allowed_for(company))
    try:
        opened.check()
    except CredentialsRefused:
        return TokenLost()
    except ConnectorFault:
        return AttendanceSystemAway()  # if it was lost, the next delivery is refused and says so
    finally:
        opened.close()
    return AttendanceSystemAway()
