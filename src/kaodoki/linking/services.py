"""Linking a company to its attendance system, and undoing it. Callers hold the company's scope."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.errors import InvalidInput
from kaodoki.linking.connectors.protocol import Allowed, ConnectorFault, CredentialsRefused, Rejected
from kaodoki.linking.connectors.registry import CONNECTORS
from kaodoki.linking.errors import (
    AttendanceSystemAway,
    ConnectionRefusedAddress,
    ConnectorUnknown,
    NotConnected,
    TokenRefused,
)
from kaodoki.linking.history import LINKED, Way
from kaodoki.linking.models import Connection
from kaodoki.linking.people import forget_people
from kaodoki.linking.queries import allowed_for
from kaodoki.linking.token_keeping import sealed, token_of, try_revoking
from kaodoki.people.models import Company
from kaodoki.punches.queue import wake_delivery

# Named rather than imported: `tasks` imports this module.
SYNC_TASK = "kaodoki.linking.sync"
LONGEST_TOKEN = 500


def set_connection(
    company: Company, *, connector: str, base_url: str, access_token: str, by: str, way: Way = Way.TOKEN
) -> Connection:
    """Links, or links again, after the other side accepted the token; wakes delivery and sync.

    Raises `ConnectorUnknown`, `ConnectionRefusedAddress`, `ConnectionRefusedFolder`, `InvalidInput`, `TokenRefused` or
    `AttendanceSystemAway`, and then nothing has changed.
    """
    address = try_connection(company, connector=connector, base_url=base_url, access_token=access_token)
    with transaction.atomic():
        connection = _save(company, connector, address, access_token)
        record_event(company.id, LINKED, subject=connector, by=by, base_url=address, way=way)
    wake_sync(company)
    wake_delivery(company.id, at=clock.now())
    return connection


def try_connection(company: Company, *, connector: str, base_url: str, access_token: str) -> str:
    """The address as it is kept, if the other side accepts the token; at any hour. Raises as `set_connection`."""
    if connector not in CONNECTORS:
        raise ConnectorUnknown(connector=connector, known=", ".join(sorted(CONNECTORS)))
    allowed = allowed_for(company)
    if access_token or CONNECTORS[connector].needs_secret:
        _require_plain_token(access_token)
    address = CONNECTORS[connector].check(base_url, access_token, allowed)
    _try_credentials(connector, address, access_token, allowed)
    return address


def remove_connection(company: Company, *, by: str, revoke_token: bool = False) -> bool:
    """Ends the link. Punches on their way stay, and go on if the company is linked again.

    Whether the token was revoked over there too, where that was asked for.
    """
    with transaction.atomic():
        # A token that is being reissued is waited for: it is the new one that must be revoked.
        connection = Connection.objects.select_for_update().filter(company=company).first()
        if connection is None:
            raise NotConnected
        token = token_of(company, connection)
        Connection.objects.filter(pk=connection.pk).delete()
        forget_people(company)
        record_event(company.id, "connection_removed", subject=connection.connector, by=by)
    if not revoke_token:
        return False
    is_revoked = try_revoking(company, connection, token)
    record_event(
        company.id, "token_revoked" if is_revoked else "token_not_revoked", subject=connection.connector, by=by
    )
    return is_revoked


def wake_sync(company: Company) -> None:
    """A job that fetches people and overtime as soon as a worker is free; one that waits already is enough."""
    try:
        with transaction.atomic():
            app.configure_task(SYNC_TASK, queueing_lock=f"sync-{company.id}").defer(company_id=str(company.id))
    except AlreadyEnqueued:
        return


def _require_plain_token(access_token: str) -> None:
    plain = access_token.isascii() and access_token.isprintable() and " " not in access_token
    if not access_token or not plain or len(access_token) > LONGEST_TOKEN:
        raise InvalidInput(
            reason="アクセストークンの形式が正しくありません / the access token is not in the right form"
        )


def _try_credentials(connector: str, base_url: str, access_token: str, allowed: Allowed) -> None:
    opened = CONNECTORS[connector].open(base_url, access_token, allowed)
    try:
        opened.check()
    except CredentialsRefused as fault:
        raise TokenRefused from fault
    except Rejected as fault:
        raise ConnectionRefusedAddress(reason="WebAPIがありません / there is no WebAPI at it") from fault
    except ConnectorFault as fault:
        raise AttendanceSystemAway from fault
    finally:
        opened.close()


def _save(company: Company, connector: str, base_url: str, access_token: str) -> Connection:
    former = Connection.objects.select_for_update().filter(company=company).first()
    if former is not None and (former.connector, former.base_url) != (connector, base_url):
        # Keys of another system mean other people, or nobody.
        forget_people(company)
    values = {
        "connector": connector,
        "base_url": base_url,
        **sealed(company, access_token),
        "state": Connection.State.LINKED,
        "retry_after": None,
        "failures": 0,
    }
    connection: Connection
    connection, _ = Connection.objects.update_or_create(
        company=company, defaults=values, create_defaults={**values, "created_at": clock.now()}
    )
    return connection
