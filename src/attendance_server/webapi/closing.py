"""Close a division's month (締め): its days keep the totals they had. Punches still arrive and change nothing.

Error days are left out of a closing, as over there: they stay open until somebody has put them right.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction

from attendance_server.webapi.closed_days import frozen_plan, frozen_totals
from attendance_server.webapi.dates import each_day, today
from attendance_server.webapi.employees import assignment_on, has_left, known_employees
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import ClosedDay, Division, Employee, MonthClosing
from attendance_server.webapi.months import pay_period, widest_period
from attendance_server.webapi.planning import Planning, planning
from attendance_server.webapi.totals import Choice, PersonDay, person_days
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
    widest = widest_period(closing.month)
    known = planning(widest)
    people = list(known_employees().filter(assignments__division=closing.division_id).distinct())
    chosen = Choice(keys=frozenset(person.key for person in people))
    reckoned = {(day.employee.pk, day.date): day for day in person_days(widest, chosen)}
    for person in people:
        for day in each_day(pay_period(person, closing.month)):
            if has_left(person, day) or assignment_on(person, day).division_id != closing.division_id:
                continue
            found = reckoned.get((person.pk, day)) or _empty_day(person, day, known)
            if not found.totals.is_error:
                yield _closed(found, closing)


def _empty_day(person: Employee, day: date, known: Planning) -> PersonDay:
    plan = known.plan_of(person, day)
    totals = DayTotals(workday_type=plan.day_kind)
    return PersonDay(date=day, employee=person, plan=plan, totals=totals, is_listed=False)


def _closed(day: PersonDay, closing: MonthClosing) -> ClosedDay:
    return ClosedDay(
        closing=closing,
        employee=day.employee,
        date=day.date,
        totals=frozen_totals(day.totals),
        plan=frozen_plan(day.plan),
        punches=[punch.pk for punch in day.punches],
        is_listed=day.is_listed,
    )
