"""Fetching from the attendance system: people, divisions and overtime, in one call each."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kaodoki.linking.connectors.protocol import (
    Connector,
    ConnectorFault,
    CredentialsRefused,
    DivisionThere,
    Person,
    RestrictedHours,
)
from kaodoki.linking.errors import AttendanceSystemAway, InRestrictedHours, NotConnected, TokenRefused
from kaodoki.linking.models import Connection
from kaodoki.linking.overtime import Overtime, fetch_overtime, keep_overtime, warn
from kaodoki.linking.people import bind_to_own_codes, map_employees
from kaodoki.linking.queries import connection_of, opened_connector, restricted_until
from kaodoki.linking.sites import keep_divisions
from kaodoki.linking.unlinked import take_up_unlinked
from kaodoki.people.models import Company, Settings
from kaodoki.punches.queue import wake_delivery
from kaodoki.timekeeping.restricted_hours import JAPAN

logger = logging.getLogger(__name__)

FULL_CLOCK = "%H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one sync brought. `people` is None of a system that cannot list them: it knows them by the code here."""

    people: list[Person] | None
    divisions: list[DivisionThere]
    overtime: Overtime
    has_deadline: bool


def sync_company(company: Company, *, now: datetime) -> None:
    """People, divisions and overtime, and what they set free. The caller holds the company's scope.

    Raises `NotConnected`, `InRestrictedHours`, `TokenRefused` or `AttendanceSystemAway`; nothing has changed then but
    the state of a connection whose token is refused.
    """
    connection = connection_of(company)
    if connection is None:
        raise NotConnected
    until = restricted_until(Settings.objects.get(company=company), now)
    if until is not None:
        raise InRestrictedHours(until=until.astimezone(JAPAN).strftime(FULL_CLOCK))
    fetched = _fetched(company, connection, now=now)
    with transaction.atomic():
        _lock(connection)
        if fetched.people is None:
            bind_to_own_codes(company, now=now)
        else:
            map_employees(company, fetched.people, now=now)
        keep_divisions(company, fetched.divisions)
        keep_overtime(company, fetched.overtime, now=now)
        warn(company, now=now)
        take_up_unlinked(now=now, has_deadline=fetched.has_deadline)
        Connection.objects.filter(pk=connection.pk).update(last_sync_at=now, state=Connection.State.LINKED)
    wake_delivery(company.id, at=now)


def _lock(connection: Connection) -> None:
    """One sync writes at a time: the next waits here and then sees the links; so does linking again or unlinking.

    Raises `NotConnected` if meanwhile the company was unlinked or linked elsewhere: the answer is of nobody's now.
    """
    same = Connection.objects.filter(connector=connection.connector, base_url=connection.base_url)
    if same.select_for_update().filter(pk=connection.pk).first() is None:
        raise NotConnected


def _fetched(company: Company, connection: Connection, *, now: datetime) -> Fetched:
    try:
        with opened_connector(company) as connector:
            can = connector.capabilities
            return Fetched(
                people=connector.list_people() if can.people else None,
                divisions=_divisions(connector) if can.divisions else [],
                overtime=_overtime(connector, now=now) if can.overtime else {},
                has_deadline=can.has_deadline,
            )
    except CredentialsRefused as fault:
        same = Connection.objects.filter(pk=connection.pk, sealed_token=connection.sealed_token)
        same.update(state=Connection.State.CREDENTIALS_REFUSED)
        raise TokenRefused from fault
    except RestrictedHours as fault:
        raise InRestrictedHours(
            until=f"{fault.until.astimezone(JAPAN):{FULL_CLOCK}}" if fault.until else "?"
        ) from fault
    except ConnectorFault as fault:
        raise AttendanceSystemAway from fault


def _overtime(connector: Connector, *, now: datetime) -> Overtime:
    """None where the token is good but may not read months: punches go on, the last known figures stay."""
    try:
        return fetch_overtime(connector, now=now)
    except CredentialsRefused:
        connector.check()
        logger.warning("the token may not read monthly overtime")
        return {}


def _divisions(connector: Connector) -> list[DivisionThere]:
    """None where the token may not read them, a permission of its own: people and overtime do without."""
    try:
        return connector.list_divisions()
    except CredentialsRefused:
        logger.info("the token may not read divisions")
        return []
