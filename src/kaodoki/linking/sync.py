"""Fetching from the attendance system: who the employees are over there, and their overtime of the month."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kaodoki.linking.connectors.protocol import (
    ConnectorFault,
    CredentialsRefused,
    MonthlyOvertime,
    Person,
    RestrictedHours,
)
from kaodoki.linking.errors import AttendanceSystemAway, InRestrictedHours, NotConnected, TokenRefused
from kaodoki.linking.models import Connection, EmployeeLink
from kaodoki.linking.queries import connection_of, opened_connector, restricted_until
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.punches.models import OvertimeBalance, Punch, State
from kaodoki.punches.queue import wake_delivery
from kaodoki.punches.services import change_state
from kaodoki.timekeeping.restricted_hours import JAPAN

LONGEST_KEY = 64
FULL_CLOCK = "%H:%M:%S"


def sync_company(company: Company, *, now: datetime) -> None:
    """People and overtime, and what they set free. The caller holds the company's scope.

    Raises `NotConnected`, `InRestrictedHours`, `TokenRefused` or `AttendanceSystemAway`; nothing has changed then but
    the state of a connection whose token is refused.
    """
    connection = connection_of(company)
    if connection is None:
        raise NotConnected
    until = restricted_until(Settings.objects.get(company=company), now)
    if until is not None:
        raise InRestrictedHours(until=until.astimezone(JAPAN).strftime(FULL_CLOCK))
    people, overtime = _fetched(company, connection, month=f"{now.astimezone(JAPAN):%Y-%m}")
    with transaction.atomic():
        _lock(connection)
        map_employees(company, people, now=now)
        if overtime is not None:
            _keep_overtime(company, overtime, month=f"{now.astimezone(JAPAN):%Y-%m}", now=now)
        _take_up_unlinked(now=now)
        Connection.objects.filter(pk=connection.pk).update(last_sync_at=now, state=Connection.State.LINKED)
    wake_delivery(company.id, at=now)


def map_employees(company: Company, people: Iterable[Person], *, now: datetime) -> None:
    """Binds employees to keys: by employee code the first time, and to the same key as long as it exists over there.

    A code may be given to somebody else over there; the key never is (WebAPI reference, 8). Nobody at all over there
    is a token without the right to see people, and changes nothing.
    """
    people = list(people)
    if not people:
        return
    by_code = {
        person.employee_code: person.employee_key for person in people if len(person.employee_key) <= LONGEST_KEY
    }
    known_keys = set(by_code.values())
    bound: dict[UUID, str] = dict(EmployeeLink.objects.values_list("employee_id", "employee_key"))
    EmployeeLink.objects.exclude(employee_key__in=known_keys).delete()
    kept = {employee_id: key for employee_id, key in bound.items() if key in known_keys}
    taken = set(kept.values())
    fresh = [
        EmployeeLink(company=company, employee=employee, employee_key=by_code[employee.employee_code], synced_at=now)
        for employee in Employee.objects.filter(employee_code__in=by_code).exclude(id__in=kept)
        if by_code[employee.employee_code] not in taken
    ]
    EmployeeLink.objects.filter(employee_id__in=kept).update(synced_at=now)
    EmployeeLink.objects.bulk_create(fresh)


def within_deadline(punch: Punch) -> bool:
    """Whether the punch's own time is one that the other side takes for its working day (WebAPI reference, 5.6).

    That is up to 23:59:59 of the day after the working day; how late it is sent does not matter.
    """
    return punch.punched_at < datetime.combine(punch.working_date + timedelta(days=2), time.min, JAPAN)


def _lock(connection: Connection) -> None:
    """One sync writes at a time: the next waits here and then sees the links; so does linking again or unlinking.

    Raises `NotConnected` if meanwhile the company was unlinked or linked elsewhere: the answer is of nobody's now.
    """
    same = Connection.objects.filter(connector=connection.connector, base_url=connection.base_url)
    if same.select_for_update().filter(pk=connection.pk).first() is None:
        raise NotConnected


def _fetched(
    company: Company, connection: Connection, *, month: str
) -> tuple[list[Person], list[MonthlyOvertime] | None]:
    try:
        with opened_connector(company) as connector:
            people = connector.list_people() if connector.capabilities.people else _ourselves()
            overtime = connector.monthly_overtime(month) if connector.capabilities.overtime else None
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
    return people, overtime


def _ourselves() -> list[Person]:
    """A system that cannot list people knows everybody by the code that they have here."""
    codes = Employee.objects.filter(erased_at__isnull=True).values_list("employee_code", flat=True)
    return [Person(employee_code=code, employee_key=code) for code in codes]


def _keep_overtime(company: Company, overtime: Iterable[MonthlyOvertime], *, month: str, now: datetime) -> None:
    """Everybody linked has a figure: the other side leaves out people without anything in the month, who have none."""
    minutes = {entry.employee_key: entry.minutes for entry in overtime}
    balances = [
        OvertimeBalance(company=company, employee_id=employee_id, month=month, minutes=minutes.get(key, 0), as_of=now)
        for employee_id, key in EmployeeLink.objects.values_list("employee_id", "employee_key")
    ]
    OvertimeBalance.objects.bulk_create(
        balances, update_conflicts=True, unique_fields=["employee", "month"], update_fields=["minutes", "as_of"]
    )


def _take_up_unlinked(*, now: datetime) -> None:
    """Punches of people who were not linked go on their way, if the other side takes them."""
    linked = EmployeeLink.objects.values("employee_id")
    waiting = Punch.objects.select_for_update().filter(state=State.NOT_LINKED, employee_id__in=linked)
    for punch in waiting:
        if within_deadline(punch):
            change_state(punch, State.PENDING, at=now, note="the employee is linked now")
