"""Register punches: which working day, which code, and whether there is still time. Nothing is ever absorbed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from attendance_server.webapi.body import Body
from attendance_server.webapi.closed_days import is_day_closed
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.dates import earliest_date, end_of_day, parse_date, parse_instant, today
from attendance_server.webapi.employees import assignment_on, division_by_code, locked_employee
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.models import Division, Employee, Punch
from attendance_server.webapi.switches import EarliestTime, OmittedCode, OmittedWorkingDay
from attendance_server.work_rules.values import JST, Kind

OPEN_SHIFT = timedelta(hours=48)  # the vendor's rule for time recorders: the latest clock-in within 48 hours
_MAX_LATITUDE = 90.0
_MAX_LONGITUDE = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the caller asked for, parsed."""

    time: datetime
    date: date | None
    kind: Kind | None


@transaction.atomic
def register_punch(employee_key: str, body: Body, *, now: datetime) -> Punch:
    """Record one punch from a POST body. Raises WebApiError."""
    employee = locked_employee(employee_key)  # two at once must agree on which is the first of the day
    wish = _read_wish(body)
    day = wish.date or _find_working_day(employee, wish)
    _check_time(employee, wish, day, now)
    kind = wish.kind or _choose_kind(employee, day)
    if kind is Kind.OUT and switches().overwrite_clock_out and not is_day_closed(employee, day):
        employee.punches.filter(working_date=day, code=Kind.OUT, time__lte=wish.time).delete()
    return Punch.objects.create(
        employee=employee,
        working_date=day,
        time=wish.time,
        code=kind,
        division=_place(employee, body, day),
        latitude=body.number("latitude", limit=_MAX_LATITUDE),
        longitude=body.number(_longitude_name(body), limit=_MAX_LONGITUDE),
        credential_code=body.integer("credentialCode"),
        credential_name=body.text("credentialName"),
        registered_at=now,
    )


def _longitude_name(body: Body) -> str:
    """A vendor's SDK misspells it."""
    return "longitude" if body.has("longitude") else "longtitude"


def _read_wish(body: Body) -> _Wish:
    moment = parse_instant(body.required_text("time"))
    code = body.text("code")
    if code is not None and code not in set(Kind):
        raise WebApiError(Reason.BAD_PUNCH_CODE)
    kind = Kind(code) if code else None
    if not body.boolean("isOmittedWorkingDay"):
        return _Wish(time=moment, date=parse_date(body.required_text("date")), kind=kind)
    if kind is None:
        raise WebApiError(Reason.MISSING, name="code")
    return _Wish(time=moment, date=None, kind=kind)


def _find_working_day(employee: Employee, wish: _Wish) -> date:
    by_border = _day_by_border(employee, wish.time)
    if wish.kind is Kind.IN or switches().omitted_working_day is OmittedWorkingDay.DAY_BORDER:
        return by_border
    ins = employee.punches.filter(code=Kind.IN, time__lte=wish.time, time__gte=wish.time - OPEN_SHIFT)
    latest = ins.order_by("-time", "-id").first()
    return latest.working_date if latest else by_border


def _day_by_border(employee: Employee, moment: datetime) -> date:
    """The 24 hours from the division's day border, as time recorders count them."""
    local = moment.astimezone(JST)
    border = assignment_on(employee, local.date()).division.day_border
    return local.date() if local.time() >= border else local.date() - timedelta(days=1)


def _check_time(employee: Employee, wish: _Wish, day: date, now: datetime) -> None:
    deadline_day = today(now) if wish.date is None else day
    if wish.time > end_of_day(deadline_day, days_later=switches().deadline_days):
        raise WebApiError(Reason.PAST_DEADLINE)
    if wish.time < _earliest(employee, day, now):
        raise WebApiError(Reason.TOO_EARLY)
    if switches().refuse_future and wish.time > now:
        raise WebApiError(Reason.FUTURE)
    if employee.resignation_date is not None and day > employee.resignation_date:
        raise WebApiError(Reason.RESIGNED_EMPLOYEE)


def _earliest(employee: Employee, day: date, now: datetime) -> datetime:
    rule = switches().earliest_time
    start = datetime.combine(earliest_date(now), datetime.min.time(), tzinfo=JST)
    if rule is EarliestTime.ANY:
        return start
    border = assignment_on(employee, day).division.day_border
    first = border if rule is EarliestTime.DAY_BORDER else datetime.min.time()
    return max(start, datetime.combine(day, first, tzinfo=JST))


def _choose_kind(employee: Employee, day: date) -> Kind:
    earlier = employee.punches.filter(working_date=day).order_by("-id").first()
    if earlier is None:
        return Kind.IN
    if switches().omitted_code is OmittedCode.ALTERNATE:
        return Kind.IN if earlier.code == Kind.OUT else Kind.OUT
    return Kind.OUT


def _place(employee: Employee, body: Body, day: date) -> Division:
    code = body.text("divisionCode")
    return division_by_code(code) if code else assignment_on(employee, day).division
