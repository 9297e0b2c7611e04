"""Punches and totals, by day and by month."""

from collections.abc import Callable
from dataclasses import replace

from attendance_server.webapi import answers
from attendance_server.webapi.closed_days import closed_divisions
from attendance_server.webapi.dates import Span, check_readable, month_of, parse_date, parse_month, span_of, today
from attendance_server.webapi.employees import assignment_on
from attendance_server.webapi.endpoint import Allowance, Answer, Call, Operation, endpoint
from attendance_server.webapi.punches import register_punch
from attendance_server.webapi.query import additional_fields, choice
from attendance_server.webapi.totals import PersonDay, months_of, person_days
from attendance_server.work_rules import total_month

_CATEGORY = "daily_attendance"
_MONTHLY_CATEGORY = "monthly_attendance"
_Shape = Callable[[PersonDay], dict[str, object]]


def _items(call: Call, span: Span, shape: _Shape, *, with_keys: bool) -> list[dict[str, object]]:
    wanted = choice(call.query)
    days = person_days(span, wanted if with_keys else replace(wanted, keys=None))
    return [_with_employee(call, day, shape(day)) for day in days]


def _with_employee(call: Call, day: PersonDay, item: dict[str, object]) -> dict[str, object]:
    if "currentDateEmployee" in additional_fields(call.query):
        item["currentDateEmployee"] = answers.current_employee_answer(day.employee, today(call.now))
    return item


def _punch_list(call: Call) -> Answer:
    span = span_of(call.query, call.now)
    return Answer(content=answers.by_date(_items(call, span, answers.punches_answer, with_keys=True)))


def _punches_of_date(call: Call, target: str) -> Answer:
    span = _one_day(call, target)
    return Answer(content=answers.single_date(span.start, _items(call, span, answers.punches_answer, with_keys=True)))


def _post_punch(call: Call, target: str) -> Answer:
    punch = register_punch(target, call.body, now=call.now)
    content = {
        "date": punch.working_date.isoformat(),
        "employeeKey": punch.employee.key,
        "timeRecord": answers.punch_answer(punch),
    }
    return Answer(content=content, status=201)


def _total_list(call: Call) -> Answer:
    span = span_of(call.query, call.now)
    return Answer(content=answers.by_date(_items(call, span, answers.day_answer, with_keys=False)))


def _totals_of_date(call: Call, day: str) -> Answer:
    span = _one_day(call, day)
    return Answer(content=answers.single_date(span.start, _items(call, span, answers.day_answer, with_keys=False)))


def _month(call: Call, month: str | None = None) -> Answer:
    span = parse_month(month) if month else month_of(today(call.now))
    check_readable(span, call.now)
    wanted = replace(choice(call.query), keys=None, by_workplace=False)
    content, closed = [], closed_divisions(span.start)
    for employee, days in months_of(person_days(span, wanted)):
        totals = total_month(day.totals for day in days)
        is_closed = assignment_on(employee, span.end).division.pk in closed
        item = answers.month_answer(employee, span, totals, is_closed=is_closed)
        content.append(_with_employee(call, days[0], item))
    return Answer(content=content)


def _one_day(call: Call, text: str) -> Span:
    day = parse_date(text)
    span = Span(start=day, end=day)
    check_readable(span, call.now)
    return span


punch_list = endpoint(GET=Operation(view=_punch_list, category=_CATEGORY))
punches = endpoint(
    GET=Operation(view=_punches_of_date, category=_CATEGORY),
    POST=Operation(view=_post_punch, category=_CATEGORY, allowance=Allowance.PUNCH, open_in_restricted_hours=True),
)
total_list = endpoint(GET=Operation(view=_total_list, category=_CATEGORY))
totals = endpoint(GET=Operation(view=_totals_of_date, category=_CATEGORY))
month = endpoint(GET=Operation(view=_month, category=_MONTHLY_CATEGORY))
