"""Estimated costs, by day and by month."""

from attendance_server.webapi.answers import by_date, single_date
from attendance_server.webapi.answers_costs import day_cost_answer, month_cost_answer
from attendance_server.webapi.dates import span_of, today
from attendance_server.webapi.endpoint import Answer, Call, Operation, endpoint
from attendance_server.webapi.listing import day_items, month_choice, one_day, one_month, with_current_employee
from attendance_server.webapi.person_months import person_months


def _list(call: Call) -> Answer:
    return Answer(content=by_date(day_items(call, span_of(call.query, call.now), day_cost_answer)))


def _of_date(call: Call, target: str) -> Answer:
    span = one_day(call, target)
    return Answer(content=single_date(span.start, day_items(call, span, day_cost_answer)))


def _month(call: Call, month: str) -> Answer:
    span = one_month(call, month)
    found = person_months(span.start, month_choice(call), today=today(call.now))
    return Answer(content=[with_current_employee(call, item.employee, month_cost_answer(item)) for item in found])


cost_list = endpoint(GET=Operation(view=_list, category="daily_attendance"))
costs_of_date = endpoint(GET=Operation(view=_of_date, category="daily_attendance"))
month_costs = endpoint(GET=Operation(view=_month, category="monthly_attendance"))
