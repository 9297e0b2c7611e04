"""Close a division's month (締め): its days keep the totals they had. Punches still arrive and change nothing.

Error days are left out of a closing, as over there: they stay open until somebody has put them right.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction

from attendance_server.webapi.closed_days import frozen
from attendance_server.webapi.dates import each_day, today
from attendance_server.webapi.employees import assignment_on, is_employed, known_employees
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import ClosedDay, Division, MonthClosing
from attendance_server.webapi.months import pay_period, widest_period
from attendance_server.webapi.totals import Choice, reckoned_days
from attendance_server.work_rules import DayTotals


@transaction.atomic
def close_month(division: Division, month: date, *, by: str, now: datetime) -> MonthClosing:
    """Close the pay periods of `month` (its first day) for the days on which people belonged to the division.

    Raises WebApiError MONTH_NOT_OVER or MONTH_CLOSED.
    """
    if widest_period(month).end >= today(now):
        raise WebApiError(Reason.MONTH_NOT_OVER)
    try:
        with transaction.atomic():
            closing = MonthClosing.objects.create(division=division, month=month, closed_at=now, closed_by=by)
    except IntegrityError as error:
        raise WebApiError(Reason.MONTH_CLOSED) from error
    ClosedDay.objects.bulk_create(_days_to_close(closing), batch_size=5000, ignore_conflicts=True)
    return closing


def reopen_month(division: Division, month: date) -> bool:
    """Open it again: its totals follow the punches once more. Whether it was closed."""
    deleted, _ = MonthClosing.objects.filter(division=division, month=month).delete()
    return deleted > 0


def _days_to_close(closing: MonthClosing) -> Iterator[ClosedDay]:
    """Also the days without a punch: one that arrives later must not count."""
    people = known_employees().filter(assignments__division=closing.division_id).distinct()
    keys = frozenset(person.key for person in people)
    days = reckoned_days(widest_period(closing.month), Choice(keys=keys))
    reckoned = {(day.employee.pk, day.date): day.totals for day in days}
    for person in people:
        for day in each_day(pay_period(person, closing.month)):
            totals = reckoned.get((person.pk, day), DayTotals())
            belongs = is_employed(person, day) and assignment_on(person, day).division.pk == closing.division_id
            if belongs and not totals.is_error:
                yield ClosedDay(closing=closing, employee=person, date=day, totals=frozen(totals))
