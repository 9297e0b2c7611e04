"""Schedules as the WebAPI puts and deletes them."""

from datetime import date, datetime, timedelta

from django.db import transaction

from attendance_server.webapi.body import Body
from attendance_server.webapi.closed_days import is_day_closed
from attendance_server.webapi.dates import Span, check_readable, parse_moment
from attendance_server.webapi.employees import division_by_code, employee_by_key
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import CalendarDay, Employee, HolidayType, Schedule
from attendance_server.work_rules.values import JST

DAY_KIND_CODES = {  # `workDayTypeCode` of a PUT; local: nobody has published the real ones
    "1": CalendarDay.Kind.WEEKDAY,
    "2": CalendarDay.Kind.LEGAL_HOLIDAY,
    "3": CalendarDay.Kind.GENERAL_HOLIDAY,
}
_DAY = timedelta(days=1)


@transaction.atomic
def put_schedule(employee_key: str, day: date, body: Body, *, now: datetime) -> Employee:
    """Create or replace a person's schedule of a day; the person. Raises WebApiError."""
    employee = _changeable(employee_key, day, now)
    clock_in, clock_out = _moment(body, "clockInSchedule", day), _moment(body, "clockOutSchedule", day)
    if clock_in and clock_out and clock_out <= clock_in:
        raise WebApiError(Reason.INVALID, name="clockOutSchedule")
    code = body.text("workPlaceDivisionCode")
    values: dict[str, object] = {
        "clock_in": clock_in,
        "clock_out": clock_out,
        "break_minutes": body.integer("breakSchedule"),
        "workplace": division_by_code(code) if code else None,
        "day_kind": _day_kind(body),
        "fulltime_holiday": _fulltime_holiday(body),
        "halfday_holidays": [],
        "hour_holidays": [],
        "note": body.text("note"),
    }
    Schedule.objects.update_or_create(employee=employee, date=day, defaults=values)
    return employee


@transaction.atomic
def delete_schedule(employee_key: str, day: date, *, now: datetime) -> None:
    """From now on the working type's plan holds for the day. Raises WebApiError."""
    employee = _changeable(employee_key, day, now)
    Schedule.objects.filter(employee=employee, date=day).delete()


def _changeable(employee_key: str, day: date, now: datetime) -> Employee:
    check_readable(Span(start=day, end=day), now)
    employee = employee_by_key(employee_key)
    if is_day_closed(employee, day):
        raise WebApiError(Reason.CLOSED_DAY)
    return employee


def _moment(body: Body, name: str, day: date) -> datetime | None:
    """An instant from the day before the working date to the day after it."""
    text = body.text(name)
    if text is None:
        return None
    moment = parse_moment(text)
    if abs(moment.astimezone(JST).date() - day) > _DAY:
        raise WebApiError(Reason.INVALID, name=name)
    return moment


def _day_kind(body: Body) -> CalendarDay.Kind | None:
    code = body.text("workDayTypeCode")
    if code is None:
        return None
    if code not in DAY_KIND_CODES:
        raise WebApiError(Reason.INVALID, name="workDayTypeCode")
    return DAY_KIND_CODES[code]


def _fulltime_holiday(body: Body) -> HolidayType | None:
    wish = body.object("fulltimeHoliday")
    code = wish.integer("code") if wish else None
    if code is None:
        return None
    found = HolidayType.objects.filter(code=code).first()
    if found is None:
        raise WebApiError(Reason.INVALID, name="fulltimeHoliday")
    return found
