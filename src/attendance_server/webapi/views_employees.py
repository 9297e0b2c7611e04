"""Employees: GET finds them by code, PUT and DELETE by key; both have the same shape of path."""

from datetime import date

from attendance_server.webapi import employees
from attendance_server.webapi.answers import ADDITIONAL_EMPLOYEE_FIELDS, employee_answer
from attendance_server.webapi.dates import Span, check_readable, parse_date, today
from attendance_server.webapi.endpoint import Answer, Call, Operation, endpoint
from attendance_server.webapi.query import additional_fields, boolean

_CATEGORY = "employees"
_ABSENT_AFTER_POST = ("divisionName", "typeName", "employeeGroups")  # as in the documented sample


def _list(call: Call) -> Answer:
    on = _readable_date(call)
    found = employees.list_employees(
        on=on, division=call.query.get("division") or None, include_resigned=boolean(call.query, "includeResigner")
    )
    fields = additional_fields(call.query)
    return Answer(content=[employee_answer(employee, on, fields) for employee in found])


def _get(call: Call, target: str) -> Answer:
    on = _readable_date(call)
    include_resigned = boolean(call.query, "includeResigner")
    found = employees.employee_by_code(target, on=on, include_resigned=include_resigned)
    return Answer(content=employee_answer(found, on, additional_fields(call.query)))


def _post(call: Call) -> Answer:
    made = employees.create_employee(call.body)
    answer = employee_answer(made, today(call.now), ADDITIONAL_EMPLOYEE_FIELDS)
    return Answer(content={k: v for k, v in answer.items() if k not in _ABSENT_AFTER_POST}, status=201)


def _put(call: Call, target: str) -> Answer:
    changed = employees.update_employee(target, call.body, effective_from=_date(call, "updateDate"))
    return Answer(content=employee_answer(changed, today(call.now), ADDITIONAL_EMPLOYEE_FIELDS))


def _delete(call: Call, target: str) -> Answer:
    employees.delete_employee(target, now=call.now)
    return Answer(status=204)


def _readable_date(call: Call) -> date:
    on = _date(call, "date")
    check_readable(Span(start=on, end=on), call.now)
    return on


def _date(call: Call, name: str) -> date:
    text = call.query.get(name)
    return parse_date(text) if text else today(call.now)


employee_list = endpoint(
    GET=Operation(view=_list, category=_CATEGORY),
    POST=Operation(view=_post, category=_CATEGORY),
)
employee = endpoint(
    GET=Operation(view=_get, category=_CATEGORY),
    PUT=Operation(view=_put, category=_CATEGORY),
    DELETE=Operation(view=_delete, category=_CATEGORY),
)
