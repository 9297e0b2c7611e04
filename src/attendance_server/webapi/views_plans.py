"""Schedules and applications."""

from collections.abc import Callable
from datetime import date

from attendance_server.webapi.answers_plans import application_answer, schedule_answer
from attendance_server.webapi.applications import applications_of
from attendance_server.webapi.configuration import switches
from attendance_server.webapi.dates import Span, parse_date, span_of
from attendance_server.webapi.employees import assignment_on, known_employees
from attendance_server.webapi.endpoint import Answer, Call, Operation, endpoint
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.webapi.listing import one_day, one_month, with_current_employee
from attendance_server.webapi.models import Application, Employee
from attendance_server.webapi.planning import Plan, planning
from attendance_server.webapi.query import additional_fields, choice
from attendance_server.webapi.schedules import delete_schedule, put_schedule
from attendance_server.webapi.switches import Feature
from attendance_server.webapi.totals import Choice

_CATEGORY = "daily_schedules"
_REQUESTS_CATEGORY = "requests"
_LIST_NAMES = {  # of timerecords only the short name has been seen
    Application.Kind.SCHEDULE: "scheduleRequests",
    Application.Kind.OVERTIME: "overtimeRequests",
    Application.Kind.TIMERECORD: "requests",
}


def _list(call: Call) -> Answer:
    span = span_of(call.query, call.now)
    grouped: dict[str, list[object]] = {}
    for item in _items(call, span):
        grouped.setdefault(str(item["date"]), []).append(item)
    return Answer(content=[{"date": day, "dailySchedules": items} for day, items in grouped.items()])


def _of_date(call: Call, target: str) -> Answer:
    span = one_day(call, target)
    return Answer(content={"date": span.start.isoformat(), "dailySchedules": _items(call, span)})


def _put(call: Call, key: str, day: str) -> Answer:
    on = parse_date(day)
    employee = put_schedule(key, on, call.body, now=call.now)
    plan = planning(Span(start=on, end=on)).plan_of(employee, on)
    return Answer(content=schedule_answer(employee, on, plan, ("note",)))


def _delete(call: Call, key: str, day: str) -> Answer:
    delete_schedule(key, parse_date(day), now=call.now)
    return Answer(status=204)


def _items(call: Call, span: Span) -> list[dict[str, object]]:
    wanted, fields = choice(call.query), additional_fields(call.query)
    found = planning(span).planned_days(known_employees(), span)
    return [
        with_current_employee(call, employee, schedule_answer(employee, day, plan, fields))
        for day, employee, plan in found
        if _is_chosen(employee, day, plan, wanted)
    ]


def _is_chosen(employee: Employee, day: date, plan: Plan, wanted: Choice) -> bool:
    if wanted.division is None:
        return True
    home = assignment_on(employee, day).division
    return (plan.workplace or home if wanted.by_workplace else home).code == wanted.division


def _applications(kind: Application.Kind) -> Callable[..., Answer]:
    def view(call: Call, month: str) -> Answer:
        span = one_month(call, month)
        if Feature.REQUESTS in switches().unlicensed:
            raise WebApiError(Reason.NOT_LICENSED)
        found = applications_of(kind, span, administrator_key=call.query.get("administratorKey") or None)
        fields = additional_fields(call.query)
        items = [application_answer(application, fields) for application in found]
        return Answer(content={"year": span.start.year, "month": span.start.month, _LIST_NAMES[kind]: items})

    return view


schedule_list = endpoint(GET=Operation(view=_list, category=_CATEGORY))
schedules_of_date = endpoint(GET=Operation(view=_of_date, category=_CATEGORY))
schedule = endpoint(PUT=Operation(view=_put, category=_CATEGORY), DELETE=Operation(view=_delete, category=_CATEGORY))
requests = {
    kind: endpoint(GET=Operation(view=_applications(kind), category=_REQUESTS_CATEGORY)) for kind in Application.Kind
}
