"""The connector to KING OF TIME 勤怠管理, or to any server that speaks its WebAPI v1.0."""

import uuid
from collections.abc import Callable, Sequence
from urllib.parse import quote

from kaodoki.linking.addresses import checked_address
from kaodoki.linking.connectors.king_of_time import answers, masters, overtime, timerecords, tokens
from kaodoki.linking.connectors.king_of_time.client import Client, NoAnswer, NotSent
from kaodoki.linking.connectors.protocol import (
    Allowed,
    Ambiguous,
    Capabilities,
    ConnectorType,
    CredentialsRefused,
    DivisionThere,
    MonthlyOvertime,
    OutgoingPunch,
    Person,
    Receipt,
    Unavailable,
)

# WebAPI reference, 3 (rate limits): in the last five minutes, per token.
PUNCHES_PER_FIVE_MINUTES = 2000
READS_PER_FIVE_MINUTES = 500
# Enough to keep a server busy that takes some 100 ms for a punch; the rate limit is reached in less than a minute.
LANES = 8


class KingOfTime:
    """Implements `Connector`. Every fault it raises is a `ConnectorFault`, free of addresses and tokens."""

    capabilities = Capabilities(
        people=True,
        divisions=True,
        read_back=True,
        overtime=True,
        punches_per_five_minutes=PUNCHES_PER_FIVE_MINUTES,
        lanes=LANES,
        has_deadline=True,
    )

    def __init__(self, *, base_url: str, access_token: str, before_read: Callable[[], None] = lambda: None) -> None:
        self._access_token = access_token
        self._before_read = before_read
        self._client = Client(base_url=base_url, access_token=access_token)

    def check(self) -> None:
        """The token endpoints answer at any hour, restricted ones included."""
        result = self._read(f"/tokens/{quote(self._access_token, safe='')}/available")
        if not isinstance(result, dict) or result.get("available") is not True:
            raise CredentialsRefused

    def list_people(self) -> list[Person]:
        """Everybody, those who have resigned included, in one call."""
        people = self._read("/employees", includeResigner="true", additionalFields="resignationDate")
        return [person for item in _objects(people) if (person := masters.person(item)) is not None]

    def list_divisions(self) -> list[DivisionThere]:
        """All divisions with their day border, in one call."""
        divisions = _objects(self._read("/divisions"))
        return [division for item in divisions if (division := masters.division(item)) is not None]

    def deliver(self, punch: OutgoingPunch) -> Receipt:
        """One POST. What left and was not answered clearly is `Ambiguous`."""
        path = f"/daily-workings/timerecord/{quote(punch.employee_key, safe='')}"
        try:
            answer = self._client.post(path, timerecords.body_of(punch))
        except NotSent:
            raise Unavailable from None
        except NoAnswer:
            raise Ambiguous from None
        answers.delivery_result(answer)
        return Receipt(punch_id=punch.punch_id)

    def find_many(self, punches: Sequence[OutgoingPunch]) -> dict[uuid.UUID, Receipt]:
        """One GET for as many people and days as the WebAPI lets one ask for."""
        receipts: dict[uuid.UUID, Receipt] = {}
        for group in timerecords.chunks(punches):
            days = self._read(
                "/daily-workings/timerecord",
                employeeKeys=",".join(sorted({punch.employee_key for punch in group})),
                start=group[0].working_date.isoformat(),
                end=group[-1].working_date.isoformat(),
            )
            receipts |= timerecords.found_among(group, timerecords.parse_records(days))
        return receipts

    def monthly_overtime(self, month: str) -> list[MonthlyOvertime]:
        """Overtime of everybody in one call. The month is the other side's: it ends on its closing day."""
        people = _objects(self._read(f"/monthly-workings/{month}"))
        return [overtime.monthly_overtime(item) for item in people if item.get("employeeKey")]

    def close(self) -> None:
        self._client.close()

    def _read(self, path: str, **query: str) -> object:
        self._before_read()
        try:
            answer = self._client.get(path, **query)
        except (NotSent, NoAnswer):
            raise Unavailable from None
        return answers.read_result(answer)


def _objects(value: object) -> list[dict[str, object]]:
    """The objects of a list; anything but a list is no answer to our question."""
    if not isinstance(value, list):
        raise Unavailable
    return [item for item in value if isinstance(item, dict)]


def _checked(base_url: str, _access_token: str, allowed: Allowed) -> str:
    return checked_address(base_url, allowed_hosts=allowed.hosts).rstrip("/")


def _opened(base_url: str, access_token: str, allowed: Allowed) -> KingOfTime:
    return KingOfTime(base_url=base_url, access_token=access_token, before_read=allowed.before_read)


CONNECTOR = ConnectorType(
    check=_checked,
    open=_opened,
    reads_per_five_minutes=READS_PER_FIVE_MINUTES,
    reissue_token=tokens.reissue_token,
    revoke_token=tokens.revoke_token,
)
