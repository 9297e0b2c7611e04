"""Punches and totals, by day and by month."""

from attendance_server.webapi import answers
from attendance_server.webapi.answers_months import month_answer
from attendance_server.webapi.dates import span_of, today
from attendance_server.webapi.endpoint import Allowance, Answer, Call, Operation, endpoint
from attendance_server.webapi.listing import (
    day_items,
    month_choice,
    one_day,
    one_month,
    punch_items,
    with_current_employee,
)
from attendance_server.webapi.person_months import person_months
from attendance_server.webapi.punches import register_punch
from attendance_server.webapi.query import additional_fields

_CATEGORY = "daily_attendance"
_MONTHLY_CATEGORY = "monthly_attendance"


def _punch_list(call: Call) -> Answer:
    span = span_of(call.query, call.now)
    return Answer(content=answers.by_date(punch_items(call, span, answers.punches_answer)))


def _punches_of_date(call: Call, target: str) -> Answer:
    span = one_day(call, target)
    items = punch_items(call, span, answers.punches_answer)
    return Answer(content=answers.single_date(span.start, items))


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
    return Answer(content=answers.by_date(day_items(call, span, answers.day_answer)))


def _totals_of_date(call: Call, day: str) -> Answer:
    span = one_day(call, day)
    return Answer(content=answers.single_date(span.start, day_items(call, span, answers.day_answer)))


def _month(call: Call, month: str | None = None) -> Answer:
    span = one_month(call, month)
    fields = additional_fields(call.query)
    found = person_months(span.start, month_choice(call), today=today(call.now))
    return Answer(content=[with_current_employee(call, item.employee, month_answer(item, fields)) for item in found])


punch_list = endpoint(GET=Operation(view=_punch_list, category=_CATEGORY))
punches = endpoint(
    GET=Operation(view=_punches_of_date, category=_CATEGORY),
    POST=Operation(view=_post_punch, category=_CATEGORY, allowance=Allowance.PUNCH, open_in_restricted_hours=True),
)
total_list = endpoint(GET=Operation(view=_total_list, category=_CATEGORY))
totals = endpoint(GET=Operation(view=_totals_of_date, category=_CATEGORY))
month = endpoint(GET=Operation(view=_month, category=_MONTHLY_CATEGORY))
