"""The connector to a receiver of webhooks: each punch is one signed message, and `webhook-id` is the punch."""

import uuid
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from kaodoki.errors import KaodokiError
from kaodoki.linking.addresses import checked_address
from kaodoki.linking.connectors.protocol import (
    Allowed,
    Ambiguous,
    Capabilities,
    ConnectorType,
    DivisionThere,
    MonthlyOvertime,
    OutgoingPunch,
    Person,
    Receipt,
    Unavailable,
)
from kaodoki.linking.connectors.webhook.client import Client, NoAnswer, NotSent
from kaodoki.linking.connectors.webhook.messages import check_body, punch_body, require_taken
from kaodoki.linking.connectors.webhook.signing import parse_secret, signed_headers


class Webhook:
    """Implements `Connector`. The receiver cannot be asked what it has: it drops a `webhook-id` it has had already."""

    capabilities = Capabilities(people=False, read_back=False, overtime=False, drops_repeats=True)

    def __init__(self, *, url: str, secret: str, allowed_hosts: Collection[str], client: Client | None = None) -> None:
        self._url = url
        self._secret = secret
        self._allowed_hosts = allowed_hosts
        self._client = client or Client()
        self._is_allowed = False

    def check(self) -> None:
        """A signed message without a punch, which a receiver answers as it answers any other."""
        self._send(f"check_{uuid.uuid4()}", check_body(datetime.now(tz=UTC)))

    def list_people(self) -> list[Person]:
        """Nobody: a receiver is not asked."""
        return []

    def list_divisions(self) -> list[DivisionThere]:
        """None: a receiver is not asked."""
        return []

    def deliver(self, punch: OutgoingPunch) -> Receipt:
        """One message, once."""
        self._send(str(punch.punch_id), punch_body(punch))
        return Receipt(punch_id=punch.punch_id)

    def find_many(self, punches: Sequence[OutgoingPunch]) -> dict[uuid.UUID, Receipt]:  # noqa: ARG002 - the protocol's
        """Nothing: a receiver is not asked."""
        return {}

    def monthly_overtime(self, month: str) -> list[MonthlyOvertime]:  # noqa: ARG002 - the protocol's
        """None: a receiver is not asked."""
        return []

    def close(self) -> None:
        self._client.close()

    def _send(self, message_id: str, body: bytes) -> None:
        try:
            self._require_allowed()
            key = parse_secret(self._secret)
        except KaodokiError as error:
            raise Unavailable from error
        headers = signed_headers(key, message_id=message_id, at=datetime.now(tz=UTC), body=body)
        try:
            status, retry_after_s = self._client.post(self._url, body, headers)
        except NotSent:
            raise Unavailable from None
        except NoAnswer:
            raise Ambiguous from None
        require_taken(status, retry_after_s)

    def _require_allowed(self) -> None:
        """Again with each opening: the name may lead elsewhere since. In between, the certificate vouches for it."""
        if not self._is_allowed:
            checked_address(self._url, allowed_hosts=self._allowed_hosts)
            self._is_allowed = True


def _checked(base_url: str, access_token: str, allowed: Allowed) -> str:
    parse_secret(access_token)
    return checked_address(base_url, allowed_hosts=allowed.hosts)


def _opened(base_url: str, access_token: str, allowed: Allowed) -> Webhook:
    return Webhook(url=base_url, secret=access_token, allowed_hosts=allowed.hosts)


CONNECTOR = ConnectorType(check=_checked, open=_opened)
