"""Whose holidays were granted, taken and are left, by working type."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from attendance_server.webapi.balances import Amount, Balance, Lot, Taking, settle
from attendance_server.webapi.dates import Span
from attendance_server.webapi.employees import assignment_on, known_employees
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import Employee, HolidayGrant, HolidayType, Schedule, WorkingType

_FULL_DAY, _HALF_DAY = Decimal(1), Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A holiday taken on a day: the whole, half of it, or some hours."""

    code: int
    name: str
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayAccount:
    """One person's holidays of one kind, up to a date."""

    holiday: HolidayType
    granted: Sequence[Lot]
    taken: Sequence[Taking]
    balance: Balance


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayBook:
    """One person's accounts, by the holiday's code."""

    employee: Employee
    accounts: Sequence[HolidayAccount]


def working_type_by_code(code: str) -> WorkingType:
    """Raises WebApiError."""
    found = WorkingType.objects.filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise WebApiError(Reason.UNKNOWN_WORKING_TYPE)
    return found


def holiday_books(working_type: WorkingType, span: Span, *, on: date) -> list[HolidayBook]:
    """The accounts on a date of whoever had the working type then and was there during the span, by code."""
    people = [person for person in known_employees() if _belongs(person, working_type, span, on)]
    granted, taken = _granted(people), _taken(people)
    holidays = list(HolidayType.objects.all())
    books = []
    for person in people:
        accounts = [_account(h, granted[person.pk, h.code], taken[person.pk, h.code], on) for h in holidays]
        books.append(HolidayBook(employee=person, accounts=accounts))
    return books


def leaves_of(schedule: Schedule | None) -> Iterator[Leave]:
    """The holidays of a planned day."""
    if schedule is None:
        return
    if schedule.fulltime_holiday is not None:
        holiday = schedule.fulltime_holiday
        yield Leave(code=holiday.code, name=holiday.name, amount=Amount(days=_FULL_DAY))
    for half in schedule.halfday_holidays:
        yield Leave(code=half["code"], name=half["name"], amount=Amount(days=_HALF_DAY))
    for hours in schedule.hour_holidays:
        yield Leave(code=hours["code"], name=hours["name"], amount=Amount(minutes=hours["minutes"]))


def _belongs(person: Employee, working_type: WorkingType, span: Span, on: date) -> bool:
    is_gone = person.resignation_date is not None and person.resignation_date < span.start
    is_still_to_come = person.hired_date is not None and person.hired_date > span.end
    return assignment_on(person, on).working_type.pk == working_type.pk and not is_gone and not is_still_to_come


def _account(holiday: HolidayType, granted: Sequence[Lot], taken: Sequence[Taking], on: date) -> HolidayAccount:
    return HolidayAccount(holiday=holiday, granted=granted, taken=taken, balance=settle(granted, taken, on=on))


def _granted(people: Sequence[Employee]) -> Mapping[tuple[int, int], list[Lot]]:
    found: defaultdict[tuple[int, int], list[Lot]] = defaultdict(list)
    for row in HolidayGrant.objects.filter(employee__in=people).select_related("holiday"):
        amount = Amount(days=row.days, minutes=row.minutes)
        found[row.employee_id, row.holiday.code].append(Lot(date=row.date, amount=amount, expires_on=row.expires_on))
    return found


def _taken(people: Sequence[Employee]) -> Mapping[tuple[int, int], list[Taking]]:
    found: defaultdict[tuple[int, int], list[Taking]] = defaultdict(list)
    rows = Schedule.objects.filter(employee__in=people).select_related("fulltime_holiday")
    for row in rows.order_by("date"):
        for leave in leaves_of(row):
            found[row.employee_id, leave.code].append(Taking(date=row.date, amount=leave.amount))
    return found
